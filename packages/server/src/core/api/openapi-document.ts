import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { ProblemType } from '../../platform/problems/problems.ts';
import { withNamedSchemas } from './named-schemas.ts';
import { OPTIONAL_BODY } from './openapi-schema.ts';

function remedies(problems: readonly ProblemType[]): string {
  return problems.map(({ slug, status, remedy }) => `- \`${slug}\` (${status}): ${remedy}`).join('\n');
}

function problemSchema(problems: readonly ProblemType[]) {
  return Type.Object(
    {
      type: Type.String({ format: 'uri', description: 'Key on this. Its last segment is the slug.' }),
      title: Type.String(),
      status: Type.Integer(),
      detail: Type.String(),
      instance: Type.String({ description: 'The path of the request.' }),
      traceId: Type.String({ format: 'uuid', description: 'The X-Request-Id of the call.' }),
      errors: Type.Optional(
        Type.Array(
          Type.Object(
            { field: Type.String(), message: Type.String(), rejectedValue: Type.Optional(Type.Unknown()) },
            { title: 'FieldError' },
          ),
        ),
      ),
      currentResource: Type.Optional(Type.Unknown({ description: 'The resource as it stands, as GET shows it.' })),
      proposedResource: Type.Optional(
        Type.Unknown({
          description:
            'Of convertProspect, where the buyer in currentResource has other data: the prospect, as GET shows it without the capability allowContactPersonalData.',
        }),
      ),
    },
    { $id: 'Problem', description: `RFC 9457. What each is, and what to do:\n\n${remedies(problems)}` },
  );
}

/** Markdown. */
function introduction({ tokenUrl, publicBaseUrl }: Pick<OpenapiOptions, 'tokenUrl' | 'publicBaseUrl'>): string {
  return `Self-service KYC invitations and what they need. Every write carries an Idempotency-Key and can be repeated safely; every error is application/problem+json.

## A token

Every call carries an access token of your client, got by OAuth 2.0 client credentials. It lives for 300 seconds:

\`\`\`sh
TOKEN=$(curl -s -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials ${tokenUrl} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
curl -H "Authorization: Bearer $TOKEN" ${publicBaseUrl}/v1/me
\`\`\`

## A call

- **Idempotency-Key**: make one for each write and keep it while you repeat that write. The same key with the same call gives the first answer again, marked \`Idempotent-Replayed: true\`, for 24 hours.
- **Problems**: key on the last segment of \`type\`. The schema Problem says of each what to do.
- **Again**: on 429 and 503, on a broken connection and on \`idempotency-key-in-progress\` wait as \`Retry-After\` says and send the same call with the same key.
- **Lists** that you follow go by \`cursor\`: nothing that is written meanwhile is passed over.`;
}

export interface OpenapiOptions {
  readonly publicBaseUrl: string;
  readonly tokenUrl: string;
  readonly declared: {
    readonly problems: readonly ProblemType[];
    readonly tags: readonly { readonly name: string; readonly description: string }[];
  };
}

/** OpenAPI 3.1 out of the routes' own declarations. Register before the routes. */
export async function registerOpenapi(
  app: FastifyInstance,
  { publicBaseUrl, tokenUrl, declared }: OpenapiOptions,
): Promise<void> {
  app.addSchema(problemSchema(declared.problems));
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'NT24 Integration API',
        version: '1',
        description: introduction({ tokenUrl, publicBaseUrl }),
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: publicBaseUrl }],
      tags: [...declared.tags],
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: `OAuth 2.0 client_credentials, Keycloak service account, realm nt24-idp. Tokens: ${tokenUrl}`,
          },
        },
      },
    },
    transformObject: (document) =>
      'openapiObject' in document ? withNamedSchemas(withOptionalBodies(document.openapiObject as OpenapiObject)) : {},
    refResolver: {
      buildLocalReference: ({ $id }, ...[, , n]) => (typeof $id === 'string' ? $id : `def-${n}`),
    },
  });
  app.get('/v1/openapi.json', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('application/json; charset=utf-8').send(JSON.stringify(app.swagger())),
  );
}

interface OpenapiObject {
  readonly paths?: Readonly<Record<string, Readonly<Record<string, OpenapiOperation>>>>;
}

interface OpenapiOperation {
  requestBody?: {
    required?: boolean;
    description?: string;
    readonly content: Readonly<Record<string, { schema: object }>>;
  };
  [OPTIONAL_BODY]?: boolean;
}

/** A body that may be left out may be null as well. */
function withOptionalBodies(document: OpenapiObject): OpenapiObject {
  for (const operation of Object.values(document.paths ?? {}).flatMap((methods) => Object.values(methods))) {
    const { requestBody } = operation;
    if (operation[OPTIONAL_BODY] && requestBody) {
      requestBody.required = false;
      requestBody.description = 'May be left out, or be `null`, which says the same.';
      for (const media of Object.values(requestBody.content))
        media.schema = { ...media.schema, type: ['object', 'null'] };
    }
    delete operation[OPTIONAL_BODY];
  }
  return document;
}
