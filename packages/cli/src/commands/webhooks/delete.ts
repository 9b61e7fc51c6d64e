import { operationCommand } from '../../declare/operation-command.ts';

export const deleteWebhook = operationCommand({
  verb: 'delete',
  operation: 'deleteWebhook',
  positionals: ['id'],
  question: 'Delete this endpoint?',
  examples: ['webhooks delete $WEBHOOK --yes'],
});
