import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { standForAnswersOf } from './declared-answers.ts';
import { compileCache } from './compile-cache.ts';
import { endsWithUs } from './ends-with-us.ts';
import { freePort } from './free-port.ts';
import { productionBeside } from './production-settings.ts';
import type { TestService } from './service.ts';

const main = (name: string): string => fileURLToPath(new URL(`../../server/src/main/${name}`, import.meta.url));
/** `npm run api`. */
const AS_OPERATORS = ['--max-semi-space-size=8', main('run.js'), 'api'];
const WATCH = new URL('declared-answers-process.ts', import.meta.url).href;
const POLL_MS = 50;

export interface ApiProcess {
  readonly url: string;
  readonly pid: number;
  /** SIGTERM: the process finishes what it has begun. */
  stop(): Promise<void>;
  /** SIGKILL: the process gets no chance to tidy up. Resolves when it is gone. */
  kill(): Promise<void>;
}

/** A real API process in production mode on the service's database; the service stays the identity provider of both. */
export async function startApiProcess(
  service: TestService,
  options: { databaseUrl?: string; isMeasured?: boolean; settings?: Readonly<Record<string, string>> } = {},
): Promise<ApiProcess> {
  const port = await freePort();
  // What is measured carries no watch along.
  const folder = options.isMeasured ? undefined : process.env['TEST_RUN_FOLDER'];
  const child = spawn(
    process.execPath,
    [...(folder === undefined ? AS_OPERATORS : ['--import', WATCH, main('api.ts')])],
    {
      env: {
        ...productionBeside(service),
        ...options.settings,
        ...(options.databaseUrl !== undefined && { DATABASE_URL: options.databaseUrl }),
        PORT: String(port),
        LOG_LEVEL: 'warn',
        ...(folder !== undefined && { TEST_RUN_FOLDER: folder }),
        ...compileCache(),
      },
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const gone = once(child, 'exit');
  // A test that fails half-way does not wait for it.
  child.unref();
  void gone.then(endsWithUs(() => child.kill('SIGKILL')));
  const url = `http://127.0.0.1:${port}`;
  while (!(await isReady(url))) {
    if (child.exitCode !== null) throw new Error(`the API process ended with ${child.exitCode} before it was ready`);
    await sleep(POLL_MS);
  }
  const pid = child.pid ?? 0;
  standForAnswersOf(pid);
  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    child.kill(signal);
    await gone;
  }
  return { url, pid, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/health/ready`)).ok;
  } catch {
    return false;
  }
}
