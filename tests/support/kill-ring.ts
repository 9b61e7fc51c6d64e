import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiProcess, startApiProcess } from './api-process.ts';
import type { TestService } from './service.ts';

/** API processes that are killed one after the other, each when its successor serves, and so in the middle of its work. */
export interface KillRing {
  /** Of a process that serves, or served a moment ago. */
  url(): string;
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

export async function openKillRing(service: TestService, options: KillRingOptions): Promise<KillRing> {
  const { lanes, longestMs } = options;
  const live: ApiProcess[] = [];
  let kills = 0;
  // A process that is killed leaves no compiled code behind; one that stops does, and makes the starts quick.
  const compileCache = join(service.config.dataDir, 'compile-cache');
  await (await startApiProcess(service, { compileCache })).stop();

  async function start(): Promise<ApiProcess> {
    const api = await startApiProcess(service, { compileCache });
    live.push(api);
    return api;
  }
  const isOver = (): boolean => kills >= options.kills;
  let current = await Promise.all(Array.from({ length: lanes }, start));

  async function killAgainAndAgain(first: ApiProcess): Promise<ApiProcess> {
    let victim = first;
    while (!isOver()) {
      const next = await start();
      await sleep(randomInt(longestMs));
      kills += 1;
      await victim.kill();
      live.splice(live.indexOf(victim), 1);
      victim = next;
    }
    return victim;
  }

  return {
    url: () => live[randomInt(live.length)]?.url ?? '',
    kills: () => kills,
    isOver,
    async run() {
      current = await Promise.all(current.map(killAgainAndAgain));
    },
    close: async () => void (await Promise.all(live.map((api) => api.kill()))),
  };
}
