import { operationCommand } from '../../declare/operation-command.ts';

export const listContacts = operationCommand({
  verb: 'list',
  operation: 'listContacts',
  columns: ['uuid', 'firstName', 'lastName', 'email', 'phone'],
  examples: ["contacts list --buyer $BUYER --purpose 'call back'"],
});
