import Type, { type Static } from 'typebox';
import { instantQuery, pageOf, pageQuery, pathOf, sortQuery } from '../../../core/api/index.ts';
import { type EventType, subscriptionsSchema } from '../../../core/events/index.ts';

export const MAX_ENDPOINTS = 20;
export const MAX_TEST_DATA_BYTES = 65_536;
const MAX_URL_CHARACTERS = 2_048;

const ENDPOINT_STATUSES = ['ACTIVE', 'PAUSED', 'DISABLED'] as const;
const DELIVERY_STATUSES = ['PENDING', 'DELIVERED', 'FAILED'] as const;
const Instant = Type.String({ format: 'date-time' });
const Status = Type.Enum([...ENDPOINT_STATUSES], {
  type: 'string',
  title: 'WebhookStatus',
  description:
    'Set to ACTIVE it resumes: what was held goes out now. DISABLED: nothing new is published to it, and what was waits. PAUSED is set by the service alone; it may repeat what is.',
});
const DeliveryStatus = Type.Enum([...DELIVERY_STATUSES], { type: 'string', title: 'DeliveryStatus' });
const EndpointId = Type.String({ pattern: '^wh_[0-9a-f]{32}$' });
const DeliveryId = Type.String({ pattern: '^del_[0-9a-f]{32}$' });

/** `/v1/webhooks/:id`. */
export const WebhookPath = pathOf('webhook endpoint', { id: EndpointId });
export type WebhookPath = Static<typeof WebhookPath>;

/** `/v1/webhooks/:id/deliveries/:deliveryId`. */
export const DeliveryPath = pathOf('delivery', { id: EndpointId, deliveryId: DeliveryId });
export type DeliveryPath = Static<typeof DeliveryPath>;

const Url = Type.String({
  format: 'uri',
  minLength: 1,
  maxLength: MAX_URL_CHARACTERS,
  description:
    'https, port 443 or 8443, no user information, at most 2,048 characters. It must not lead to a private, loopback, link-local or other special-purpose address; that is checked here and again at every connection. Redirects are not followed.',
});
const PartnerIds = Type.Unsafe<string[] | null>({
  type: ['array', 'null'],
  items: { type: 'string', format: 'uuid' },
  minItems: 1,
  maxItems: 500,
  uniqueItems: true,
  description:
    'Only events about these partners, each of them one of the organization; null: about all of them, those that are added later included.',
});

/** Versions of the envelope; an endpoint accepts all that there are. */
export const SCHEMA_VERSIONS = [1];
const SchemaVersions = Type.Array(Type.Enum(SCHEMA_VERSIONS, { type: 'integer', title: 'SchemaVersion' }), {
  minItems: 1,
  maxItems: SCHEMA_VERSIONS.length,
  description: 'Versions of the envelope that the endpoint understands. Default `[1]`; there is no other today.',
});

function namesOf(types: readonly EventType[]): string[] {
  return types.map(({ name }) => name);
}

export function createWebhookBody(types: readonly EventType[]) {
  return Type.Object(
    {
      url: Url,
      events: subscriptionsSchema(types),
      partnerIds: Type.Optional(PartnerIds),
      acceptedSchemaVersions: Type.Optional(SchemaVersions),
      secret: Type.Optional(
        Type.String({
          minLength: 24,
          maxLength: 255,
          pattern: '^[\\x20-\\x7e]*$',
          writeOnly: true,
          description: 'Signs what is delivered: 24 to 255 printable ASCII characters. Default: a random one is made.',
        }),
      ),
    },
    { additionalProperties: false, title: 'CreateWebhookBody' },
  );
}
export type CreateWebhookBody = Static<ReturnType<typeof createWebhookBody>>;

export function patchWebhookBody(types: readonly EventType[]) {
  return Type.Object(
    {
      url: Type.Optional(Url),
      events: Type.Optional(subscriptionsSchema(types)),
      partnerIds: Type.Optional(PartnerIds),
      acceptedSchemaVersions: Type.Optional(SchemaVersions),
      status: Type.Optional(Status),
      // What GET shows besides, so that the whole endpoint can be sent back.
      id: Type.Optional(EndpointId),
      createdAt: Type.Optional(Instant),
      updatedAt: Type.Optional(Instant),
    },
    { additionalProperties: false, title: 'PatchWebhookBody' },
  );
}
export type PatchWebhookBody = Static<ReturnType<typeof patchWebhookBody>>;
/** What GET shows of an endpoint and PATCH does not change. */
export const FIXED_OF_WEBHOOK = ['id', 'createdAt', 'updatedAt'];

const endpointMembers = {
  id: EndpointId,
  url: Type.String({ format: 'uri' }),
  events: Type.Array(Type.String()),
  partnerIds: Type.Unsafe<string[] | null>({
    type: ['array', 'null'],
    items: { type: 'string', format: 'uuid' },
    description: 'null: all partners.',
  }),
  acceptedSchemaVersions: Type.Array(Type.Integer()),
  status: Status,
  createdAt: Instant,
  updatedAt: Instant,
};

/** Contract 6. */
export const Webhook = Type.Object(endpointMembers, { title: 'Webhook' });
export type Webhook = Static<typeof Webhook>;

export const CreatedWebhook = Type.Object(
  {
    ...endpointMembers,
    secret: Type.String({ description: 'Shown in this answer and its replays only. `whsec_...` if made here.' }),
  },
  { title: 'CreatedWebhook' },
);
export type CreatedWebhook = Static<typeof CreatedWebhook>;

export const WebhookList = Type.Array(Webhook);

export const Delivery = Type.Object(
  {
    id: DeliveryId,
    eventId: Type.String({ pattern: '^evt_[0-9a-f]{32}$' }),
    eventType: Type.String(),
    test: Type.Boolean({ description: 'Fired by a test call: it tells of nothing that happened.' }),
    status: DeliveryStatus,
    httpStatus: Type.Optional(Type.Integer({ description: 'Of the last attempt that was answered.' })),
    failure: Type.Optional(
      Type.Enum(['tls', 'dns', 'timeout', 'refused', 'bad-answer', 'status'], {
        type: 'string',
        title: 'DeliveryFailure',
        description:
          'Why the last attempt failed: the certificate or the handshake; no address for the name; no answer within 15 s; no connection, or an address that is not allowed; an answer that broke off or is no HTTP; or another status than 2xx.',
      }),
    ),
    attempts: Type.Integer({ minimum: 0 }),
    lastAttemptAt: Type.Optional(Instant),
    nextRetryAt: Type.Unsafe<string | null>({
      type: ['string', 'null'],
      format: 'date-time',
      description: 'When it is tried next; null when it is over, and while the endpoint is not ACTIVE.',
    }),
    createdAt: Instant,
  },
  { title: 'Delivery' },
);
export type Delivery = Static<typeof Delivery>;

export const DeliveryPage = pageOf('DeliveryPage', Delivery);

/** What a list of deliveries can be sorted by. */
export const DELIVERY_SORTS = ['createdAt'] as const;

export const ListDeliveriesQuery = Type.Object(
  {
    ...pageQuery,
    ...sortQuery(DELIVERY_SORTS),
    status: Type.Optional(DeliveryStatus),
    since: instantQuery('Made at this instant or later.'),
  },
  { additionalProperties: false },
);
export type ListDeliveriesQuery = Static<typeof ListDeliveriesQuery>;

export const NoBody = Type.Object({}, { additionalProperties: false, title: 'NoBody' });

export function fireTestBody(types: readonly EventType[]) {
  return Type.Object(
    {
      eventType: Type.Enum(namesOf(types), { type: 'string', title: 'EventType' }),
      data: Type.Record(Type.String(), Type.Unknown(), {
        description: 'Sent as it is, as the `data` of the envelope. At most 64 KiB of JSON, no number beyond 2^53-1.',
      }),
    },
    { additionalProperties: false, title: 'FireTestBody' },
  );
}
export type FireTestBody = Static<ReturnType<typeof fireTestBody>>;

export const webhookExample: Webhook = {
  id: 'wh_5b1e0c9a7d3f4e21b6a80c4d9e7f1325',
  url: 'https://hooks.example.com/nt24',
  events: ['self_service_invitation.*', 'kyc.verification_completed'],
  partnerIds: null,
  acceptedSchemaVersions: [1],
  status: 'ACTIVE',
  createdAt: '2026-11-02T09:30:00.000Z',
  updatedAt: '2026-11-02T09:30:00.000Z',
};

export const createdWebhookExample: CreatedWebhook = {
  ...webhookExample,
  secret: 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
};

export const deliveryExample: Delivery = {
  id: 'del_0c7f6a1e2b3d4c5f8a9b0c1d2e3f4a5b',
  eventId: 'evt_9d8c7b6a5f4e4d3c8b2a1f0e9d8c7b6a',
  eventType: 'self_service_invitation.used',
  test: false,
  status: 'PENDING',
  httpStatus: 503,
  failure: 'status',
  attempts: 2,
  lastAttemptAt: '2026-11-02T09:31:01.000Z',
  nextRetryAt: '2026-11-02T09:35:00.000Z',
  createdAt: '2026-11-02T09:30:00.000Z',
};
