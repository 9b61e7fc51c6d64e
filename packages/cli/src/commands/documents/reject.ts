import { operationCommand } from '../../declare/operation-command.ts';

export const rejectDocument = operationCommand({
  verb: 'reject',
  operation: 'rejectDocument',
  positionals: ['documentUuid'],
  examples: ["documents reject $DOCUMENT --buyer $BUYER --reason 'The second page is missing.' --resend"],
});
