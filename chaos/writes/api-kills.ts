import { startApiProcess } from '../../packages/harness/src/api-process.ts';
import { openKillRing } from '../../packages/harness/src/kill-ring.ts';
import { sceneWithBuyer } from '../../packages/harness/src/scene.ts';
import { startService } from '../../packages/harness/src/service.ts';
import type { Figure } from '../figure.ts';
import { judge } from './bookkeeping.ts';
import type { Measure } from './measure.ts';
import { createWriters } from './writers.ts';

const LANES = 2;
const LONGEST_LIFE_MS = 100;
const CLIENTS = 3;
/** The starts need the machine too. */
const PAUSE_MS = 100;

/** Kills one API process after the other under load: nothing acknowledged may be lost, doubled, or leave a key stuck. */
export async function measureApiKills({ kills }: Measure): Promise<Figure[]> {
  const service = await startService();
  const ring = await openKillRing(() => startApiProcess(service), { kills, lanes: LANES, longestMs: LONGEST_LIFE_MS });
  try {
    const scene = await sceneWithBuyer(service);
    const { call, isOver } = ring;
    const writers = createWriters({ scene, clients: CLIENTS, pauseMs: PAUSE_MS, call, isOver });
    await Promise.all([ring.run(), writers.run()]);
    return [
      {
        what: `${ring.kills()} kills of the API under load`,
        found: `${writers.broken()} calls broken`,
        goal: 'half of the kills',
        met: writers.broken() > kills / 2,
      },
      ...(await ring.call((url) => judge({ db: service.db, url, scene }, writers.acknowledged))),
    ];
  } finally {
    await ring.close();
    await service.close();
  }
}
