import { readdirSync, readFileSync } from 'node:fs';

/** Linux tells in hundredths of a second, whatever its own clock is (`USER_HZ`). */
const TICKS_PER_SECOND = 100;

interface Stat {
  readonly parent: number;
  readonly ownTicks: number;
  /** Of those below it that have ended, and been seen to end. */
  readonly endedTicks: number;
}

/**
 * Processor seconds of a process, its threads and all below it, those that have ended included; undefined where there is no /proc. The
 * difference of two readings is what was spent between them.
 */
export function processorSeconds(root: number): number | undefined {
  const stats = readStats();
  if (!stats?.has(root)) return undefined;
  const isBelow = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined; at = stats.get(at)?.parent) if (at === root) return true;
    return false;
  };
  let ticks = 0;
  for (const [pid, { ownTicks, endedTicks }] of stats) if (isBelow(pid)) ticks += ownTicks + endedTicks;
  return ticks / TICKS_PER_SECOND;
}

/** The same of all processes that this one has started and that have ended. */
export function endedSeconds(): number | undefined {
  const stat = readStat(process.pid);
  return stat && stat.endedTicks / TICKS_PER_SECOND;
}

function readStats(): Map<number, Stat> | undefined {
  const stats = new Map<number, Stat>();
  try {
    for (const pid of readdirSync('/proc').map(Number).filter(Boolean)) {
      const stat = readStat(pid);
      if (stat) stats.set(pid, stat);
    }
    return stats;
  } catch {
    return undefined;
  }
}

/** Undefined for a process that has ended meanwhile. */
function readStat(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The program's name stands in brackets and may hold anything: fields are counted from behind it (proc_pid_stat(5), from 3 on).
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return { parent: fields[1] ?? 0, ownTicks: user + system, endedTicks: endedUser + endedSystem };
  } catch {
    return undefined;
  }
}
