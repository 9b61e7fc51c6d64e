import { operationCommand } from '../../declare/operation-command.ts';

export const fireTest = operationCommand({
  verb: 'trigger',
  operation: 'fireTest',
  positionals: ['id', 'eventType'],
  examples: [`webhooks trigger $WEBHOOK prospect.submitted --data '{"type": "COMPANY"}'`],
});
