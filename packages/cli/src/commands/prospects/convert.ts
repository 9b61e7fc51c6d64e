import { operationCommand } from '../../declare/operation-command.ts';

export const convertProspect = operationCommand({
  verb: 'convert',
  operation: 'convertProspect',
  positionals: ['prospectUuid'],
  examples: ['prospects convert $PROSPECT --kyc-mode NT24_LED'],
});
