import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApiProcess } from '../../packages/harness/src/api-process.ts';
import { sceneWithBuyer } from '../../packages/harness/src/scene.ts';
import { startService } from '../../packages/harness/src/service.ts';
import type { Figure } from '../figure.ts';
import { judge } from './bookkeeping.ts';
import type { Measure } from './measure.ts';
import { startOwnCluster } from './own-cluster.ts';
import { createWriters } from './writers.ts';

const CLIENTS = 4;
const LONGEST_LIFE_MS = 1_000;
const POLL_MS = 25;

/** Kills the database server under load: the API answers 503, lives on and recovers, and what it acknowledged stands. */
export async function measureDatabaseKills({ databaseKills }: Measure): Promise<Figure[]> {
  const cluster = await startOwnCluster();
  const service = await startService({}, { url: cluster.url, drop: async () => undefined });
  const api = await startApiProcess(service);
  try {
    const scene = await sceneWithBuyer(service);
    let kills = 0;
    const isOver = (): boolean => kills >= databaseKills;
    let longestMs = 0;
    async function killAgainAndAgain(): Promise<void> {
      while (!isOver()) {
        await sleep(randomInt(LONGEST_LIFE_MS));
        await cluster.killAndRestart();
        const restartedMs = performance.now();
        while (!(await fetch(`${api.url}/health/ready`)).ok) await sleep(POLL_MS);
        longestMs = Math.max(longestMs, performance.now() - restartedMs);
        kills += 1;
      }
    }
    const writers = createWriters({ scene, clients: CLIENTS, pauseMs: 10, call: (work) => work(api.url), isOver });
    await Promise.all([killAgainAndAgain(), writers.run()]);
    const { 503: unavailable = 0, ...others } = writers.refusals();
    return [
      {
        what: `${kills} kills of the database server under load`,
        found: `${unavailable} answers 503, ${Object.keys(others).join(', ') || 'none other'}, ready again within ${longestMs.toFixed(0)} ms`,
        goal: 'some 503, within 5 s',
        met: unavailable > 0 && writers.broken() === 0 && longestMs < 5_000,
      },
      ...(await judge({ db: service.db, url: api.url, scene }, writers.acknowledged)),
    ];
  } finally {
    await api.kill();
    await service.close();
    await cluster.close();
  }
}
