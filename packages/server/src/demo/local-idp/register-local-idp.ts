/// <reference types="@fastify/swagger" />
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { handOver } from '../../platform/http/security-headers.ts';
import type { LocalIdp } from './local-idp.ts';

/**
 * Mounts the local identity provider at the path of its issuer. It reads bodies and writes answers itself, so it lives
 * in a scope of its own in which Fastify parses nothing.
 */
export async function registerLocalIdp(app: FastifyInstance, localIdp: LocalIdp): Promise<void> {
  const { token, keys, discovery } = localIdp.paths;

  function answer(request: FastifyRequest, reply: FastifyReply): void {
    handOver(reply);
    localIdp.callback(request.raw, reply.raw);
  }

  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    const schema = { hide: true };
    scope.route({ method: 'POST', url: token, schema, handler: answer });
    scope.route({ method: 'GET', url: keys, schema, handler: answer });
    scope.route({ method: 'GET', url: discovery, schema, handler: answer });
  });
}
