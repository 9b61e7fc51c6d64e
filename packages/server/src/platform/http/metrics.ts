import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Counter, Gauge, type GaugeConfiguration, Histogram, Registry } from 'prom-client';
import type { Database } from '../db/database.ts';
import type { DiskRoom } from '../disk-room.ts';
import type { TokenVerifier } from '../tokens/index.ts';

const BUCKETS_SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const FILE_BUCKETS_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

/** Uploaded files by verdict; its names come from a fixed list. */
export interface FileMetrics {
  observe(verdict: string, seconds: number | undefined): void;
  register(registry: Registry): void;
}

/** Made before the registry, as the file store is. */
export function createFileMetrics(): FileMetrics {
  const verdicts = new Counter({
    name: 'nt24_file_judgements_total',
    help: 'Uploaded files by what was found: accepted, or why not.',
    labelNames: ['verdict'],
    registers: [],
  });
  const seconds = new Histogram({
    name: 'nt24_file_judgement_duration_seconds',
    help: 'Time from the last byte of a file to its verdict: the virus scanner, the wait for its turn, and the decoding.',
    buckets: FILE_BUCKETS_SECONDS,
    registers: [],
  });
  return {
    observe(verdict, took) {
      verdicts.inc({ verdict });
      if (took !== undefined) seconds.observe(took);
    },
    register(registry) {
      registry.registerMetric(verdicts);
      registry.registerMetric(seconds);
    },
  };
}

/** One for a process, whatever it does. */
export function createMetrics(db: Database): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  registerDatabaseGauge(registry, db);
  return registry;
}

/** `/metrics`: Prometheus text, no personal data. */
export function exposeMetrics(app: FastifyInstance, metrics: Registry): void {
  app.get('/metrics', { schema: { hide: true } as object }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
}

/** Requests by operation, never by address: addresses hold ids and tokens. */
export function registerRequestMetrics(app: FastifyInstance, registry: Registry, tokens: TokenVerifier): void {
  const labelNames = ['operation', 'status'];
  const seconds = new Histogram({
    name: 'nt24_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames,
    buckets: BUCKETS_SECONDS,
    registers: [registry],
  });
  const replays = new Counter({
    name: 'nt24_idempotent_replays_total',
    help: 'Answers given again for a known Idempotency-Key.',
    registers: [registry],
  });
  const refusals = new Counter({
    name: 'nt24_unauthorized_total',
    help: 'Calls answered with 401, by reason: what was wrong with the token, or that its client is not provisioned or disabled.',
    labelNames: ['reason'],
    registers: [registry],
  });
  registerIdentityProviderGauges(registry, tokens);
  app.addHook('onResponse', (request, reply, done) => {
    const { operationId } = (request.routeOptions.schema ?? {}) as { operationId?: string };
    seconds.observe({ operation: operationId ?? 'other', status: reply.statusCode }, reply.elapsedTime / 1000);
    if (reply.hasHeader('idempotent-replayed')) replays.inc();
    if (typeof request.refusal === 'string') refusals.inc({ reason: request.refusal });
    done();
  });
}

/** Of the disk of the data folder; nothing is told where the system does not tell it. */
export function registerDiskGauges(registry: Registry, room: DiskRoom): void {
  gauge(registry, {
    name: 'nt24_data_free_bytes',
    help: 'What is free on the disk of DATA_DIR.',
    async collect() {
      const free = await room.freeBytes();
      if (free === undefined) this.remove();
      else this.set(free);
    },
  });
  gauge(registry, {
    name: 'nt24_data_short',
    help: '1 while less is free there than DATA_MIN_FREE_MB: no new file is taken.',
    async collect() {
      this.set((await room.isShort()) ? 1 : 0);
    },
  });
}

function registerDatabaseGauge(registry: Registry, db: Database): void {
  gauge(registry, {
    name: 'nt24_database_connections',
    help: 'Connections to the database, and statements that wait for a place on one.',
    labelNames: ['state'],
    collect() {
      for (const [state, count] of Object.entries(db.usage())) this.set({ state }, count);
    },
  });
}

/** Alarm on either: tokens are checked with the last good keys for 24 h while the provider cannot be reached. */
function registerIdentityProviderGauges(registry: Registry, tokens: TokenVerifier): void {
  gauge(registry, {
    name: 'nt24_idp_keys_age_seconds',
    help: 'Age of the signing keys of the identity provider; -1 while there are none.',
    collect() {
      this.set(tokens.status().keysAgeSeconds ?? -1);
    },
  });
  gauge(registry, {
    name: 'nt24_idp_last_fetch_failed',
    help: '1 when the last fetch of the signing keys failed.',
    collect() {
      this.set(tokens.status().lastFetchFailed ? 1 : 0);
    },
  });
}

function gauge(registry: Registry, configuration: GaugeConfiguration<string>): void {
  registry.registerMetric(new Gauge({ ...configuration, registers: [] }));
}
