import { operationCommand } from '../../declare/operation-command.ts';

export const requestViesCheck = operationCommand({
  verb: 'vies-check',
  operation: 'requestViesCheck',
  positionals: ['buyerId'],
  examples: ['kyc vies-check $BUYER'],
});
