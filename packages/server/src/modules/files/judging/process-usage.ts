import { readFileSync } from 'node:fs';

/** USER_HZ: the same for every architecture in what Linux tells programs. */
const TICKS_PER_SECOND = 100;
/** Where the system does not tell the time of a process, the clock on the wall goes so much faster for it. */
const WALL_SECONDS_PER_CPU_SECOND = 4;
/** Behind the name in brackets, which may hold anything (proc_pid_stat(5)). */
const USER_TIME = 11;
const SYSTEM_TIME = 12;

/** Undefined where there is no such process, or no /proc. */
function cpuSecondsOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[USER_TIME]) + Number(fields[SYSTEM_TIME])) / TICKS_PER_SECOND;
  } catch {
    return undefined;
  }
}

/** Tells the processor time that the process has used since now, also once it has ended: then the last that was seen. */
export function meterOf(pid: number): () => number {
  const before = cpuSecondsOf(pid);
  const startedAt = performance.now();
  let used = 0;
  return () => {
    if (before === undefined) return (performance.now() - startedAt) / 1000 / WALL_SECONDS_PER_CPU_SECOND;
    used = (cpuSecondsOf(pid) ?? before + used) - before;
    return used;
  };
}
