import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiProcess } from './api-process.ts';

/** API processes that are killed one after the other, each when its successor serves, and in the middle of a call. */
export interface KillRing {
  /** Calls one of the processes that serve. */
  call<Result>(work: (url: string) => Promise<Result>): Promise<Result>;
  kills(): number;
  isOver(): boolean;
  /** Resolves after the last kill; one process of each lane is left. To be called once. */
  run(): Promise<void>;
  /** Ends the run where it stands, and the processes that are left. */
  close(): Promise<void>;
}

export interface KillRingOptions {
  readonly kills: number;
  /** How many are killed side by side. */
  readonly lanes: number;
  /** Longest wait between a start and the kill of the one before. */
  readonly longestMs: number;
}

type Victim = Pick<ApiProcess, 'url' | 'kill'>;

interface Member {
  readonly api: Victim;
  inFlight: number;
}

/** A victim without calls is killed all the same. */
const PATIENCE_MS = 2_000;
/** After a call has reached it: no two die at the same point of it. */
const SPREAD_MS = 4;

export async function openKillRing(start: () => Promise<Victim>, options: KillRingOptions): Promise<KillRing> {
  const { lanes, longestMs } = options;
  const live: Member[] = [];
  let kills = 0;
  let isClosed = false;
  let running: Promise<void>[] = [];
  const isOver = (): boolean => isClosed || kills >= options.kills;

  async function add(): Promise<Member> {
    const member = { api: await start(), inFlight: 0 };
    live.push(member);
    return member;
  }
  const first = await Promise.all(Array.from({ length: lanes }, add));

  async function killAgainAndAgain(member: Member): Promise<void> {
    let victim = member;
    while (!isOver()) {
      const next = await add();
      await sleep(randomInt(longestMs));
      const isIdle = (): boolean => victim.inFlight === 0 && !isClosed;
      for (let waitedMs = 0; isIdle() && waitedMs < PATIENCE_MS; waitedMs += 1) await sleep(1);
      await sleep(randomInt(SPREAD_MS));
      kills += 1;
      // Nobody is sent to it any more: it serves no longer from now on, not only when it is known to be gone.
      live.splice(live.indexOf(victim), 1);
      await victim.api.kill();
      victim = next;
    }
  }

  return {
    async call(work) {
      const member = live[randomInt(live.length)];
      if (!member) throw new Error('no process serves');
      member.inFlight += 1;
      try {
        return await work(member.api.url);
      } finally {
        member.inFlight -= 1;
      }
    },
    kills: () => kills,
    isOver,
    async run() {
      running = first.map(killAgainAndAgain);
      await Promise.all(running);
    },
    async close() {
      isClosed = true;
      // A lane may be starting a process right now.
      await Promise.allSettled(running);
      await Promise.all(live.splice(0).map(({ api }) => api.kill()));
    },
  };
}
