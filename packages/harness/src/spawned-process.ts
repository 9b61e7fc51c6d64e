import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { compileCache } from './compile-cache.ts';
import type { TestService } from './service.ts';
import type { WorkerSettings } from './worker.ts';

type Environment = Readonly<Record<string, string>>;

/** A worker in a process of its own, to be killed. */
export async function spawnWorker(settings: WorkerSettings, environment: Environment = {}): Promise<ChildProcess> {
  const [child] = await spawned('worker-process.ts', settings, environment);
  return child;
}

/** A twin of the service in a process of its own, likewise. */
export async function spawnService(
  { config, databaseUrl }: TestService,
  settings: Environment,
  environment: Environment,
): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const wish = { databaseUrl, settings: { ...settings, DATA_DIR: config.dataDir } };
  const [child, url] = await spawned('service-process.ts', wish, environment);
  return { child, url };
}

/** With what it says when it is ready. */
async function spawned(name: string, wish: object, environment: Environment): Promise<[ChildProcess, string]> {
  const script = fileURLToPath(new URL(name, import.meta.url));
  const child = spawn(process.execPath, [script, JSON.stringify(wish)], {
    env: { ...process.env, ...compileCache(), ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return [child, said.toString().trim()];
}
