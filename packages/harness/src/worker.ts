import './forced-batches.ts';
import { type Config, loadConfig } from '../../server/src/config/config.ts';
import { type Database, openDatabase } from '../../server/src/platform/db/database.ts';
import { createLogger } from '../../server/src/platform/logger.ts';
import { compose } from '../../server/src/compose.ts';
import { startWorker, type WorkerTimes } from '../../server/src/worker-app.ts';
import { recorded } from './recorded-database.ts';

/** What a worker needs to know of the service it works for. */
export interface WorkerSettings {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly publicBaseUrl: string;
  readonly prospectRetentionDays?: number;
  readonly smtpUrl?: string;
  readonly smtpName?: string;
  readonly abuseContact?: string;
  /** Default off. */
  readonly viesUrl?: string;
  readonly viesRequester?: string;
  /** Default none: the sandbox. */
  readonly idenfy?: Readonly<Record<string, string>>;
  /** Default on, as in the demo: the receivers of tests are on this machine. */
  readonly webhooksToLoopback?: 'on' | 'off';
}

export interface TestWorker {
  readonly logLines: string[];
  readonly printed: string[];
  /** What would have ended a process of its own. */
  readonly stalls: Error[];
  /** As its own port would tell them. */
  metrics(): Promise<string>;
  stop(): Promise<void>;
}

/** On a busy machine nothing is quick: what a test has answered well counts as that. */
const TIMES = { pollIntervalMs: 50, lookForDeadWorkersMs: 300, stalledAfterMs: 60_000, quickMs: 60_000 };
const GRACE_MS = 2_000;

export function settingsOf(service: { config: Config; databaseUrl: string }, smtpUrl?: string): WorkerSettings {
  const { dataDir, publicBaseUrl, prospectRetentionDays } = service.config;
  const { databaseUrl } = service;
  return { databaseUrl, dataDir, publicBaseUrl, prospectRetentionDays, ...(smtpUrl !== undefined && { smtpUrl }) };
}

/**
 * A whole worker in this process, quick to notice what is due.
 * @param seen the database as the product sees it
 */
export async function openWorker(
  settings: WorkerSettings,
  times: Partial<WorkerTimes> = {},
  seen: (db: Database) => Database = recorded,
): Promise<TestWorker> {
  const stalls: Error[] = [];
  const logLines: string[] = [];
  const printed: string[] = [];
  const log = createLogger('trace', { write: (line) => void logLines.push(line) });
  const config = loadConfig(
    {
      DATA_DIR: settings.dataDir,
      PUBLIC_BASE_URL: settings.publicBaseUrl,
      ...(settings.smtpUrl !== undefined && { SMTP_URL: settings.smtpUrl }),
      ...(settings.smtpName !== undefined && { SMTP_NAME: settings.smtpName }),
      ...(settings.abuseContact !== undefined && { ABUSE_CONTACT: settings.abuseContact }),
      VIES_URL: settings.viesUrl ?? 'off',
      ...(settings.prospectRetentionDays !== undefined && {
        PROSPECT_RETENTION_DAYS: String(settings.prospectRetentionDays),
      }),
      ...(settings.viesRequester !== undefined && { VIES_REQUESTER_VAT_NUMBER: settings.viesRequester }),
      ...settings.idenfy,
      WEBHOOK_ALLOW_LOOPBACK: settings.webhooksToLoopback ?? 'on',
    },
    { requireDatabase: false },
  );
  const db = seen(openDatabase({ url: settings.databaseUrl, poolSize: 4, log }));
  const print = (line: string): void => void printed.push(line);
  const composition = compose({ config, db, databaseUrl: settings.databaseUrl, log, print });
  await composition.start();
  const worker = startWorker(
    { config, deps: composition.deps, onStall: (error) => void stalls.push(error) },
    { ...TIMES, ...times },
  );
  return {
    logLines,
    printed,
    stalls,
    metrics: () => composition.metrics.metrics(),
    async stop() {
      await worker.stop(GRACE_MS);
      composition.stop();
      await db.close();
    },
  };
}
