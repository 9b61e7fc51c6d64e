import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AppDeps } from '../../app-deps.ts';
import { mailFolder } from '../../modules/delivery/mail/index.ts';
import { ACTOR_USABLE_MS } from '../../modules/parties/organizations/index.ts';
import { readDemoFile } from '../demo.ts';
import type { ViesStandIn } from '../vies-stand-in/index.ts';
import type { Gate } from './gate.ts';
import type { SandboxClock } from './sandbox-clock.ts';

/** Longer than an API remembers whose client it is: a little, for a clock that is set meanwhile. */
const REMEMBERED_MS = ACTOR_USABLE_MS + 500;

/** How a demo begins. */
export interface Beginning {
  /** By whose words its ids are made; undefined: at random. */
  readonly seed: string | undefined;
  /** When its clock begins, in milliseconds since 1970; undefined: at the true time. */
  readonly startMs: number | undefined;
}

export interface AnewParts {
  readonly deps: AppDeps;
  readonly clock: SandboxClock;
  readonly gate: Gate;
  readonly vies: ViesStandIn | undefined;
  /** Makes the demo's data in an empty database. */
  readonly makeDemo: (seed: string | undefined) => Promise<unknown>;
}

/**
 * Takes everything away and makes the demo's data anew. Calls that come meanwhile are 503. What a kill breaks off after the database was
 * emptied, the next start finishes: the demo's data is made where there is none.
 */
export function makeAnew({ deps, clock, gate, vies, makeDemo }: AnewParts, beginning: Beginning): Promise<void> {
  return gate.whileClosed(async () => {
    // Until then who may call is remembered as it was. The clock begins afterwards.
    if (readDemoFile(deps.dataDir)?.seed !== beginning.seed) await sleep(REMEMBERED_MS);
    await clock.wipe(beginning.startMs);
    vies?.forgetAll();
    await makeDemo(beginning.seed);
    gate.seed(beginning.seed, 1);
    await removeLeftFiles(deps);
  });
}

/** Mails, and files that no row keeps any more. */
export async function removeLeftFiles({ dataDir, db, files, wallClock }: AppDeps): Promise<void> {
  const folder = mailFolder(dataDir);
  const names = await readdir(folder).catch(() => []);
  await Promise.all(names.map((name) => rm(join(folder, name), { force: true })));
  await files.sweep({ db, clock: wallClock, olderThanMs: 0 });
}
