import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** What a running server writes into its data folder. */
export interface PostmasterFile {
  readonly pid: number;
  /** Absent while the server is still coming up. */
  readonly port?: number;
}

const POLL_MS = 20;

export function postmasterFilePath(clusterDir: string): string {
  return join(clusterDir, 'postmaster.pid');
}

/** The file stays behind when the server dies hard: it proves nothing alone. */
export async function readPostmasterFile(clusterDir: string): Promise<PostmasterFile | undefined> {
  const content = await readFile(postmasterFilePath(clusterDir), 'utf8').catch(() => '');
  const [pid, , , port] = content.split('\n').map(Number);
  if (!pid) return undefined;
  return port ? { pid, port } : { pid };
}

/**
 * Whether the process of that file is really the server of this folder (a path without symbolic links): process ids are given out
 * again, most of all in containers, and a copied folder brings the file of its original.
 */
export async function isPostmasterOf(clusterDir: string, pid: number): Promise<boolean> {
  if (!isAlive(pid)) return false;
  // A server works inside its data folder.
  if (process.platform === 'linux') return (await readlink(`/proc/${pid}/cwd`).catch(() => '')) === clusterDir;
  const command = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => undefined);
  return command === undefined || command.stdout.includes(clusterDir);
}

/** Fast shutdown: ends sessions, writes a checkpoint. After `timeoutMs` immediate shutdown: the next start recovers from the log. */
export async function stopPostmaster(clusterDir: string, pid: number, timeoutMs: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!signalProcess(pid, signal)) return;
    if (await hasGone(clusterDir, pid, timeoutMs)) return;
  }
}

/** Its file is removed a moment before the process ends; a dead process that nobody collects works nowhere any more. */
async function hasGone(clusterDir: string, pid: number, timeoutMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += POLL_MS) {
    const file = await readPostmasterFile(clusterDir);
    if (file?.pid !== pid && !(await isPostmasterOf(clusterDir, pid))) return true;
    if (!isAlive(pid)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

function isAlive(pid: number): boolean {
  return signalProcess(pid, 0);
}

function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
