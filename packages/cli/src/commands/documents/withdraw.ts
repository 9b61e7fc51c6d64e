import { operationCommand } from '../../declare/operation-command.ts';

export const withdrawDocument = operationCommand({
  verb: 'withdraw',
  operation: 'withdrawDocument',
  positionals: ['documentUuid'],
  examples: ["documents withdraw $DOCUMENT --buyer $BUYER --reason 'Belongs to another buyer.'"],
});
