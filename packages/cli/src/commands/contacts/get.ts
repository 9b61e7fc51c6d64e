import { operationCommand } from '../../declare/operation-command.ts';

export const getContact = operationCommand({
  verb: 'get',
  operation: 'getContact',
  positionals: ['contactUuid'],
  examples: ['contacts get $CONTACT --buyer $BUYER'],
});
