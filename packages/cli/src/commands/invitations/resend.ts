import { operationCommand } from '../../declare/operation-command.ts';

export const resendInvitation = operationCommand({
  verb: 'resend',
  operation: 'resendInvitation',
  positionals: ['invitationUuid'],
  examples: [
    'invitations resend $INVITATION --buyer $BUYER',
    'invitations resend $INVITATION --buyer $BUYER --recipient-email boss@garagem.example',
  ],
});
