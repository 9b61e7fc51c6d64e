import { operationCommand } from '../../declare/operation-command.ts';

export const getKycStatus = operationCommand({
  verb: 'status',
  operation: 'getKycStatus',
  positionals: ['buyerId'],
  examples: ['kyc status $BUYER --expand missingDocuments'],
});
