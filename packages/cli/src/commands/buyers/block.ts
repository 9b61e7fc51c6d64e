import { operationCommand } from '../../declare/operation-command.ts';

export const blockBuyer = operationCommand({
  verb: 'block',
  operation: 'blockBuyer',
  positionals: ['buyerId'],
  examples: ['buyers block $BUYER'],
});
