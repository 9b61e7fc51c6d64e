import { operationCommand } from '../../declare/operation-command.ts';

export const getProspect = operationCommand({
  verb: 'get',
  operation: 'getProspect',
  positionals: ['prospectUuid'],
  examples: ['prospects get $PROSPECT'],
});
