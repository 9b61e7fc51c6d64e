import sql from 'sql-template-tag';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';

/** The state of a budget after a call was taken from it, or refused. */
export interface RateState {
  readonly granted: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** When the running minute ends. */
  readonly resetAtSeconds: number;
  /** Whole seconds, at least 1; only of use when refused. */
  readonly retryAfterSeconds: number;
}

export interface RateLimiter {
  /** Takes one call from the budget `scope` x `category` of `perMinute` calls (contract 2.7), shared by all processes. */
  take(scope: string, category: string, perMinute: number): Promise<RateState>;
}

interface TakenRow {
  granted: string;
  remaining: string;
  minute_ends_at: Date;
  usable_until: Date;
  retry_at: Date;
}

interface Budget {
  readonly scope: string;
  readonly category: string;
  readonly perMinute: number;
}

interface Lease {
  left: number;
  readonly usableUntilMs: number;
  readonly remainingElsewhere: number;
  readonly minuteEndsMs: number;
}

/** Twice the rate for 10 s: a third of the minute's calls. */
const BURST_SHARE = 3;
/** Big budgets are taken from the database in portions of a thousandth, so that they cost no round trip a call. */
const LEASE_SHARE = 1_000;

/**
 * Windows of a minute and of 10 s, counted in the database, so that several processes share them exactly. A portion that
 * a process took and did not use lapses with its window: the limit may be undershot by that, never overshot.
 */
export function createRateLimiter(db: Database, clock: Clock): RateLimiter {
  const leases = new Map<string, Lease>();
  const leasing = new Map<string, Promise<TakenRow | undefined>>();

  function spend(name: string, nowMs: number): Lease | undefined {
    const lease = leases.get(name);
    if (!lease || lease.left <= 0 || lease.usableUntilMs <= nowMs) return undefined;
    lease.left -= 1;
    return lease;
  }

  async function lease({ scope, category, perMinute }: Budget, wanted: number): Promise<TakenRow> {
    const burst = Math.max(1, Math.floor(perMinute / BURST_SHARE));
    const row = await db.writeFirst<TakenRow>(
      sql`select * from take_calls(${scope}, ${category}, ${perMinute}::bigint, ${burst}::bigint, ${wanted}::bigint)`,
    );
    if (!row) throw new Error('take_calls returned no row');
    return row;
  }

  async function takePortion(name: string, take: () => Promise<TakenRow>): Promise<TakenRow | undefined> {
    const running = leasing.get(name);
    if (running) return running;
    const started = take()
      .then((row) => {
        leases.set(name, {
          left: Number(row.granted),
          usableUntilMs: row.usable_until.getTime(),
          remainingElsewhere: Number(row.remaining),
          minuteEndsMs: row.minute_ends_at.getTime(),
        });
        return row;
      })
      .finally(() => leasing.delete(name));
    leasing.set(name, started);
    return started;
  }

  return {
    async take(scope, category, perMinute) {
      const budget = { scope, category, perMinute };
      const portion = Math.floor(perMinute / LEASE_SHARE);
      if (portion <= 1) return stateOf(await lease(budget, 1), perMinute, clock.now().getTime());
      const name = `${scope} ${category}`;
      for (;;) {
        const nowMs = clock.now().getTime();
        const spent = spend(name, nowMs);
        if (spent) return leasedState(spent, perMinute, nowMs);
        const row = await takePortion(name, () => lease(budget, portion));
        if (row && Number(row.granted) === 0) return stateOf(row, perMinute, nowMs);
      }
    },
  };
}

function stateOf(row: TakenRow, limit: number, nowMs: number): RateState {
  return {
    granted: Number(row.granted) > 0,
    limit,
    remaining: Number(row.remaining),
    resetAtSeconds: Math.ceil(row.minute_ends_at.getTime() / 1000),
    retryAfterSeconds: Math.max(1, Math.ceil((row.retry_at.getTime() - nowMs) / 1000)),
  };
}

function leasedState(lease: Lease, limit: number, nowMs: number): RateState {
  return {
    granted: true,
    limit,
    remaining: lease.remainingElsewhere + lease.left,
    resetAtSeconds: Math.ceil(lease.minuteEndsMs / 1000),
    retryAfterSeconds: Math.max(1, Math.ceil((lease.minuteEndsMs - nowMs) / 1000)),
  };
}
