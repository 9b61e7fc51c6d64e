import sql, { type Sql } from 'sql-template-tag';
import type { Companion } from '../../../core/write/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { OperatorFigure } from '../../../platform/http/operator-figures.ts';

/** The scope of the service as a whole; the others are member states. */
export const WHOLE_SERVICE = 'ALL';

/** So many failures in a row, and nobody is asked for a while. */
const FAILURES_TO_OPEN = 3;
const FIRST_PAUSE_MINUTES = 1;
const LONGEST_PAUSE_MINUTES = 30;
/** After it was said that we are not to ask: one try then, and again so long. */
const BLOCKED_MINUTES = 60;

export interface OpenBreaker {
  reason: string;
  /** From now. */
  wait_ms: number;
}

/** The one of these that stays open longest; undefined where all may be asked. */
export function findOpenBreaker(db: Database, memberState: string): Promise<OpenBreaker | undefined> {
  return db.findFirst(sql`select reason, (extract(epoch from open_until - now()) * 1000)::int as wait_ms from vies_breakers
    where scope = any(${[memberState, WHOLE_SERVICE]}::text[]) and open_until > now() order by open_until desc limit 1`);
}

export interface Failure {
  readonly scope: string;
  readonly error: string;
  readonly isBlocked: boolean;
}

const minutes = (count: Sql): Sql => sql`now() + interval '1 minute' * ${count}`;

/** Counts it. The third in a row opens the breaker, each one behind it for twice as long. */
export function countFailure({ scope, error, isBlocked }: Failure): Companion {
  const blocked = minutes(sql`${BLOCKED_MINUTES}::int`);
  const growing = minutes(
    sql`least(${LONGEST_PAUSE_MINUTES}::int, ${FIRST_PAUSE_MINUTES}::int * 2 ^ least(f.failures + 1 - ${FAILURES_TO_OPEN}::int, 10))`,
  );
  return {
    statement: sql`insert into vies_breakers as f (scope, failures, reason, open_until)
      select ${scope}, 1, ${error}, case when ${isBlocked}::boolean then ${blocked} end where exists (select from effect)
      on conflict (scope) do update set failures = f.failures + 1, reason = excluded.reason,
        open_until = greatest(f.open_until, excluded.open_until,
          case when f.failures + 1 >= ${FAILURES_TO_OPEN}::int then ${growing} end)`,
  };
}

/** They have answered. */
export function closeBreakers(scopes: readonly string[]): Companion {
  return {
    statement: sql`delete from vies_breakers where scope = any(${[...scopes]}::text[]) and exists (select from effect)`,
  };
}

/** What an operator sees of them. */
export const breakerFigures: readonly OperatorFigure[] = [
  {
    name: 'nt24_vies_breaker_open',
    help: '1 for each member state that VIES is not asked about for a while, and for ALL where it is not asked at all, with the reason.',
    labelNames: ['scope', 'reason'],
    values: sql`select scope, reason, 1 as value from vies_breakers where open_until > now()`,
  },
];
