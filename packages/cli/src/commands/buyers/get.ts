import { operationCommand } from '../../declare/operation-command.ts';

export const getBuyer = operationCommand({
  verb: 'get',
  operation: 'getBuyer',
  positionals: ['buyerId'],
  examples: ['buyers get $BUYER'],
});
