import { operationCommand } from '../../declare/operation-command.ts';

export const updateProspectLink = operationCommand({
  verb: 'update',
  operation: 'updateProspectLink',
  positionals: ['invitationUuid'],
  members: ['label', 'expiresInDays', 'maxUses'],
  examples: ['prospect-links update $INVITATION --expires-in-days 90'],
});
