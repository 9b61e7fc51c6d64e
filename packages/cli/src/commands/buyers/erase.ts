import { operationCommand } from '../../declare/operation-command.ts';

export const eraseBuyer = operationCommand({
  verb: 'erase',
  operation: 'eraseBuyer',
  positionals: ['buyerId'],
  question: 'Erase all that names people of this buyer, for good?',
  examples: ["buyers erase $BUYER --reason 'Asked for on 1 December.'"],
});
