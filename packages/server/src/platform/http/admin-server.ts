import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { Logger } from '../logger.ts';
import { type HealthDeps, registerHealth } from './health.ts';
import { exposeMetrics } from './metrics.ts';
import { createServer } from './server.ts';
import { answerWrongMethods } from './wrong-method.ts';

interface AdminServerDeps extends HealthDeps {
  readonly log: Logger;
  readonly problemBase: string;
  readonly metrics: Registry;
}

/** What operators' tools ask of a process, and nothing else. Listens to nothing yet. */
export function buildAdminServer({ log, problemBase, metrics, ...deps }: AdminServerDeps): FastifyInstance {
  const app = createServer({ log, problemBase, trustProxy: false });
  const closeWrongMethods = answerWrongMethods(app);
  registerHealth(app, deps);
  exposeMetrics(app, metrics);
  closeWrongMethods();
  return app;
}
