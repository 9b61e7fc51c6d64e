import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, instantOf, systemClock } from '../../platform/clock.ts';
import { listen } from '../../platform/db/listen.ts';
import type { Logger } from '../../platform/logger.ts';
import { CLOCK_CHANNEL, type ClockState, countStart, moveClock, readClock, wantAdvance } from './clock-repository.ts';
import type { DueWork } from './due-work.ts';
import { ProblemError } from '../../platform/problems/problems.ts';
import { inTurn } from './in-turn.ts';
import { MadeAnew } from './problems.ts';
import { inSession } from './sandbox-session.ts';
import { wipeDatabase } from './wipe-database.ts';

const AGAIN_MS = 1_000;
const SHORTEST_STEP_MS = 60_000;
const HOUR_MS = 60 * 60_000;
/** What is done by the clock and told by no due instant, as sweeps are, is done this often at least. */
const LONGEST_STEP_MS = 6 * HOUR_MS;
/** Of one advance, those aside that end where something is due: farther than 250 days it takes longer ones. */
const MOST_IDLE_STEPS = 1_000;

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

/** Where no demo runs. What was made by calls is gone; the demo's data is made at its next start, which is the first again. */
export function wipeAtRest(url: string): Promise<void> {
  return inSession(url, (client) => wipeDatabase(client, { startMs: undefined, starts: 0 }));
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
  /** Moves it, and has all done that becomes due on the way, in its order. @throws TooFarAhead, MadeAnew */
  advance(byMs: number): Promise<ClockState>;
  /** Empties the database, its work at rest; then the clock begins at an instant, or else at the true time. Advances that are under way end. */
  wipe(startMs: number | undefined): Promise<void>;
  /** From now on what others ask for is done too, and what an end of the process has left undone. */
  start(work: DueWork): void;
  stop(): Promise<void>;
}

export async function openSandboxClock(url: string, log: Logger): Promise<SandboxClock> {
  let { aheadMs } = await readSandboxClock(url);
  let work: DueWork | undefined;
  let listening: ReturnType<typeof listen> | undefined;
  const stopping = new AbortController();
  // There is one process alone that walks or empties: it holds the data folder. Each wish has a turn, so none comes too late to be seen.
  const takeTurn = inTurn();
  let wipesToCome = 0;

  async function walk(): Promise<void> {
    const { doAll, nextAt } = required(work);
    await inSession(url, async (client) => {
      let state = await readClock(client);
      aheadMs = state.aheadMs;
      if (state.aheadMs < state.wantedMs) await doAll(stopping.signal);
      const longestMs = Math.max(LONGEST_STEP_MS, (state.wantedMs - state.aheadMs) / MOST_IDLE_STEPS);
      while (state.aheadMs < state.wantedMs && !stopping.signal.aborted && wipesToCome === 0) {
        const dueInMs = ((await nextAt())?.getTime() ?? Infinity) - state.now.getTime();
        const stepMs = Math.max(SHORTEST_STEP_MS, Math.min(dueInMs, longestMs));
        state = await moveClock(client, state.aheadMs + stepMs);
        aheadMs = state.aheadMs;
        await doAll(stopping.signal);
      }
    });
  }

  async function empty(startMs: number | undefined): Promise<void> {
    await required(work).doAll(stopping.signal);
    await inSession(url, (client) => wipeDatabase(client, { startMs, starts: 1 }));
    ({ aheadMs } = await readSandboxClock(url));
  }

  /** What was wished for happens, though its connection is lost on the way. */
  async function walkAsAsked(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        return await takeTurn(walk);
      } catch (error) {
        log.warn({ err: error }, 'the clock of the sandbox stands still for a moment');
      }
      await sleep(AGAIN_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    clock: { now: () => clockAhead(aheadMs).now() },
    read: () => readSandboxClock(url),
    async advance(byMs) {
      const asked = await askToAdvance(url, byMs);
      let state = asked;
      while (state.era === asked.era && state.aheadMs < asked.wantedMs && !stopping.signal.aborted) {
        await walkAsAsked();
        state = await readSandboxClock(url);
      }
      if (state.era !== asked.era) throw new ProblemError(MadeAnew, 'The clock of before is gone.');
      return state;
    },
    async wipe(startMs) {
      wipesToCome += 1;
      try {
        await takeTurn(() => empty(startMs)).finally(() => (wipesToCome -= 1));
      } finally {
        // One that failed has broken off a walk.
        void walkAsAsked();
      }
    },
    start(due) {
      work = due;
      listening = listen({ databaseUrl: url, channels: [CLOCK_CHANNEL], onNotice: () => void walkAsAsked(), log });
    },
    async stop() {
      stopping.abort();
      await Promise.all([listening?.stop(), takeTurn(async () => undefined)]);
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
