import { PRISM_REVOKE, CREATE, GET_ONE, PGBENCH, REVOKE } from './names.ts';
import { printGoal, type Row } from './report.ts';

/** What each generator leaves of the machine differs, and so does what can be asked for. */
const PERCENT_OF_PGBENCH: Readonly<Record<string, number>> = { wrk: 85, Node: 70 };
const MOST_CPU_MICROS = 320;

/** NaN, which meets no goal, where it was not measured. */
export function rateOf(rows: readonly Row[], what: string, by: string): number {
  return rows.find((row) => row.what === what && row.by === by)?.perSecond ?? Number.NaN;
}

export function judgeAgainstPgbench(rows: readonly Row[], by: string): void {
  const pgbench = rateOf(rows, PGBENCH, 'pgbench');
  if (Number.isNaN(pgbench)) return;
  const value = (100 * rateOf(rows, REVOKE, by)) / pgbench;
  const goal = { value, atLeast: PERCENT_OF_PGBENCH[by] ?? 100, unit: '%', digits: 0 };
  printGoal({ what: `POST revoke / pgbench, by ${by}`, ...goal });
}

/** By one generator. */
export function judge(rows: readonly Row[], by: string): void {
  const [revoke, getOne, prism, create] = [REVOKE, GET_ONE, PRISM_REVOKE, CREATE].map((what) => rateOf(rows, what, by));
  const ratio = (one = Number.NaN, other = Number.NaN): number => one / other;
  printGoal({ what: `POST revoke / warm Prism, by ${by}`, value: ratio(revoke, prism), atLeast: 1.8, unit: 'x' });
  // Prism's document has the one operation, so its POST stands in for a GET.
  printGoal({ what: `GET one / warm Prism's POST, by ${by}`, value: ratio(getOne, prism), atLeast: 4, unit: 'x' });
  const half = { value: 100 * ratio(create, revoke), atLeast: 50, unit: '%', digits: 0 };
  printGoal({ what: `POST create / POST revoke, by ${by}`, ...half });
  const { api, postgres } = rows.find((row) => row.what === REVOKE && row.by === by)?.cpuMicros ?? {};
  if (api === undefined || postgres === undefined)
    return console.log('processor time cannot be read here: it needs /proc');
  const cpu = { value: api + postgres, under: MOST_CPU_MICROS, unit: 'us', digits: 0 };
  printGoal({ what: 'CPU of a revoke, API + PostgreSQL', ...cpu });
}
