import { EventEnvelope } from './envelope-schema.ts';
import type { EventType } from './event-type.ts';

const HEADERS = [
  {
    name: 'X-Novatrade-Signature',
    description:
      '`t=<unix seconds>,v1=<hex HMAC-SHA256(secret, t + "." + raw body)>`, by the secret of the endpoint. Verify it before you read the body.',
  },
  { name: 'X-Novatrade-Event-Id', description: 'The `id` of the envelope: drop what you have had already.' },
];

/** The calls that your endpoint is sent, as the `webhooks` of an OpenAPI 3.1 document: one for each type of event. */
export function webhookOperations(types: readonly EventType[]): Readonly<Record<string, object>> {
  return Object.fromEntries(types.map((type) => [type.name, { post: operationOf(type) }]));
}

function operationOf({ name, when, fires, data }: EventType): object {
  const { type, required, properties } = EventEnvelope;
  return {
    summary: name,
    description: `${when}${fires ? '' : '\n\nDoes not fire yet.'}`,
    tags: ['Webhooks'],
    parameters: HEADERS.map(({ name: header, description }) => ({
      name: header,
      in: 'header',
      required: true,
      description,
      schema: { type: 'string' },
    })),
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: { type, required, properties: { ...properties, type: { type: 'string', const: name }, data } },
        },
      },
    },
    responses: {
      '2XX': { description: 'Taken. Answer within 15 s, and work on it afterwards.' },
      410: { description: 'Never send here again: the endpoint is paused.' },
      default: { description: 'Tried again, up to 10 times within 72 hours.' },
    },
  };
}
