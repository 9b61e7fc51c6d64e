import { readFile } from 'node:fs/promises';

/** Resident memory in MiB as Linux tells it; undefined where there is no such process or no /proc. */
async function residentMb(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
}

async function childrenOf(pid: number): Promise<number[]> {
  const list = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return list.split(' ').filter(Boolean).map(Number);
}

export interface Peak {
  readonly processMb: number;
  /** Together with its child processes, at one instant. */
  readonly togetherMb: number;
}

const EVERY_MS = 20;

/** The highest memory while `work` runs; undefined where the system does not tell. */
export async function peakDuring(pid: number, work: () => Promise<void>): Promise<Peak | undefined> {
  let processMb = 0;
  let togetherMb = 0;
  async function look(): Promise<void> {
    const own = (await residentMb(pid)) ?? 0;
    const others = await Promise.all((await childrenOf(pid)).map(residentMb));
    processMb = Math.max(processMb, own);
    togetherMb = Math.max(
      togetherMb,
      others.reduce<number>((sum, mb) => sum + (mb ?? 0), own),
    );
  }
  const timer = setInterval(() => void look(), EVERY_MS);
  await work().finally(() => clearInterval(timer));
  return processMb === 0 ? undefined : { processMb, togetherMb };
}
