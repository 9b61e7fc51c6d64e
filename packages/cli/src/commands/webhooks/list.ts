import { operationCommand } from '../../declare/operation-command.ts';

export const listWebhooks = operationCommand({
  verb: 'list',
  operation: 'listWebhooks',
  columns: ['id', 'status', 'url', 'events', 'createdAt'],
  examples: ['webhooks list'],
});
