import type { FastifyRequest } from 'fastify';

/** For failures of the server's own that the visitor is told in other words than those of an error page. */
export function onFailureOf(request: FastifyRequest): (error: unknown) => void {
  return (error) => {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    request.log.error({ err: cause, route: request.routeOptions.url }, 'a file could not be taken');
  };
}
