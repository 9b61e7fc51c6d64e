import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import sql from 'sql-template-tag';
import type { Database } from '../db/database.ts';
import type { DiskRoom } from '../disk-room.ts';
import { ProblemError } from '../problems/problems.ts';
import { Unavailable } from '../problems/problem-types.ts';

/** Set when the process is asked to stop: readiness goes off before the last requests are finished. */
export interface Draining {
  on: boolean;
}

/** `/health/live`: the process runs. `/health/ready`: it can serve, or 503. `/metrics`: Prometheus text, no personal data. */
export function registerHealth(
  app: FastifyInstance,
  deps: { db: Database; room: DiskRoom; draining: Draining; metrics: Registry },
): void {
  const { db, room, draining, metrics } = deps;
  const schema = { hide: true } as object;
  app.get('/health/live', { schema }, async () => ({ status: 'live' }));
  app.get('/health/ready', { schema }, async () => {
    if (draining.on) throw new ProblemError(Unavailable, 'The service is stopping.', { retryAfterSeconds: 5 });
    await db.read(sql`select 1`);
    // Still ready: all but new files is served, and a full disk is full for every process.
    return { status: 'ready', ...((await room.isShort()) && { storage: 'short' }) };
  });
  app.get('/metrics', { schema }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
}
