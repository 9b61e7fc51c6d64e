import { operationCommand } from '../../declare/operation-command.ts';

export const createProspectLink = operationCommand({
  verb: 'create',
  operation: 'createProspectLink',
  examples: ["prospect-links create --label 'Autumn fair' --max-uses 200"],
});
