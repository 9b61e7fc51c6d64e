import { operationCommand } from '../../declare/operation-command.ts';

export const listProspects = operationCommand({
  verb: 'list',
  operation: 'listProspects',
  columns: ['uuid', 'type', 'status', 'companyName', 'vatNumber', 'submittedAt'],
  examples: ['prospects list --status SUBMITTED'],
});
