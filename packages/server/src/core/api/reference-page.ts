import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { handOver } from '../../platform/http/security-headers.ts';

/** Scalar's page starts itself by an inline script; nothing may come from, or go to, another host. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * The reference of the API for people, at `/docs`. Works without any outside network. Its library holds megabytes of script, so
 * it is loaded when somebody first asks for the page, in a Fastify instance of its own.
 */
export function registerReferencePage(app: FastifyInstance): void {
  let page: Promise<FastifyInstance> | undefined;
  const schema = { hide: true } as object;
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    page ??= loadReferencePage();
    const { routing } = await page;
    handOver(reply);
    routing(request.raw, reply.raw);
  };
  for (const url of ['/docs', '/docs/', '/docs/js/scalar.js']) app.get(url, { schema }, handler);
}

async function loadReferencePage(): Promise<FastifyInstance> {
  const { default: scalar } = await import('@scalar/fastify-api-reference');
  const page = Fastify();
  page.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
  });
  await page.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      url: '/v1/openapi.json',
      pageTitle: 'NT24 Integration API',
      withDefaultFonts: false,
      telemetry: false,
      hideClientButton: true,
      showDeveloperTools: 'never',
      agent: { disabled: true },
    },
  });
  await page.ready();
  return page;
}
