import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../packages/harness/src/free-port.ts';
import { residentMegabytes, scriptArguments, startProcess } from './processes.ts';

export const IDLE_MS = 2_000;

export interface MeasuredStart {
  /** From the process's start to ready. */
  readonly readyAfterMs: number;
  /** API and worker in this one process, ready and not yet used; undefined where it cannot be read. */
  readonly idleMegabytes: number | undefined;
}

/** What `npm start` runs, with the embedded database: the very first time, when that is made, and the second. */
export async function measureStarts(folder: string): Promise<{ first: MeasuredStart; second: MeasuredStart }> {
  return { first: await measureStart(folder), second: await measureStart(folder) };
}

async function measureStart(folder: string): Promise<MeasuredStart> {
  const port = await freePort();
  const env = { PORT: String(port), DATA_DIR: join(folder, 'start'), DATABASE_URL: '' };
  const logPath = join(folder, 'start.log');
  const server = await startProcess({ args: scriptArguments('start'), port, env, logPath, readyPath: '/health/ready' });
  await sleep(IDLE_MS);
  const idleMegabytes = residentMegabytes(server.pid);
  await server.stop();
  return { readyAfterMs: server.readyAfterMs, idleMegabytes };
}
