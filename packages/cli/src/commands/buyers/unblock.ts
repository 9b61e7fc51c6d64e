import { operationCommand } from '../../declare/operation-command.ts';

export const unblockBuyer = operationCommand({
  verb: 'unblock',
  operation: 'unblockBuyer',
  positionals: ['buyerId'],
  examples: ['buyers unblock $BUYER'],
});
