import { operationCommand } from '../../declare/operation-command.ts';

export const readProspectDocumentContent = operationCommand({
  verb: 'download',
  operation: 'readProspectDocumentContent',
  positionals: ['prospectUuid', 'documentUuid'],
  examples: ['prospects download $PROSPECT $DOCUMENT --out extract.pdf'],
});
