import { operationCommand } from '../../declare/operation-command.ts';

export const createContact = operationCommand({
  verb: 'create',
  operation: 'createContact',
  examples: ['contacts create --buyer $BUYER --first-name Ana --last-name Lopes --email ana@garagem.example'],
});
