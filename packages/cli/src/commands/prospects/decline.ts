import { operationCommand } from '../../declare/operation-command.ts';

export const declineProspect = operationCommand({
  verb: 'decline',
  operation: 'declineProspect',
  positionals: ['prospectUuid'],
  examples: ["prospects decline $PROSPECT --reason 'We do not trade there.' --notify"],
});
