import type { FastifyInstance } from 'fastify';

/** One line a request: operation, status, time, trace id. No address: it may hold a link's token. */
export function registerRequestLog(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const { operationId } = (request.routeOptions.schema ?? {}) as { operationId?: string };
    request.log.info(
      {
        method: request.method,
        operation: operationId ?? request.routeOptions.url ?? 'unknown',
        status: reply.statusCode,
        milliseconds: Math.round(reply.elapsedTime * 10) / 10,
        ...(typeof request.refusal === 'string' && { reason: request.refusal }),
        ...(request.actor && { client: request.actor.clientId, organization: request.actor.organizationId }),
      },
      'request',
    );
  });
}
