import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiProcess, startApiProcess } from './api-process.ts';
import type { TestService } from './service.ts';

/** API processes that are killed one after the other, each when its successor serves, and in the middle of a call. */
export interface KillRing {
  /** Calls one of the processes that serve. */
  call<Result>(work: (url: string) => Promise<Result>): Promise<Result>;
  kills(): number;
  isOver(): boolean;
  /** Resolves after the last kill; one process of each lane is left. */
  run(): Promise<void>;
  close(): Promise<void>;
}

export interface KillRingOptions {
  readonly kills: number;
  /** How many are killed side by side. */
  readonly lanes: number;
  /** Longest wait between a start and the kill of the one before. */
  readonly longestMs: number;
}

interface Member {
  readonly api: ApiProcess;
  inFlight: number;
}

/** A victim without calls is killed all the same. */
const PATIENCE_MS = 2_000;
/** After a call has reached it: no two die at the same point of it. */
const SPREAD_MS = 4;

export async function openKillRing(service: TestService, options: KillRingOptions): Promise<KillRing> {
  const { lanes, longestMs } = options;
  const live: Member[] = [];
  let kills = 0;

  async function start(): Promise<Member> {
    const member = { api: await startApiProcess(service), inFlight: 0 };
    live.push(member);
    return member;
  }
  const isOver = (): boolean => kills >= options.kills;
  let current = await Promise.all(Array.from({ length: lanes }, start));

  async function killAgainAndAgain(first: Member): Promise<Member> {
    let victim = first;
    while (!isOver()) {
      const next = await start();
      await sleep(randomInt(longestMs));
      for (let waitedMs = 0; victim.inFlight === 0 && waitedMs < PATIENCE_MS; waitedMs += 1) await sleep(1);
      await sleep(randomInt(SPREAD_MS));
      kills += 1;
      await victim.api.kill();
      live.splice(live.indexOf(victim), 1);
      victim = next;
    }
    return victim;
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
      current = await Promise.all(current.map(killAgainAndAgain));
    },
    close: async () => void (await Promise.all(live.map(({ api }) => api.kill()))),
  };
}
