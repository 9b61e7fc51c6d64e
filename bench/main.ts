/**
 * `npm run bench`: our revoke beside Prism's stub of the same operation and beside pgbench with the same effects on the same
 * PostgreSQL, in turns on the same machine; then webhooks to a receiver on it. Prints ratios and whether their goals are met; fails only
 * when an answer is not 200. `npm run bench -- webhooks` measures webhooks alone.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { type Contestants, createContestants } from './contestants.ts';
import type { LoadResult } from './load-generator.ts';
import { findPgbench } from './pgbench.ts';
import { printGoal, printRates } from './report.ts';
import { buildStand, type Stand } from './stand.ts';
import { type MeasuredStart, measureStarts } from './start-time.ts';
import { median } from './statistics.ts';
import { measureWebhooks } from './webhooks.ts';

const ROUNDS = 5;
const REQUESTS = { revoke: 4_000, getOne: 6_000, prism: 2_000, pgbench: 8_000 };
const WARM_UP_ROUNDS = 2;
const PGBENCH_CLIENTS = [8, 16, 32];
const HALF_LOAD_SECONDS = 5;
const INVITATIONS = 120_000;
const WEBHOOKS = { perSecond: 330, seconds: 60 };

interface Measured {
  readonly revoke: LoadResult[];
  readonly getOne: LoadResult[];
  readonly prism: LoadResult[];
  readonly pgbench: number[];
}

const folder = await mkdtemp(join(tmpdir(), 'nt24-bench-'));
const closers: (() => Promise<void> | void)[] = [() => rm(folder, { recursive: true, force: true })];
const onClose = (close: () => Promise<void> | void): void => void closers.push(close);
try {
  printMachine();
  if (process.argv.includes('webhooks')) await deliverWebhooks(await buildStand(folder, 1, onClose));
  else await measureAll();
} finally {
  for (const close of closers.toReversed()) await close();
}

async function measureAll(): Promise<void> {
  const starts = await measureStarts(folder);
  const stand = await buildStand(folder, INVITATIONS, onClose);
  await compare(createContestants(stand, INVITATIONS));
  printStart(starts);
  printMemory(stand, starts.second);
  await deliverWebhooks(stand);
}

async function deliverWebhooks(stand: Stand): Promise<void> {
  const worker = await stand.startWorker();
  onClose(worker.stop);
  const { events, delivered, deliveredPerSecond, p50Ms, p99Ms } = await measureWebhooks(stand, WEBHOOKS);
  console.log(
    `\nWebhooks, ${WEBHOOKS.perSecond} events/s for ${WEBHOOKS.seconds} s: ${delivered} of ${events} delivered, p50 ${p50Ms} ms, p99 ${p99Ms} ms`,
  );
  printGoal({ what: 'deliveries to one endpoint', value: deliveredPerSecond, atLeast: 300, unit: '/s', digits: 0 });
  printGoal({ what: 'commit to first byte, p50', value: p50Ms, under: 50, unit: 'ms', digits: 0 });
  printGoal({ what: 'commit to first byte, p99', value: p99Ms, under: 500, unit: 'ms', digits: 0 });
}

async function compare(contestants: Contestants): Promise<void> {
  for (let n = 0; n < WARM_UP_ROUNDS; n += 1) {
    await contestants.revoke(REQUESTS.revoke);
    await contestants.prism(REQUESTS.prism);
    await contestants.getOne(REQUESTS.getOne);
  }
  const pgbench = await choosePgbench(contestants);
  const measured: Measured = { revoke: [], getOne: [], prism: [], pgbench: [] };
  for (let n = 0; n < ROUNDS; n += 1) {
    measured.revoke.push(await contestants.revoke(REQUESTS.revoke));
    measured.prism.push(await contestants.prism(REQUESTS.prism));
    measured.getOne.push(await contestants.getOne(REQUESTS.getOne));
    if (pgbench) measured.pgbench.push(await pgbench());
  }
  printComparison(measured);
  const half = medianRate(measured.revoke) / 2;
  const { p50Ms, p99Ms } = await contestants.revoke(Math.round(half * HALF_LOAD_SECONDS), half);
  console.log(`\nRevoke at half load, ${Math.round(half)}/s: p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`);
  printGoal({ what: 'p99 at half load', value: p99Ms, under: 50, unit: 'ms', digits: 1 });
}

/** Pgbench at the number of clients that suits it best, found out before; undefined where it is not installed. */
async function choosePgbench(contestants: Contestants): Promise<(() => Promise<number>) | undefined> {
  const program = await findPgbench();
  if (program === undefined) {
    console.log('pgbench is not installed: passed over');
    return undefined;
  }
  const tried: { clients: number; perSecond: number }[] = [];
  for (const clients of PGBENCH_CLIENTS) {
    tried.push({ clients, perSecond: await contestants.pgbench(program, clients, REQUESTS.pgbench) });
  }
  const best = tried.reduce((one, other) => (other.perSecond > one.perSecond ? other : one));
  console.log(
    `pgbench by clients: ${tried.map(({ clients, perSecond }) => `${clients}: ${Math.round(perSecond)}/s`).join(', ')}`,
  );
  return () => contestants.pgbench(program, best.clients, REQUESTS.pgbench);
}

function medianRate(results: readonly LoadResult[]): number {
  return median(results.map((result) => result.perSecond));
}

function printComparison({ revoke, getOne, prism, pgbench }: Measured): void {
  for (const [what, results] of [
    ['POST revoke, complete', revoke],
    ['GET one invitation', getOne],
    ['Prism, POST revoke, no database', prism],
  ] as const) {
    const p50 = median(results.map((result) => result.p50Ms)).toFixed(1);
    const p99 = median(results.map((result) => result.p99Ms)).toFixed(1);
    const rates = results.map((result) => result.perSecond);
    printRates(what, rates, median(rates), `p50 ${p50} ms, p99 ${p99} ms`);
  }
  if (pgbench.length > 0) printRates('pgbench, the same effects', pgbench, median(pgbench));
  console.log('');
  const [ours, stub] = [medianRate(revoke), medianRate(prism)];
  printGoal({ what: 'revoke / Prism', value: ours / stub, atLeast: 3, unit: 'x' });
  // Prism's document has the one operation, so its POST stands in for a GET.
  printGoal({ what: "GET one / Prism's POST", value: medianRate(getOne) / stub, atLeast: 5, unit: 'x' });
  if (pgbench.length === 0) return;
  printGoal({ what: 'revoke / pgbench', value: (100 * ours) / median(pgbench), atLeast: 60, unit: '%', digits: 0 });
}

function printMachine(): void {
  const { model = 'unknown' } = cpus()[0] ?? {};
  const memory = Math.round(totalmem() / 2 ** 30);
  console.log(`${availableParallelism()} x ${model}, ${memory} GB, ${process.platform}, Node ${process.version}\n`);
}

function printStart({ first, second }: { first: MeasuredStart; second: MeasuredStart }): void {
  console.log(`\nFirst start, with making the database: ${(first.readyAfterMs / 1000).toFixed(2)} s`);
  printGoal({ what: 'start to ready after the first', value: second.readyAfterMs / 1000, under: 3, unit: 's' });
}

function printMemory({ idleMegabytes: { api, worker } }: Stand, { idleMegabytes: both }: MeasuredStart): void {
  if (api === undefined || worker === undefined || both === undefined) return;
  const goal = { under: 200, unit: 'MB', digits: 0 };
  printGoal({ what: 'idle RSS of API + worker in one process', value: both, ...goal });
  printGoal({ what: 'idle RSS of API + worker in two processes', value: api + worker, ...goal });
}
