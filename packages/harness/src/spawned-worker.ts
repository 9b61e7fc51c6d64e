import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { compileCache } from './compile-cache.ts';
import type { WorkerSettings } from './worker.ts';

/** A worker in a process of its own, to be killed. */
export async function spawnWorker(settings: WorkerSettings): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('worker-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(settings)], {
    env: { ...process.env, ...compileCache() },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}
