import { operationCommand } from '../../declare/operation-command.ts';

export const getKycProfile = operationCommand({
  verb: 'profile',
  operation: 'getKycProfile',
  positionals: ['buyerId'],
  examples: ['kyc profile $BUYER --out profile.pdf'],
});
