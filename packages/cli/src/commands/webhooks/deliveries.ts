import { operationCommand } from '../../declare/operation-command.ts';

export const listDeliveries = operationCommand({
  verb: 'deliveries',
  operation: 'listDeliveries',
  positionals: ['id'],
  columns: ['id', 'status', 'eventType', 'httpStatus', 'failure', 'attempts', 'lastAttemptAt', 'nextRetryAt'],
  examples: ['webhooks deliveries $WEBHOOK --status FAILED'],
});
