import { type Api, presentPage } from '../../../core/api/index.ts';
import { createWebhook, type WebhookDeps } from './create-webhook.ts';
import { deleteWebhook } from './delete-webhook.ts';
import { getWebhook } from './get-webhook.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listWebhooks } from './list-webhooks.ts';
import { fireTest } from './fire-test.ts';
import { patchWebhook } from './patch-webhook.ts';
import { replayDelivery } from './replay-delivery.ts';
import {
  CreatedWebhook,
  createdWebhookExample,
  createWebhookBody,
  Delivery,
  deliveryExample,
  DeliveryPage,
  DeliveryPath,
  fireTestBody,
  ListDeliveriesQuery,
  NoBody,
  patchWebhookBody,
  Webhook,
  webhookExample,
  WebhookList,
  WebhookPath,
} from './schemas.ts';
import { NotFound, UnsupportedMediaType } from '../../../platform/problems/problem-types.ts';

const webhooks = '/v1/webhooks';
const webhook = `${webhooks}/:id`;
const deliveries = `${webhook}/deliveries`;
const common = {
  tag: 'Webhooks',
  access: 'organization',
  rate: 'webhook',
} as const;
const one = (description: string) => ({ description, schema: Webhook, example: webhookExample });
const oneDelivery = (description: string) => ({ description, schema: Delivery, example: deliveryExample });

/** Endpoints belong to the organization: there is no seller in these paths (contract 2.9, 6). */
export function registerWebhookRoutes(api: Api, deps: WebhookDeps): void {
  registerReads(api, deps);
  registerCreate(api, deps);
  registerChanges(api, deps);
  registerDeliveries(api, deps);
  registerSending(api, deps);
}

function registerReads(api: Api, deps: WebhookDeps): void {
  api.read(
    {
      ...common,
      method: 'GET',
      url: webhooks,
      operationId: 'listWebhooks',
      summary: 'List the webhook endpoints of the organization, the newest first.',
      description: 'A bare array: there are at most 20.',
      success: { 200: { description: 'All of them.', schema: WebhookList, example: [webhookExample] } },
      problems: [],
    },
    (call) => listWebhooks(deps, call),
  );
  api.read(
    {
      ...common,
      method: 'GET',
      url: webhook,
      params: WebhookPath,
      operationId: 'getWebhook',
      summary: 'Read one webhook endpoint.',
      success: { 200: one('The endpoint, without its secret.') },
      problems: [NotFound],
    },
    (call) => getWebhook(deps, call),
  );
}

function registerCreate(api: Api, deps: WebhookDeps): void {
  api.write(
    {
      ...common,
      method: 'POST',
      url: webhooks,
      operationId: 'createWebhook',
      summary: 'Register a webhook endpoint.',
      description:
        'At most 20 endpoints per organization. The same url may be registered more than once, so that a new secret can be brought in beside the old one. The secret is shown in this answer and its replays only.',
      body: createWebhookBody(deps.events),
      bodyExample: { url: webhookExample.url, events: webhookExample.events, partnerIds: null },
      success: {
        201: { description: 'Registered and ACTIVE.', schema: CreatedWebhook, example: createdWebhookExample },
      },
      problems: [],
    },
    (call) => createWebhook(deps, call),
  );
}

function registerChanges(api: Api, deps: WebhookDeps): void {
  api.write(
    {
      ...common,
      method: 'PATCH',
      url: webhook,
      params: WebhookPath,
      operationId: 'patchWebhook',
      summary: 'Change a webhook endpoint, or resume or disable it.',
      description:
        'Members that are left out stay, and so does what repeats its present value: the whole endpoint may be sent back; another value of what cannot be changed is 422. `status: ACTIVE` on a PAUSED or DISABLED endpoint forgets its failures and sends what was held, in order. A new url counts for what is waiting, too.',
      body: patchWebhookBody(deps.events),
      bodyExample: { status: 'ACTIVE' },
      success: { 200: one('Changed.') },
      problems: [NotFound],
    },
    (call) => patchWebhook(deps, call),
  );
  api.write(
    {
      ...common,
      method: 'DELETE',
      url: webhook,
      params: WebhookPath,
      operationId: 'deleteWebhook',
      summary: 'Remove a webhook endpoint.',
      description: 'Its deliveries and their history go with it. An attempt under way may still arrive.',
      success: { 204: { description: 'Removed.' } },
      problems: [NotFound, UnsupportedMediaType],
    },
    (call) => deleteWebhook(deps, call),
  );
}

function registerDeliveries(api: Api, deps: WebhookDeps): void {
  api.read(
    {
      ...common,
      method: 'GET',
      url: deliveries,
      params: WebhookPath,
      operationId: 'listDeliveries',
      summary: 'What was sent to a webhook endpoint, or waits to be.',
      description: 'Kept 30 days. The newest first; sort by createdAt.',
      query: ListDeliveriesQuery,
      success: {
        200: {
          description: 'A page of deliveries.',
          schema: DeliveryPage,
          example: presentPage([deliveryExample], 1, { page: 0, size: 20 }),
        },
      },
      problems: [NotFound],
    },
    (call) => listDeliveries(deps, call),
  );
}

function registerSending(api: Api, deps: WebhookDeps): void {
  api.write(
    {
      ...common,
      method: 'POST',
      url: `${deliveries}/:deliveryId/replay`,
      params: DeliveryPath,
      operationId: 'replayDelivery',
      summary: 'Send a delivery again.',
      description:
        'Whatever became of it: the same event id and body, a fresh signature and a fresh plan of retries. Held while the endpoint is not ACTIVE.',
      body: NoBody,
      bodyRequired: false,
      success: { 202: oneDelivery('It is PENDING again.') },
      problems: [NotFound],
    },
    (call) => replayDelivery(deps, call),
  );
  api.write(
    {
      ...common,
      method: 'POST',
      url: `${webhook}/test`,
      params: WebhookPath,
      operationId: 'fireTest',
      summary: 'Send a test event to a webhook endpoint.',
      description:
        'Signed and retried like any other, whatever the endpoint is subscribed to, and marked by the header `X-Novatrade-Test: true`; its envelope has no partnerUuid. Held while the endpoint is not ACTIVE.',
      body: fireTestBody(deps.events),
      bodyExample: {
        eventType: 'self_service_invitation.used',
        data: { kind: 'KYC', usedAt: '2026-11-02T09:30:00.000Z' },
      },
      success: { 202: oneDelivery('On its way.') },
      problems: [NotFound],
    },
    (call) => fireTest(deps, call),
  );
}
