import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../packages/harness/src/free-port.ts';
import type { Place } from './measurement.ts';
import { proportionalMegabytes, scriptArguments, startProcess } from './processes.ts';
import { printGoal } from './report.ts';
import { startService } from './service.ts';

const IDLE_MS = 2_000;

interface MeasuredStart {
  /** From the process's start to ready. */
  readonly readyAfterMs: number;
  /** API and worker in this one process, ready and not yet used; undefined where it cannot be read. */
  readonly idleMegabytes: number | undefined;
}

/** How soon what `npm start` runs is ready, and what processes take that nobody uses. */
export async function measureStart(place: Place): Promise<void> {
  const first = await startOnce(place);
  const second = await startOnce(place);
  const two = await idleOfTwo(place);
  console.log(`First start, with making the database: ${(first.readyAfterMs / 1000).toFixed(2)} s`);
  printGoal({ what: 'start to ready after the first', value: second.readyAfterMs / 1000, under: 1.2, unit: 's' });
  const one = second.idleMegabytes;
  if (one === undefined || two === undefined) return console.log('memory cannot be read here: it needs smaps_rollup');
  const unit = { unit: 'MB', digits: 0 };
  printGoal({ what: 'idle Pss of API + worker in one process', value: one, under: 160, ...unit });
  printGoal({ what: 'idle Pss of API + worker in two processes', value: two, under: 200, ...unit });
}

/** With the embedded database: the very first time, when that is made, and each time after. */
async function startOnce({ folder }: Place): Promise<MeasuredStart> {
  const port = await freePort();
  const env = { PORT: String(port), DATA_DIR: join(folder, 'start'), DATABASE_URL: '' };
  const logPath = join(folder, 'start.log');
  const server = await startProcess({ args: scriptArguments('start'), port, env, logPath, readyPath: '/health/ready' });
  await sleep(IDLE_MS);
  const idleMegabytes = proportionalMegabytes(server.pid);
  await server.stop();
  return { readyAfterMs: server.readyAfterMs, idleMegabytes };
}

/** API and worker, each a process of its own as in production, started and not yet used. */
async function idleOfTwo(place: Place): Promise<number | undefined> {
  const service = await startService(place);
  const worker = await service.startWorker();
  await sleep(IDLE_MS);
  const [api, beside] = [proportionalMegabytes(service.api.pid), proportionalMegabytes(worker.pid)];
  return api === undefined || beside === undefined ? undefined : api + beside;
}
