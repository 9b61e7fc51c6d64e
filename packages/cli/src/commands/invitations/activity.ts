import { operationCommand } from '../../declare/operation-command.ts';

export const listInvitationActivityOfPartner = operationCommand({
  verb: 'activity',
  operation: 'listInvitationActivityOfPartner',
  ofBuyer: 'listInvitationActivity',
  positionals: ['invitationUuid'],
  columns: ['occurredAt', 'type', 'actor.type', 'details'],
  examples: ['invitations activity $INVITATION'],
});
