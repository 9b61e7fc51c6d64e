import type { FastifyInstance } from 'fastify';
import type { AppResources } from '../app.ts';
import { type Config, VIES_STAND_IN_PATH } from '../config/config.ts';
import { ownUrlOf } from '../config/own-url.ts';
import { declared } from '../modules.ts';
import { listOrganizations } from '../modules/parties/organizations/index.ts';
import type { Database } from '../platform/db/database.ts';
import type { Logger } from '../platform/logger.ts';
import type { Worker } from '../worker-app.ts';
import type { Lifecycle } from './lifecycle.ts';
import { loadDemo } from './load-demo.ts';
import type { OpenedData } from './open-data.ts';
import type { ProcessResources } from './open-resources.ts';

export type Sandbox = Awaited<ReturnType<typeof openSandbox>>;

/** What else stands in the demo round the service. */
export interface DemoParts extends Required<Pick<AppResources, 'mountDemo' | 'mountGate'>> {
  /** Undefined: mails are sent. */
  readonly outboxUrl: string | undefined;
}

/** The demo's own database, whose clock can be moved (decision 0062), with the demo's data in it. */
export async function openSandbox(config: Config, { db, url }: OpenedData, log: Logger) {
  const { sandbox } = await loadDemo();
  const isNew = (await listOrganizations(db)).length === 0;
  const start = await sandbox.beginStart(url, isNew ? config.sandbox?.startMs : undefined);
  const seed = await seedOf(config);
  const demo = await makeDemo(config, db, seed);
  const gate = sandbox.createGate(config.problemBaseUrl);
  gate.seed(seed, start);
  return { demo, gate, ...(await sandbox.openSandboxClock(url, log)) };
}

/** By whose words ids are made: a reset's own before those of the environment, and these before those that the data was made by. */
async function seedOf({ sandbox, dataDir }: Config, given?: string): Promise<string | undefined> {
  return given ?? sandbox?.seed ?? (await loadDemo()).readDemoFile(dataDir)?.seed;
}

async function makeDemo(config: Config, db: Database, seed: string | undefined) {
  if (!config.demo) return undefined;
  const tokenUrl = `${config.oidc.issuer}/protocol/openid-connect/token`;
  const addresses = { apiUrl: ownUrlOf(config.http), tokenUrl, publicBaseUrl: config.publicBaseUrl };
  const capabilities = declared.capabilities.map(({ flag }) => flag);
  const { ensureDemo } = await loadDemo();
  return ensureDemo(db, { dataDir: config.dataDir, dpaVersion: config.dpaVersion, capabilities, addresses, seed });
}

/** Mails to be read, VIES, who verifies persons, and the API of the sandbox. */
export async function openDemoParts({ config, deps }: ProcessResources, opened: Sandbox): Promise<DemoParts> {
  const { sandbox, ...demo } = await loadDemo();
  // Only what became files can be shown.
  const outbox = config.smtp ? undefined : demo.openOutbox(config);
  const verification = config.verification?.kind === 'sandbox' ? demo.openVerificationSandbox(deps.keyring) : undefined;
  const vies = config.vies?.isStandIn === true ? demo.createViesStandIn(opened.clock) : undefined;
  const anew = {
    deps,
    clock: opened,
    gate: opened.gate,
    vies,
    makeDemo: (seed: string | undefined) => makeDemo(config, deps.db, seed),
  };
  const reset = async (given: string | undefined): Promise<void> =>
    sandbox.makeAnew(anew, { seed: await seedOf(config, given), startMs: config.sandbox?.startMs });
  const api = sandbox.openSandboxApi({ deps, publicBaseUrl: config.publicBaseUrl, clock: opened, vies, reset });
  return {
    outboxUrl: outbox?.url,
    mountGate: opened.gate.mount,
    async mountDemo(app: FastifyInstance) {
      outbox?.mount(app);
      vies?.mount(app, VIES_STAND_IN_PATH);
      await verification?.mount(app);
      api.mount(app);
    },
  };
}

/** From now on the clock can be moved: there is who does what becomes due. */
export async function startSandboxClock(
  { deps, worker, opened }: ProcessResources & { readonly worker: Worker; readonly opened: Sandbox },
  lifecycle: Lifecycle,
): Promise<void> {
  const { sandbox } = await loadDemo();
  opened.start(sandbox.createDueWork({ db: deps.db, runPeriodic: worker.runPeriodic }));
  await lifecycle.onStop(opened.stop);
}
