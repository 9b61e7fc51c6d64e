import { readFile } from 'node:fs/promises';

interface Resident {
  readonly nowMb: number;
  readonly highestMb: number;
  /** A page that several processes have, such as one of the program's, counts for each in part. */
  readonly shareMb: number;
}

async function megabytesOf(file: string): Promise<(name: string) => number> {
  const text = await readFile(file, 'latin1').catch(() => '');
  return (name) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1]) / 1024;
}

/** As Linux tells it; undefined where there is no such process or no /proc. */
async function residentOf(pid: number): Promise<Resident | undefined> {
  const [status, rollup] = await Promise.all([
    megabytesOf(`/proc/${pid}/status`),
    megabytesOf(`/proc/${pid}/smaps_rollup`),
  ]);
  const [nowMb, highestMb, shareMb] = [status('VmRSS'), status('VmHWM'), rollup('Pss')];
  return Number.isNaN(nowMb) ? undefined : { nowMb, highestMb, shareMb: Number.isNaN(shareMb) ? nowMb : shareMb };
}

async function childrenOf(pid: number): Promise<number[]> {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return list.split(' ').filter(Boolean).map(Number);
}

export interface Peak {
  readonly processMb: number;
  /** Together with its child processes, at one instant; what they share counts once. */
  readonly togetherMb: number;
  /** Of the child process that took most. */
  readonly childMb: number;
}

const EVERY_MS = 20;

/** The highest memory while `work` runs; undefined where the system does not tell. */
export async function peakDuring(pid: number, work: () => Promise<void>): Promise<Peak | undefined> {
  let processMb = 0;
  let togetherMb = 0;
  let childMb = 0;
  async function look(): Promise<void> {
    const own = await residentOf(pid);
    const others = await Promise.all((await childrenOf(pid)).map(residentOf));
    processMb = Math.max(processMb, own?.nowMb ?? 0);
    togetherMb = Math.max(
      togetherMb,
      others.reduce<number>((sum, other) => sum + (other?.shareMb ?? 0), own?.shareMb ?? 0),
    );
    childMb = Math.max(childMb, ...others.map((other) => other?.highestMb ?? 0));
  }
  const timer = setInterval(() => void look(), EVERY_MS);
  await work().finally(() => clearInterval(timer));
  return processMb === 0 ? undefined : { processMb, togetherMb, childMb };
}
