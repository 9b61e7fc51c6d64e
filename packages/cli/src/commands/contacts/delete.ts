import { operationCommand } from '../../declare/operation-command.ts';

export const deleteContact = operationCommand({
  verb: 'delete',
  operation: 'deleteContact',
  positionals: ['contactUuid'],
  question: 'Delete this contact?',
  examples: ['contacts delete $CONTACT --buyer $BUYER --yes'],
});
