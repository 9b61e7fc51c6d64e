import { setTimeout as sleep } from 'node:timers/promises';
import { AdminError } from '../../platform/admin-error.ts';
import { lockDataFolder } from '../data-folder-lock.ts';
import { loadDemo } from '../load-demo.ts';
import { withDeps } from './composed.ts';
import { type Noun, type OpsContext, UsageError } from './verb.ts';

type Commands = ReturnType<Parameters<Noun>[0]['command']>;
type WithContext = Parameters<Noun>[1];

export const addSandbox: Noun = (program, withContext) => {
  const sandbox = program
    .command('sandbox')
    .description('the demo as a sandbox (docs/sandbox.md); production has none');
  const clock = sandbox
    .command('clock')
    .description('show its clock, or move it: clock advance 31d, forward only')
    .action(withContext(async (context) => printClock(context)));
  addReset(sandbox, withContext);
  clock
    .command('advance')
    .argument('<by>', 'P31D, PT90M, 31d, 12h, 90m or 45s')
    .description('let so much time pass; what becomes due on the way is done, in its order')
    .action(withContext(async (context, by: string) => advance(context, by)));
};

function addReset(sandbox: Commands, withContext: WithContext): void {
  sandbox
    .command('reset')
    .description("take everything away and make the demo's data anew, with the same ids as before")
    .option('--seed <words>', 'by whose words ids are made from now on; beside a running demo')
    .action(withContext(async (context, { seed }) => reset(context, seed)));
}

async function reset(context: OpsContext, seed: string | undefined): Promise<void> {
  const { config, databaseUrl, print } = context;
  const { removeLeftFiles, wipeAtRest } = await sandboxOf(context);
  const lock = await lockDataFolder(databaseUrl, 1);
  if (!lock) {
    await askToReset(config.dataDir, seed);
    return print('the demo is as new');
  }
  try {
    if (seed !== undefined)
      throw new UsageError('--seed is for a running demo; start it, or set SANDBOX_SEED for the next start');
    await wipeAtRest(databaseUrl);
    await withDeps(context, removeLeftFiles);
  } finally {
    await lock.release();
  }
  print("everything is gone; the next start makes the demo's data anew");
}

/** The process that runs has to rest meanwhile. */
async function askToReset(dataDir: string, seed: string | undefined): Promise<void> {
  const demo = (await loadDemo()).readDemoFile(dataDir);
  if (!demo) throw new AdminError('the demo that runs has no data of its own (DEMO=off); stop it to reset it');
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${demo.apiUrl}/sandbox/reset`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ seed }),
  });
  if (!answer.ok) throw new AdminError(`the demo at ${demo.apiUrl} answered ${answer.status}`);
}

async function printClock(context: OpsContext): Promise<void> {
  const { readSandboxClock } = await sandboxOf(context);
  const { now, aheadMs, wantedMs } = await readSandboxClock(context.databaseUrl);
  const onItsWay = wantedMs > aheadMs ? `, on its way to ${inDays(wantedMs)}` : '';
  context.print(`${now.toISOString()}  ${inDays(aheadMs)} ahead${onItsWay}`);
}

async function advance(context: OpsContext, by: string): Promise<void> {
  const { askToAdvance, durationMsOf, DURATION_FORMS, readSandboxClock, TooFarAhead } = await sandboxOf(context);
  const byMs = durationMsOf(by);
  if (byMs === undefined) throw new UsageError(`${by} is not ${DURATION_FORMS}`);
  const { databaseUrl } = context;
  const { wantedMs, era } = await askToAdvance(databaseUrl, byMs).catch((error: unknown) => {
    throw error instanceof TooFarAhead ? new AdminError(error.message) : error;
  });
  for (;;) {
    const state = await readSandboxClock(databaseUrl);
    if (state.era !== era) throw new AdminError('the demo was made anew meanwhile, and its clock with it');
    if (state.aheadMs >= wantedMs) return printClock(context);
    await waitForDemo(context);
  }
}

const LOOK_EVERY_MS = 50;

/** The demo that runs moves the clock. Without one time passes at once, and what is due is done at its next start. */
async function waitForDemo({ databaseUrl }: OpsContext): Promise<void> {
  const lock = await lockDataFolder(databaseUrl, 1);
  if (!lock) return sleep(LOOK_EVERY_MS);
  try {
    await (await loadDemo()).sandbox.moveAtOnce(databaseUrl);
  } finally {
    await lock.release();
  }
}

/** @throws AdminError in production mode */
async function sandboxOf({ config }: OpsContext) {
  if (!config.embedded) throw new AdminError('the sandbox is of the demo; with DATABASE_URL there is none');
  return (await loadDemo()).sandbox;
}

const DAY_MS = 86_400_000;

function inDays(ms: number): string {
  return `${Math.round((ms / DAY_MS) * 1_000) / 1_000} days`;
}
