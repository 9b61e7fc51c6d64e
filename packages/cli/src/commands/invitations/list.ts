import { operationCommand } from '../../declare/operation-command.ts';

export const listInvitationsOfPartner = operationCommand({
  verb: 'list',
  operation: 'listInvitationsOfPartner',
  ofBuyer: 'listInvitations',
  columns: ['uuid', 'status', 'recipientEmail', 'label', 'createdAt', 'expiresAt'],
  examples: [
    'invitations list --status ACTIVE',
    'invitations list --buyer $BUYER --json',
    'invitations list --all --json > invitations.jsonl',
  ],
});
