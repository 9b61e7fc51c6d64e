import { operationCommand } from '../../declare/operation-command.ts';

export const getInvitationPoster = operationCommand({
  verb: 'poster',
  operation: 'getInvitationPoster',
  positionals: ['invitationUuid'],
  examples: ['invitations poster $INVITATION --locale de --out poster.pdf'],
});
