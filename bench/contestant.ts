import type { Load, LoadResult } from './load.ts';
import { processorSeconds } from './processor-time.ts';
import { rawRequest, type Target } from './raw-request.ts';

/** Whose processor time counts: a process and all below it. */
export type Pids = Readonly<Partial<Record<'api' | 'postgres' | 'prism' | 'worker', number>>>;

/** One call that is measured. */
export interface ContestantPlan {
  readonly name: string;
  readonly port: number;
  readonly pids: Pids;
  readonly status: number;
  /** The largest rate that is prepared for: the fastest machine's. */
  readonly mostPerSecond: number;
  /** The best of them is taken. */
  readonly connections: readonly number[];
  /** Makes so many requests that were never sent. */
  readonly prepare: (count: number) => Promise<Target[]> | Target[];
  /** The same requests may be sent many times: so many are made. */
  readonly again?: number;
  /** The end of every request's body. */
  readonly tail?: Buffer;
  readonly token?: () => Promise<string>;
}

export interface Turn {
  readonly connections: number;
  readonly seconds: number;
  readonly perSecond?: number;
}

export interface Measured extends LoadResult {
  /** Processor time in microseconds for one answer, by whose it is; undefined where there is no /proc. */
  readonly cpuMicros: Readonly<Record<string, number | undefined>>;
}

export interface Contestant extends Pick<ContestantPlan, 'name' | 'connections'> {
  run(load: Load, turn: Turn): Promise<Measured>;
}

/** How much faster than ever before a turn may be. What is cold at first was seen to become 2.7 times as fast. */
const FASTER = 4;

export function createContestant(plan: ContestantPlan): Contestant {
  const { name, port, pids, status, connections, tail, token, again } = plan;
  /** Made and not yet used. */
  const ready: Target[] = [];
  let mostPerSecond = plan.mostPerSecond;
  let fastest = 0;

  async function take({ seconds, perSecond = mostPerSecond, connections: inFlight }: Turn): Promise<Target[]> {
    const count = again ?? Math.ceil(seconds * perSecond) + 2 * inFlight;
    if (ready.length < count) for (const target of await plan.prepare(count - ready.length)) ready.push(target);
    return ready.slice(0, count);
  }

  return {
    name,
    connections,
    async run(load, turn) {
      const targets = await take(turn);
      const wire = { port, token: await token?.(), tailBytes: tail?.length ?? 0 };
      const requests = targets.map((target) => rawRequest(target, wire));
      const read = (): Seconds => ({ ...secondsOf(pids), sender: load.processorSeconds() });
      const before = read();
      const result = await load.run({ ...turn, port, requests, tail, again: again !== undefined, status });
      const after = read();
      fastest = Math.max(fastest, result.perSecond);
      mostPerSecond = Math.min(plan.mostPerSecond, FASTER * fastest);
      if (again === undefined) ready.splice(0, result.used);
      const cpuMicros = Object.fromEntries(
        Object.entries(before).map(([who, seconds]) => [who, microsEach(seconds, after[who], result.answered)]),
      );
      return { ...result, cpuMicros };
    },
  };
}

type Seconds = Readonly<Record<string, number | undefined>>;

export function secondsOf(pids: Pids): Seconds {
  return Object.fromEntries(Object.entries(pids).map(([who, pid]) => [who, processorSeconds(pid)]));
}

export function microsEach(before: number | undefined, after: number | undefined, count: number): number | undefined {
  return before === undefined || after === undefined || count === 0 ? undefined : (1e6 * (after - before)) / count;
}
