/** Processor time by whom it is spent for, which comes back by and by. In memory: a process that starts anew forgives. */
export interface CpuBudgets {
  spend(budget: Budget, cpuSeconds: number): void;
  /** Seconds until something of it is there again; 0 where it is not used up. */
  waitOf(budget: Budget): number;
}

export interface Budget {
  readonly name: string;
  readonly cpuSeconds: number;
}

interface Spent {
  cpuSeconds: number;
  at: number;
  readonly perSecond: number;
}

/** Looked through for what is whole again whenever so many are kept. */
const PRUNE_AT = 10_000;

export function createCpuBudgets(wholeAfterSeconds: number, now = () => performance.now() / 1000): CpuBudgets {
  const kept = new Map<string, Spent>();
  let pruneAt = PRUNE_AT;

  function refill(spent: Spent): Spent {
    const at = now();
    spent.cpuSeconds = Math.max(0, spent.cpuSeconds - (at - spent.at) * spent.perSecond);
    spent.at = at;
    return spent;
  }

  function prune(): void {
    if (kept.size < pruneAt) return;
    for (const [name, spent] of kept) if (refill(spent).cpuSeconds === 0) kept.delete(name);
    pruneAt = Math.max(PRUNE_AT, kept.size * 2);
  }

  return {
    spend({ name, cpuSeconds: whole }, cpuSeconds) {
      prune();
      const spent = kept.get(name) ?? { cpuSeconds: 0, at: now(), perSecond: whole / wholeAfterSeconds };
      refill(spent).cpuSeconds += cpuSeconds;
      kept.set(name, spent);
    },
    waitOf({ name, cpuSeconds: whole }) {
      const spent = kept.get(name);
      if (!spent) return 0;
      const over = refill(spent).cpuSeconds - whole;
      return over < 0 ? 0 : Math.ceil(over / spent.perSecond) + 1;
    },
  };
}
