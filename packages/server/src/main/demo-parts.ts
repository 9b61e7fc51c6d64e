import type { FastifyInstance } from 'fastify';
import { VIES_STAND_IN_PATH } from '../config/config.ts';
import type { Logger } from '../platform/logger.ts';
import type { Worker } from '../worker-app.ts';
import type { Lifecycle } from './lifecycle.ts';
import { loadDemo } from './load-demo.ts';
import type { OpenedData } from './open-data.ts';
import type { ProcessResources } from './open-resources.ts';

type SandboxClock = Awaited<ReturnType<typeof openSandboxClock>>;

export interface DemoParts {
  /** Undefined: mails are sent. */
  readonly outboxUrl: string | undefined;
  /** Adds to the API what stands round it. */
  readonly mount: (app: FastifyInstance) => Promise<void>;
}

/** The clock of the demo's own database, which can be moved (decision 0062). */
export async function openSandboxClock({ url }: OpenedData, log: Logger) {
  return (await loadDemo()).sandbox.openSandboxClock(url, log);
}

/** What stands in the demo round the service: mails to be read, VIES, who verifies persons, and the API of the sandbox. */
export async function openDemoParts({ config, deps }: ProcessResources, clock: SandboxClock): Promise<DemoParts> {
  const demo = await loadDemo();
  // Only what became files can be shown.
  const outbox = config.smtp ? undefined : demo.openOutbox(config);
  const verification = config.verification?.kind === 'sandbox' ? demo.openVerificationSandbox(deps.keyring) : undefined;
  const vies = config.vies?.isStandIn === true ? demo.createViesStandIn(clock.clock) : undefined;
  const api = demo.sandbox.openSandboxApi({ deps, publicBaseUrl: config.publicBaseUrl, clock, vies });
  return {
    outboxUrl: outbox?.url,
    async mount(app) {
      outbox?.mount(app);
      vies?.mount(app, VIES_STAND_IN_PATH);
      await verification?.mount(app);
      api.mount(app);
    },
  };
}

/** From now on the clock can be moved: there is who does what becomes due. */
export async function startSandboxClock(
  { deps, worker, clock }: ProcessResources & { readonly worker: Worker; readonly clock: SandboxClock },
  lifecycle: Lifecycle,
): Promise<void> {
  const { sandbox } = await loadDemo();
  clock.start(sandbox.createDueWork({ db: deps.db, runPeriodic: worker.runPeriodic }));
  await lifecycle.onStop(clock.stop);
}
