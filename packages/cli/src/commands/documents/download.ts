import { operationCommand } from '../../declare/operation-command.ts';

export const readDocumentContent = operationCommand({
  verb: 'download',
  operation: 'readDocumentContent',
  positionals: ['documentUuid'],
  examples: [
    'documents download $DOCUMENT --buyer $BUYER',
    'documents download $DOCUMENT --buyer $BUYER --variant original --out - | sha256sum',
  ],
});
