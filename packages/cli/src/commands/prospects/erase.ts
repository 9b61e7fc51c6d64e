import { operationCommand } from '../../declare/operation-command.ts';

export const eraseProspect = operationCommand({
  verb: 'erase',
  operation: 'eraseProspect',
  positionals: ['prospectUuid'],
  question: 'Erase all that names this prospect, for good?',
  examples: ["prospects erase $PROSPECT --reason 'Asked for on 1 December.'"],
});
