import { operationCommand } from '../../declare/operation-command.ts';

export const revokeInvitationOfPartner = operationCommand({
  verb: 'revoke',
  operation: 'revokeInvitationOfPartner',
  ofBuyer: 'revokeInvitation',
  positionals: ['invitationUuid'],
  examples: ["invitations revoke $INVITATION --reason 'The deal was called off.'"],
});
