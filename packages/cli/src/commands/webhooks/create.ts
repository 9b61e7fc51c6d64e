import { operationCommand } from '../../declare/operation-command.ts';

export const createWebhook = operationCommand({
  verb: 'create',
  operation: 'createWebhook',
  members: ['url', 'events', 'partnerIds', 'acceptedSchemaVersions'],
  examples: ["webhooks create --url https://shop.example/hooks/nt24 --events 'kyc.*,prospect.submitted'"],
});
