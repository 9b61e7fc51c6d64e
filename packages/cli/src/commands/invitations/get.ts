import { operationCommand } from '../../declare/operation-command.ts';

export const getInvitationOfPartner = operationCommand({
  verb: 'get',
  operation: 'getInvitationOfPartner',
  ofBuyer: 'getInvitation',
  positionals: ['invitationUuid'],
  examples: ['invitations get $INVITATION'],
});
