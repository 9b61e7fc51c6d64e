import { operationCommand } from '../../declare/operation-command.ts';

export const listViesChecks = operationCommand({
  verb: 'vies-checks',
  operation: 'listViesChecks',
  positionals: ['buyerId'],
  columns: ['checkedAt', 'result', 'vatNumber', 'cause', 'requestIdentifier', 'error'],
  examples: ['kyc vies-checks $BUYER'],
});
