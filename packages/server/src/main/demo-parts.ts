import type { FastifyInstance } from 'fastify';
import type { AppResources } from '../app.ts';
import { type Config, VIES_STAND_IN_PATH } from '../config/config.ts';
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
  const { sandbox, readDemoFile } = await loadDemo();
  const isNew = (await listOrganizations(db)).length === 0;
  const start = await sandbox.beginStart(url, isNew ? config.sandbox?.startMs : undefined);
  const seed = config.sandbox?.seed ?? readDemoFile(config.dataDir)?.seed;
  const demo = await makeDemo(config, db, seed);
  const gate = sandbox.createGate();
  gate.seed(seed, start);
  return { demo, gate, ...(await sandbox.openSandboxClock(url, log)) };
}

async function makeDemo(config: Config, db: Database, seed: string | undefined) {
  if (!config.demo) return undefined;
  const tokenUrl = `${config.oidc.issuer}/protocol/openid-connect/token`;
  const addresses = { apiUrl: ownUrlOf(config), tokenUrl, publicBaseUrl: config.publicBaseUrl };
  const capabilities = declared.capabilities.map(({ flag }) => flag);
  const { ensureDemo } = await loadDemo();
  return ensureDemo(db, { dataDir: config.dataDir, dpaVersion: config.dpaVersion, capabilities, addresses, seed });
}

export function ownUrlOf({ http }: Config): string {
  const host = http.host === '0.0.0.0' || http.host === '::' ? '127.0.0.1' : http.host;
  return `http://${host.includes(':') ? `[${host}]` : host}:${http.port}`;
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
  const reset = (given: string | undefined): Promise<void> => {
    const seed = given ?? demo.readDemoFile(config.dataDir)?.seed ?? config.sandbox?.seed;
    return sandbox.makeAnew(anew, { seed, startMs: config.sandbox?.startMs });
  };
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
