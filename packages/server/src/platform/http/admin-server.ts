import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { Database } from '../db/database.ts';
import type { Logger } from '../logger.ts';
import { type Phase, registerHealth } from './health.ts';
import { exposeMetrics } from './metrics.ts';
import { createServer } from './server.ts';
import { answerWrongMethods } from './wrong-method.ts';

interface AdminServerDeps {
  readonly log: Logger;
  readonly problemBase: string;
  readonly db: Database;
  readonly phase: Phase;
  readonly metrics: Registry;
}

/** What operators' tools ask of a process, and nothing else. Listens to nothing yet. */
export function buildAdminServer({ log, problemBase, db, phase, metrics }: AdminServerDeps): FastifyInstance {
  const app = createServer({ log, problemBase, trustProxy: false });
  const closeWrongMethods = answerWrongMethods(app);
  registerHealth(app, { db, phase });
  exposeMetrics(app, metrics);
  closeWrongMethods();
  return app;
}
