import { operationCommand } from '../../declare/operation-command.ts';

export const createInvitation = operationCommand({
  verb: 'create',
  operation: 'createInvitation',
  examples: ["invitations create --buyer $BUYER --recipient-email office@garagem.example --label 'Deal 4711'"],
});
