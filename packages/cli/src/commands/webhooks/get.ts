import { operationCommand } from '../../declare/operation-command.ts';

export const getWebhook = operationCommand({
  verb: 'get',
  operation: 'getWebhook',
  positionals: ['id'],
  examples: ['webhooks get $WEBHOOK'],
});
