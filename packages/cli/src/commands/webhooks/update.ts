import { operationCommand } from '../../declare/operation-command.ts';

export const patchWebhook = operationCommand({
  verb: 'update',
  operation: 'patchWebhook',
  positionals: ['id'],
  members: ['url', 'events', 'partnerIds', 'acceptedSchemaVersions', 'status'],
  examples: ['webhooks update $WEBHOOK --status ACTIVE'],
});
