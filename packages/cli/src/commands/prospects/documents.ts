import { operationCommand } from '../../declare/operation-command.ts';

export const listProspectDocuments = operationCommand({
  verb: 'documents',
  operation: 'listProspectDocuments',
  positionals: ['prospectUuid'],
  columns: ['uuid', 'type', 'fileName', 'mediaType', 'byteSize', 'receivedAt'],
  examples: ['prospects documents $PROSPECT'],
});
