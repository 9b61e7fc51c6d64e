import type { FastifyInstance } from 'fastify';
import sql from 'sql-template-tag';
import type { Database } from '../db/database.ts';
import type { DiskRoom } from '../disk-room.ts';
import { ProblemError } from '../problems/problems.ts';
import { Unavailable } from '../problems/problem-types.ts';

/** Of the process. Readiness goes off before the last requests are finished, and the last jobs. */
export interface Phase {
  now: 'starting' | 'serving' | 'stopping';
}

export interface HealthDeps {
  readonly db: Database;
  readonly room: DiskRoom;
  readonly phase: Phase;
}

/** `/health/live`: the process runs. `/health/ready`: it can do its work, or 503. */
export function registerHealth(app: FastifyInstance, { db, room, phase }: HealthDeps): void {
  const schema = { hide: true } as object;
  app.get('/health/live', { schema }, async () => ({ status: 'live' }));
  app.get('/health/ready', { schema }, async () => {
    if (phase.now !== 'serving')
      throw new ProblemError(Unavailable, `The service is ${phase.now}.`, { retryAfterSeconds: 5 });
    await db.read(sql`select 1`);
    // Still ready: all but new files is served, and a full disk is full for every process.
    return { status: 'ready', ...((await room.isShort()) && { storage: 'short' }) };
  });
}
