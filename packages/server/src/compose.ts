import { join } from 'node:path';
import type { Registry } from 'prom-client';
import type { AppDeps } from './app-deps.ts';
import type { Config } from './config/config.ts';
import { createElectronicSeal } from './core/electronic-seal/index.ts';
import { bindMails } from './core/mail/index.ts';
import { createMasterKeys } from './core/sealing/index.ts';
import { declared, sealedKinds } from './modules.ts';
import { createMailMetrics, createMailTransport } from './modules/delivery/mail/index.ts';
import { createDiskDriver, createFileStore } from './modules/files/index.ts';
import { createViesClient, createViesMetrics } from './modules/kyc/vies/index.ts';
import { createVerificationProvider } from './modules/kyc/verification/index.ts';
import { createPosterPress } from './modules/self-service/invitations/index.ts';
import { createLinkKeys, createLinks, ensureLinkKey } from './modules/self-service/links/index.ts';
import { type Clock, systemClock } from './platform/clock.ts';
import type { Database } from './platform/db/database.ts';
import { createDiskRoom } from './platform/disk-room.ts';
import { createFileMetrics, createMetrics, registerDiskGauges } from './platform/http/metrics.ts';
import { registerOperatorFigures } from './platform/http/operator-figures.ts';
import { registerWaitingWork } from './platform/http/waiting-work.ts';
import { createKeyring } from './platform/keyring.ts';
import type { Logger } from './platform/logger.ts';
import { createProfilePress } from './modules/kyc/profile/index.ts';
import { createNameResolver } from './platform/outbound-http/name-resolver.ts';

export interface Opened {
  readonly config: Config;
  readonly db: Database;
  readonly databaseUrl: string;
  readonly log: Logger;
  /** The console, for the links of mails that became files in the demo. In production nobody sits there: what is printed is kept as a log. */
  readonly print: (line: string) => void;
  /** Of the service; default: the system's. */
  readonly clock?: Clock;
}

export interface Composition {
  readonly deps: AppDeps;
  /** Of the process: what it does, and what the database tells. */
  readonly metrics: Registry;
  /**
   * Loads what must be in memory before the first request, and keeps it fresh until `stop`. On a migrated database.
   * @throws AdminError when the master keys are not this database's
   */
  start(): Promise<void>;
  stop(): void;
}

/** The operator has to know of these; all others are the sender's. */
const ALARMING_VERDICTS = new Set(['file-infected', 'scanner-unavailable']);

/** The one place where everything meets: what API, worker, tests and tools are made of. Opens nothing by itself. */
export function compose({ config, db, databaseUrl, log, print, clock = systemClock }: Opened): Composition {
  const keyring = createKeyring(config.masterKeys);
  const masterKeys = createMasterKeys({ db, keyring, kinds: sealedKinds, log });
  const linkKeys = createLinkKeys(db, keyring, log);
  const metrics = createMetrics(db);
  const fileMetrics = createFileMetrics();
  const room = createDiskRoom({ folder: config.dataDir, floorBytes: config.minFreeBytes });
  fileMetrics.register(metrics);
  registerDiskGauges(metrics, room);
  registerWaitingWork(metrics, db, declared.waiting);
  registerOperatorFigures(metrics, db, declared.figures);
  const files = createFileStore({
    storage: createDiskDriver(join(config.dataDir, 'files')),
    keyring,
    room,
    ownerKinds: declared.storedFiles,
    scanner: config.scanner,
    report(verdict, seconds) {
      fileMetrics.observe(verdict, seconds);
      if (ALARMING_VERDICTS.has(verdict)) log.warn({ verdict }, 'a file was refused');
    },
  });
  const profilePress = createProfilePress();
  const posterPress = createPosterPress();
  const deps: AppDeps = {
    db,
    databaseUrl,
    keyring,
    masterKeys,
    files,
    links: createLinks(linkKeys, config.publicBaseUrl),
    electronicSeal: createElectronicSeal({
      db,
      keyring,
      clock: systemClock,
      ...config.seal,
      operatorName: config.operator.name,
    }),
    clock,
    wallClock: systemClock,
    log,
    dataDir: config.dataDir,
    room,
    fileQuotaBytes: config.fileQuotaBytes,
    operator: config.operator,
    profilePress,
    posterPress,
    completeDocuments: config.completeDocuments,
    prospectRetentionDays: config.prospectRetentionDays,
    ...(config.vies && { vies: createViesClient(config.vies) }),
    viesMetrics: createViesMetrics(metrics),
    verification: config.verification && createVerificationProvider(config.verification, { keyring, ...config }),
    addresses: { ...config.webhooks, resolveName: createNameResolver() },
    transport: createMailTransport({ ...config, log, print: config.embedded ? print : () => undefined }),
    mailMetrics: createMailMetrics(
      metrics,
      declared.mails.map(({ kind }) => kind),
    ),
    capabilities: declared.capabilities,
    events: declared.events,
    actions: declared.actions,
    mails: bindMails(declared.mails, () => deps),
  };
  return {
    deps,
    metrics,
    async start() {
      await masterKeys.start();
      await ensureLinkKey(db, keyring);
      await linkKeys.start();
    },
    stop() {
      void profilePress.stop();
      void posterPress.stop();
      deps.verification?.stop();
      masterKeys.stop();
      linkKeys.stop();
    },
  };
}
