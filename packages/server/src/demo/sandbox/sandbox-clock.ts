import { type Clock, instantOf, systemClock } from '../../platform/clock.ts';
import { listen } from '../../platform/db/listen.ts';
import type { Logger } from '../../platform/logger.ts';
import { CLOCK_CHANNEL, type ClockState, countStart, moveClock, readClock, wantAdvance } from './clock-repository.ts';
import type { DueWork } from './due-work.ts';
import { Unavailable } from '../../platform/problems/problem-types.ts';
import { ProblemError } from '../../platform/problems/problems.ts';
import { inSession } from './sandbox-session.ts';
import { wipeDatabase } from './wipe-database.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** What is done by the clock and told by no due instant, as sweeps are, is done this often at least. */
const LONGEST_STEP_MS = 6 * HOUR_MS;
/** Of one advance, about. What is due at many instants close together is then done together. */
const MOST_STEPS = 1_000;

/** Days that the clock may be ahead of the system's. */
export const MOST_DAYS_AHEAD = 3_650;
const MOST_AHEAD_MS = MOST_DAYS_AHEAD * 24 * HOUR_MS;

/** More would be of no use, and the self-made certificates of the demo end in ten years. */
export class TooFarAhead extends Error {
  constructor() {
    super(`the clock of the sandbox can be at most ${MOST_DAYS_AHEAD} days ahead; reset it to begin anew`);
  }
}

/** Asks the clock of a database to move. The running demo moves it, from one due instant to the next. @throws TooFarAhead */
export async function askToAdvance(url: string, byMs: number): Promise<ClockState> {
  const state = await inSession(url, (client) => wantAdvance(client, byMs, MOST_AHEAD_MS));
  if (!state) throw new TooFarAhead();
  return state;
}

export function readSandboxClock(url: string): Promise<ClockState> {
  return inSession(url, readClock);
}

/** Of the database as it stands, for a tool that is gone in a moment. */
export async function clockNow(url: string): Promise<Clock> {
  return clockAhead((await readSandboxClock(url)).aheadMs);
}

/** Where no demo runs. What was made by calls is gone; the demo's data is made at its next start, as before. */
export function wipeAtRest(url: string): Promise<void> {
  return inSession(url, (client) => wipeDatabase(client, 0));
}

/** Counts a start of the demo, and lets the clock of a new one begin at an instant; of one that a release before has made it is undefined. @returns which start it is, from 1 */
export function beginStart(url: string, startMs: number | undefined): Promise<number> {
  return inSession(url, (client) => countStart(client, startMs));
}

/** Where no demo runs: time passes, and what is due is done at its next start. */
export function moveAtOnce(url: string): Promise<ClockState> {
  return inSession(url, async (client) => moveClock(client, (await readClock(client)).wantedMs));
}

/** The clock of the running demo. */
export interface SandboxClock {
  /** Ahead of the system's as the database's is. */
  readonly clock: Clock;
  read(): Promise<ClockState>;
  /** Moves it, and has all done that becomes due on the way, in its order. @throws TooFarAhead */
  advance(byMs: number): Promise<ClockState>;
  /** Empties the database, its work at rest; the clock stands so far ahead afterwards. Advances that are under way end. */
  wipe(aheadMs: number): Promise<void>;
  /** From now on what others ask for is done too, and what an end of the process has left undone. */
  start(work: DueWork): void;
  stop(): Promise<void>;
}

export async function openSandboxClock(url: string, log: Logger): Promise<SandboxClock> {
  let { aheadMs } = await readSandboxClock(url);
  let work: DueWork | undefined;
  let walking: Promise<void> | undefined;
  let listening: ReturnType<typeof listen> | undefined;
  const stopping = new AbortController();
  let wiping: Promise<void> | undefined;
  let wipes = 0;

  /** One at a time in this process, and there is only one: it holds the data folder. */
  function walk(): Promise<void> {
    walking ??= walkAll().finally(() => (walking = undefined));
    return walking;
  }

  async function walkAll(): Promise<void> {
    await wiping;
    const { doAll, nextAt } = required(work);
    await inSession(url, async (client) => {
      let state = await readClock(client);
      aheadMs = state.aheadMs;
      if (state.aheadMs < state.wantedMs) await doAll(stopping.signal);
      const shortestMs = Math.max(MINUTE_MS, (state.wantedMs - state.aheadMs) / MOST_STEPS);
      while (state.aheadMs < state.wantedMs && !stopping.signal.aborted && !wiping) {
        const dueInMs = ((await nextAt())?.getTime() ?? Infinity) - state.now.getTime();
        const stepMs = Math.max(shortestMs, Math.min(dueInMs, LONGEST_STEP_MS));
        state = await moveClock(client, state.aheadMs + stepMs);
        aheadMs = state.aheadMs;
        await doAll(stopping.signal);
      }
    });
  }

  async function wipeAll(toMs: number): Promise<void> {
    await walking?.catch(() => undefined);
    await required(work).doAll(stopping.signal);
    await inSession(url, (client) => wipeDatabase(client, toMs));
    aheadMs = toMs;
  }

  async function walkAsAsked(): Promise<void> {
    await walk().catch((error: unknown) => log.warn({ err: error }, 'the clock of the sandbox stands still'));
  }

  return {
    clock: { now: () => clockAhead(aheadMs).now() },
    read: () => readSandboxClock(url),
    async advance(byMs) {
      const era = wipes;
      let state = await askToAdvance(url, byMs);
      const { wantedMs } = state;
      while (state.aheadMs < wantedMs && !stopping.signal.aborted) {
        await walk();
        if (era !== wipes) throw new ProblemError(Unavailable, 'The sandbox was made anew.', { retryAfterSeconds: 1 });
        state = await readSandboxClock(url);
      }
      return state;
    },
    async wipe(toMs) {
      wipes += 1;
      wiping = wipeAll(toMs).finally(() => (wiping = undefined));
      await wiping;
    },
    start(due) {
      work = due;
      listening = listen({ databaseUrl: url, channels: [CLOCK_CHANNEL], onNotice: () => void walkAsAsked(), log });
    },
    async stop() {
      stopping.abort();
      await Promise.all([listening?.stop(), walking?.catch(() => undefined)]);
    },
  };
}

function clockAhead(aheadMs: number): Clock {
  return { now: () => instantOf(systemClock.now().getTime() + aheadMs) };
}

function required(work: DueWork | undefined): DueWork {
  if (!work) throw new Error('the clock was asked to move before it was started');
  return work;
}
