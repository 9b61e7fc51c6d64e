import { operationCommand } from '../../declare/operation-command.ts';

export const patchContact = operationCommand({
  verb: 'update',
  operation: 'patchContact',
  positionals: ['contactUuid'],
  members: ['firstName', 'lastName', 'email', 'phone'],
  examples: ['contacts update $CONTACT --buyer $BUYER --phone +351220000000'],
});
