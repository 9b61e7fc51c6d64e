import type { FastifySchema } from 'fastify';

/** Names a route for logs and metrics and keeps it out of the OpenAPI document: the page is for people. */
export function hiddenOperation(operationId: string): FastifySchema {
  const schema = { hide: true, operationId };
  return schema;
}
