import { operationCommand } from '../../declare/operation-command.ts';

export const listDocuments = operationCommand({
  verb: 'list',
  operation: 'listDocuments',
  columns: ['uuid', 'type', 'status', 'documentDate', 'expiresOn', 'source', 'createdAt'],
  examples: ['documents list --buyer $BUYER --status ACTIVE'],
});
