import { operationCommand } from '../../declare/operation-command.ts';

export const listEvents = operationCommand({
  verb: 'list',
  operation: 'listEvents',
  columns: ['createdAt', 'id', 'type', 'partnerUuid', 'data'],
  examples: ["events list --types 'kyc.*,prospect.submitted'", 'events list --after $EVENT --wait 20 --json'],
});
