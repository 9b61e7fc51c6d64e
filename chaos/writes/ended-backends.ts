import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { startApiProcess } from '../../packages/harness/src/api-process.ts';
import { sceneWithBuyer } from '../../packages/harness/src/scene.ts';
import { startService } from '../../packages/harness/src/service.ts';
import type { Figure } from '../figure.ts';
import { judge } from './bookkeeping.ts';
import type { Measure } from './measure.ts';
import { createWriters } from './writers.ts';

const CLIENTS = 6;
const AT_ONCE = 4;
const EVERY_MS = 20;

/** Ends the API's database backends under load: only success or 503, and the process lives. */
export async function measureEndedBackends({ endedBackends }: Measure): Promise<Figure[]> {
  const service = await startService();
  const api = await startApiProcess(service);
  const admin = new Client({ connectionString: service.databaseUrl });
  await admin.connect();
  try {
    const scene = await sceneWithBuyer(service);
    let ended = 0;
    const isOver = (): boolean => ended >= endedBackends;
    async function endBackends(): Promise<void> {
      while (!isOver()) {
        const { rowCount } = await admin.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'nt24' and datname = current_database()
             order by random() limit $1`,
          [AT_ONCE],
        );
        ended += rowCount ?? 0;
        await sleep(EVERY_MS);
      }
    }
    const writers = createWriters({ scene, clients: CLIENTS, pauseMs: 10, call: (work) => work(api.url), isOver });
    await Promise.all([endBackends(), writers.run()]);
    const { 503: unavailable = 0, ...others } = writers.refusals();
    return [
      {
        what: `${ended} ended backends under load`,
        found: `${unavailable} answers 503, ${Object.keys(others).join(', ') || 'none other'}, ${writers.broken()} without`,
        goal: 'some 503, all answered',
        met: unavailable > 0 && writers.broken() === 0 && !('500' in others),
      },
      ...(await judge({ db: service.db, url: api.url, scene }, writers.acknowledged)),
    ];
  } finally {
    await api.kill();
    await admin.end();
    await service.close();
  }
}
