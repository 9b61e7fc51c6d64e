import { operationCommand } from '../../declare/operation-command.ts';

export const startVerification = operationCommand({
  verb: 'verify',
  operation: 'startVerification',
  positionals: ['buyerId'],
  examples: ['kyc verify $BUYER'],
});
