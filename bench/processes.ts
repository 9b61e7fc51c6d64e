import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const READY_TIMEOUT_MS = 30_000;
const POLL_MS = 5;

/** What `npm run <name>` runs, after the `node`. */
export function scriptArguments(name: string): string[] {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
  const [program, ...args] = (scripts[name] ?? '').split(' ');
  if (program !== 'node') throw new Error(`npm run ${name} does not start Node`);
  return args;
}

export interface StartedProcess {
  readonly port: number;
  readonly pid: number;
  /** From the start to the first answer with the status waited for. */
  readonly readyAfterMs: number;
  stop(): Promise<void>;
}

export interface ProcessPlan {
  readonly args: readonly string[];
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  readonly logPath: string;
  /** Path whose answer below 500 says that the process serves. Without it nothing is waited for. */
  readonly readyPath?: string;
}

/** Starts Node with `args` and waits until it serves. Its output goes to a file, as a service's would. */
export async function startProcess({ args, port, env, logPath, readyPath }: ProcessPlan): Promise<StartedProcess> {
  const startedMs = performance.now();
  const log = openSync(logPath, 'a');
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', log, log] });
  const { pid } = child;
  if (pid === undefined) throw new Error(`could not start ${args.join(' ')}`);
  if (readyPath !== undefined) await untilReady(child, `http://127.0.0.1:${port}${readyPath}`, logPath);
  return { port, pid, readyAfterMs: performance.now() - startedMs, stop: () => stop(child) };
}

async function untilReady(child: ChildProcess, url: string, logPath: string): Promise<void> {
  for (let waitedMs = 0; waitedMs < READY_TIMEOUT_MS; waitedMs += POLL_MS) {
    if (child.exitCode !== null) throw new Error(`it ended while starting:\n${readFileSync(logPath, 'utf8')}`);
    const response = await fetch(url).catch(() => undefined);
    await response?.body?.cancel();
    if (response && response.status < 500) return;
    await sleep(POLL_MS);
  }
  throw new Error(`${url} was not ready in time`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || !child.kill()) return;
  await once(child, 'exit');
}

/** Memory in MB, what is shared with other processes divided among them; undefined where there is no such file (Linux has it). */
export function proportionalMegabytes(pid: number): number | undefined {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) / 1024;
  } catch {
    return undefined;
  }
}
