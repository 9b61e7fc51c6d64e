import type { Contestant } from './contestant.ts';
import type { Load } from './load.ts';
import { printNote, type Row } from './report.ts';
import { median } from './statistics.ts';

export interface Plan {
  /** For each contestant before anything of it counts: by time, since a slow one would be warmed by fewer requests. */
  readonly warmSeconds: number;
  readonly trySeconds: number;
  readonly rounds: number;
  readonly roundSeconds: number;
}

/** What one turn gave. */
export type Result = Pick<Row, 'perSecond' | 'p50Ms' | 'p99Ms' | 'cpuMicros'>;

/** One contestant with one generator, at the connections that suit both best. */
export interface Entry extends Pick<Row, 'what' | 'by'> {
  readonly connections: number;
  takeTurn(): Promise<Result>;
}

const COLD = { connections: 32, seconds: 1 };

export interface Loads {
  /** That holds every status against the right one. */
  readonly strict: Load;
  /** The first is the one that takes least of the machine. */
  readonly all: readonly [Load, ...Load[]];
}

/** Warms it, and says what that does to it. */
export async function warm(contestant: Contestant, loads: Loads, { warmSeconds }: Plan): Promise<void> {
  const connections = Math.min(COLD.connections, ...contestant.connections);
  const cold = await contestant.run(loads.strict, { ...COLD, connections });
  await contestant.run(loads.all[0], { connections, seconds: warmSeconds });
  const warmed = await contestant.run(loads.strict, { ...COLD, connections });
  const [from, to] = [cold, warmed].map(({ perSecond }) => `${Math.round(perSecond)}/s`);
  printNote(`${contestant.name}: ${from} in its first second, ${to} after ${warmSeconds} s more`);
}

/** Finds out at how many connections it does best with each generator. */
export async function enter(contestant: Contestant, loads: readonly Load[], plan: Plan): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const load of loads) {
    const tried: { connections: number; perSecond: number }[] = [];
    for (const connections of contestant.connections) {
      const { perSecond } = await contestant.run(load, { connections, seconds: plan.trySeconds });
      tried.push({ connections, perSecond });
    }
    const { connections } = bestOf(tried);
    entries.push({
      what: contestant.name,
      by: load.name,
      connections,
      takeTurn: () => contestant.run(load, { connections, seconds: plan.roundSeconds }),
    });
  }
  return entries;
}

export function bestOf<Tried extends { readonly perSecond: number }>(tried: readonly Tried[]): Tried {
  return tried.reduce((one, other) => (other.perSecond > one.perSecond ? other : one));
}

/** All of them, one after the other, round by round: what else the machine does meets them alike. */
export async function takeTurns(entries: readonly Entry[], { rounds }: Plan): Promise<Row[]> {
  const results = new Map<Entry, Result[]>(entries.map((entry) => [entry, []]));
  for (let n = 0; n < rounds; n += 1) for (const [entry, taken] of results) taken.push(await entry.takeTurn());
  return [...results].map(([entry, taken]) => rowOf(entry, taken));
}

function rowOf({ what, by, connections }: Entry, results: readonly Result[]): Row {
  const medianOf = (pick: (result: Result) => number | undefined): number | undefined => {
    const values = results.map(pick).filter((value) => value !== undefined);
    return values.length === 0 ? undefined : median(values);
  };
  const rounds = results.map(({ perSecond }) => perSecond);
  const whose = Object.keys(results[0]?.cpuMicros ?? {});
  return {
    what,
    by,
    connections,
    rounds,
    perSecond: median(rounds),
    p50Ms: medianOf(({ p50Ms }) => p50Ms),
    p99Ms: medianOf(({ p99Ms }) => p99Ms),
    cpuMicros: Object.fromEntries(whose.map((who) => [who, medianOf(({ cpuMicros }) => cpuMicros[who])])),
  };
}
