import type { Config } from './config/config.ts';
import type { FileStore } from './modules/files/index.ts';
import { purgeAnswers } from './core/idempotency/index.ts';
import { findReferencedFiles, invitationJobs } from './modules/self-service/invitations/index.ts';
import { createMailTransport, createSendMail } from './modules/delivery/mail/index.ts';
import { purgeWindows } from './core/rate-limits/index.ts';
import { uploadJobs } from './modules/self-service/uploads/index.ts';
import { startWebhookWorker, webhookJobs } from './modules/delivery/webhooks/index.ts';
import type { Clock } from './platform/clock.ts';
import type { Database } from './platform/db/database.ts';
import { inBatches, type PeriodicTask, startJobRunner } from './platform/jobs/index.ts';
import type { Keyring } from './platform/keyring.ts';
import type { Logger } from './platform/logger.ts';
import { createLinks, type LinkKeys } from './modules/self-service/links/index.ts';

/** What the process opened before, and closes after, the worker. */
export interface WorkerResources {
  readonly config: Config;
  readonly db: Database;
  /** The queue opens connections of its own: one listens, one shows that the process lives. */
  readonly databaseUrl: string;
  readonly keyring: Keyring;
  readonly linkKeys: LinkKeys;
  readonly files: FileStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** The console, for the links of mails that became files in the demo. */
  readonly print: (line: string) => void;
}

export interface WorkerTimes {
  readonly pollIntervalMs: number;
  readonly lookForDeadWorkersMs: number;
}

const CONCURRENCY = 4;
const TIMES: WorkerTimes = { pollIntervalMs: 1_000, lookForDeadWorkersMs: 5_000 };
const BATCH = 1_000;
const TEN_MINUTES_MS = 600_000;
const HOUR_MS = 3_600_000;

/** Sends mails and does the clock's work until stopped. Several of them share the work, in one process or in many. */
export function startWorker(resources: WorkerResources, times = TIMES): { stop(graceMs: number): Promise<void> } {
  const { config, db, databaseUrl, keyring, log } = resources;
  const links = createLinks(resources.linkKeys, config.publicBaseUrl);
  const transport = createMailTransport({ ...config, log, print: resources.print });
  const runner = startJobRunner({
    databaseUrl,
    log,
    tasks: {
      'mail.send': createSendMail({
        db,
        keyring,
        transport,
        links,
        operator: config.operator,
        log,
      }),
    },
    periodic: [
      ...invitationJobs(db),
      ...uploadJobs({ ...resources, dataDir: config.dataDir }),
      ...webhookJobs(db),
      ...housekeeping(resources),
    ],
    concurrency: CONCURRENCY,
    ...times,
  });
  const webhooks = startWebhookWorker({ ...resources, ...config.webhooks, pollIntervalMs: times.pollIntervalMs });
  return {
    async stop(graceMs) {
      await Promise.all([runner.stop(graceMs), webhooks.stop(graceMs)]);
      transport.close();
    },
  };
}

function housekeeping({ db, files, clock }: WorkerResources): PeriodicTask[] {
  return [
    {
      name: 'idempotency.purge',
      everyMs: TEN_MINUTES_MS,
      run: (signal) => inBatches(BATCH, signal, (size) => purgeAnswers(db, size)),
    },
    {
      name: 'rateLimits.purge',
      everyMs: TEN_MINUTES_MS,
      run: (signal) => inBatches(BATCH, signal, (size) => purgeWindows(db, size)),
    },
    {
      name: 'files.sweep',
      everyMs: HOUR_MS,
      run: async () => {
        const isReferenced = (keys: string[]) => findReferencedFiles(db, keys);
        await files.sweep({ isReferenced, olderThanMs: HOUR_MS, clock });
      },
    },
  ];
}
