import { operationCommand } from '../../declare/operation-command.ts';

export const getInvitationSubmissionOfPartner = operationCommand({
  verb: 'submission',
  operation: 'getInvitationSubmissionOfPartner',
  ofBuyer: 'getInvitationSubmission',
  positionals: ['invitationUuid'],
  examples: ['invitations submission $INVITATION --json'],
});
