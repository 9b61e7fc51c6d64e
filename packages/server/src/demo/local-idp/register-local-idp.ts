/// <reference types="@fastify/swagger" />
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { LocalIdp } from './local-idp.ts';

/**
 * Mounts the local identity provider at the path of its issuer. It reads bodies and writes answers itself, so it lives
 * in a scope of its own in which Fastify parses nothing.
 */
export async function registerLocalIdp(app: FastifyInstance, localIdp: LocalIdp): Promise<void> {
  const { token, keys, discovery } = localIdp.paths;

  function handOver(request: FastifyRequest, reply: FastifyReply): void {
    reply.hijack();
    localIdp.callback(request.raw, reply.raw);
  }

  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    const schema = { hide: true };
    scope.route({ method: 'POST', url: token, schema, handler: handOver });
    scope.route({ method: 'GET', url: keys, schema, handler: handOver });
    scope.route({ method: 'GET', url: discovery, schema, handler: handOver });
  });
}
