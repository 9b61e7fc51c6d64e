import { defineModule } from '../../../core/module.ts';
import type { WebhookDeps } from './create-webhook.ts';
import { DeliveryFailedTerminal, EndpointAutoPaused } from './events.ts';
import { holdJobs } from './hold-deliveries.ts';
import { type EndpointMailDeps, endpointPausedMail } from './mails/endpoint-paused-mail.ts';
import { webhookJobs } from './purge-webhooks.ts';
import { sealedSecrets } from './sealed-secrets.ts';
import { nextDelivery, waitingWebhooks } from './waiting-webhooks.ts';

export const webhooks = defineModule<WebhookDeps & EndpointMailDeps>({
  name: 'webhooks',
  tables: ['webhook_endpoints', 'webhook_messages', 'webhook_deliveries', 'webhook_attempts', 'event_stream_marks'],
  views: ['told_events', 'event_stream_places'],
  tag: { name: 'Webhooks', description: 'Where the organization is told of what happens, and what it was told.' },
  sealed: [sealedSecrets],
  events: [EndpointAutoPaused, DeliveryFailedTerminal],
  actions: {
    'webhook.create': {},
    'webhook.patch': {},
    'webhook.delete': {},
    'webhook.replay': {},
    'webhook.test': {},
    'webhook.pause': {},
  },
  mails: [endpointPausedMail],
  waiting: waitingWebhooks,
  nextDue: [nextDelivery],
  routes: async () => (await import('./routes.ts')).registerWebhookRoutes,
  periodic: (deps) => [...webhookJobs(deps), ...holdJobs(deps)],
});
