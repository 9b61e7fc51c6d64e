import { operationCommand } from '../../declare/operation-command.ts';

export const patchDocument = operationCommand({
  verb: 'update',
  operation: 'patchDocument',
  positionals: ['documentUuid'],
  members: ['expiresOn'],
  examples: ['documents update $DOCUMENT --buyer $BUYER --expires-on 2031-05-01'],
});
