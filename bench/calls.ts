import { type Contestants, createContestants } from './contestants.ts';
import type { LoadResult } from './load-generator.ts';
import type { Place } from './measurement.ts';
import { findPgbench } from './pgbench.ts';
import { printGoal, printRates } from './report.ts';
import { buildStand } from './stand.ts';
import { median } from './statistics.ts';

const ROUNDS = 5;
const REQUESTS = { revoke: 4_000, getOne: 6_000, prism: 2_000, pgbench: 8_000 };
const WARM_UP_ROUNDS = 2;
const PGBENCH_CLIENTS = [8, 16, 32];
const HALF_LOAD_SECONDS = 5;
const INVITATIONS = 120_000;

interface Measured {
  readonly revoke: LoadResult[];
  readonly getOne: LoadResult[];
  readonly prism: LoadResult[];
  readonly pgbench: number[];
}

/** Our calls beside Prism's stub and beside pgbench with the same effects on the same PostgreSQL, in turns on the same machine. */
export async function measureCalls(place: Place): Promise<void> {
  const stand = await buildStand(place, INVITATIONS);
  await compare(createContestants(stand, INVITATIONS));
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
