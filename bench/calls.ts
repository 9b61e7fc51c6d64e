import { createBuyersContestants } from './buyers-contestants.ts';
import { createCalls, createCompared } from './contestants.ts';
import { judge, judgeAgainstPgbench, rateOf } from './goals.ts';
import type { Place } from './measurement.ts';
import { startNodeLoad } from './node-load.ts';
import { createNumberedInvitations, type NumberedInvitations } from './numbered-invitations.ts';
import { enterPgbench } from './pgbench-entry.ts';
import { printGoal, printHead, printNote, printRow, type Row } from './report.ts';
import { enter, type Loads, type Plan, takeTurns, warm } from './rounds.ts';
import { buildStand, type Stand } from './stand.ts';
import { findWrk } from './wrk-load.ts';

/** Of what is held against Prism and pgbench, by each generator. */
const COMPARED: Plan = { warmSeconds: 10, trySeconds: 2, rounds: 5, roundSeconds: 3 };
/** Of all other calls, by one generator. */
const FURTHER: Plan = { warmSeconds: 4, trySeconds: 2, rounds: 3, roundSeconds: 3 };
const BRIEF: Plan = { warmSeconds: 1, trySeconds: 1, rounds: 1, roundSeconds: 1 };
const AT_ONCE = 200_000;
const BRIEF_AT_ONCE = 20_000;
const HALF_LOAD = { connections: 64, seconds: 6 };

/** Our calls beside Prism's stub and beside pgbench with the same effects on the same PostgreSQL, in turns on the same machine. */
export async function measureCalls(place: Place): Promise<void> {
  const stand = await buildStand(place);
  const invitations = createNumberedInvitations(stand, place.isBrief ? BRIEF_AT_ONCE : AT_ONCE);
  const loads = await findLoads(place);
  const compared = createCompared(stand, invitations);
  const plan = place.isBrief ? BRIEF : COMPARED;
  for (const contestant of Object.values(compared)) await warm(contestant, loads, plan);
  const pgbench = await enterPgbench({ stand, invitations, isBrief: place.isBrief });
  const entries = pgbench ? [pgbench] : [];
  for (const contestant of Object.values(compared)) entries.push(...(await enter(contestant, loads.all, plan)));
  printHead();
  const rows = await takeTurns(entries, plan);
  rows.forEach(printRow);
  const fastest = loads.all[0].name;
  const perSecond = Math.round(rateOf(rows, compared.revoke.name, fastest) / 2);
  const { p50Ms, p99Ms } = await compared.revoke.run(loads.strict, { ...HALF_LOAD, perSecond });
  console.log('');
  printNote(`POST revoke at half load, ${perSecond}/s: p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`);

  rows.push(...(await measureFurther({ stand, invitations, loads }, place.isBrief ? BRIEF : FURTHER)));
  console.log('');
  for (const { name } of loads.all) judgeAgainstPgbench(rows, name);
  judge(rows, fastest);
  printGoal({ what: 'POST revoke, p99 at half load', value: p99Ms, under: 30, unit: 'ms', digits: 1 });
}

async function findLoads({ folder, onClose }: Place): Promise<Loads> {
  const node = startNodeLoad(folder);
  onClose(node.close);
  const wrk = await findWrk(folder);
  if (!wrk)
    printNote("wrk is not installed (Debian's package wrk): Node's generator alone, which takes more of the machine");
  return { strict: node, all: wrk ? [wrk, node] : [node] };
}

interface FurtherDeps {
  readonly stand: Stand;
  readonly invitations: NumberedInvitations;
  readonly loads: Loads;
}

async function measureFurther({ stand, invitations, loads }: FurtherDeps, plan: Plan): Promise<Row[]> {
  const contestants = [...createCalls(stand), ...createBuyersContestants(stand, invitations)];
  for (const contestant of contestants) await warm(contestant, loads, plan);
  printHead();
  const all: Row[] = [];
  for (const contestant of contestants) {
    const rows = await takeTurns(await enter(contestant, [loads.all[0]], plan), plan);
    rows.forEach(printRow);
    all.push(...rows);
  }
  return all;
}
