import type { FastifyInstance } from 'fastify';

/** One line a request: operation, status, time, trace id. No address: it may hold a link's token. */
export function registerRequestLog(app: FastifyInstance): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { schema, url } = request.routeOptions;
    const { operationId } = (schema ?? {}) as { operationId?: string };
    request.log.info(
      {
        method: request.method,
        operation: operationId ?? url ?? 'unknown',
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 10) / 10,
        ...(typeof request.refusal === 'string' && { reason: request.refusal }),
        ...(request.actor && { client: request.actor.clientId, organization: request.actor.organizationId }),
      },
      'request',
    );
    done();
  });
}
