import type { Client } from 'pg';
import { instantOf } from '../../platform/clock.ts';

/** Told of whenever the clock was asked to move. */
export const CLOCK_CHANNEL = 'nt24_sandbox_clock';

/** The clock as committed: how far it is ahead of the system's, and how far it was asked to be. */
export interface ClockState {
  readonly aheadMs: number;
  readonly wantedMs: number;
  /** How often all was made anew: whoever has asked in another one waits for nothing any more. */
  readonly era: number;
  /** What the service takes for now. */
  readonly now: Date;
}

interface ClockRow {
  ahead_ms: string;
  wanted_ms: string;
  era: number;
  now: Date;
}

const STATE = `ahead_ms, wanted_ms, era, pg_catalog.now() + ahead_ms * interval '1 millisecond' as now`;

/**
 * Counts a start of the demo. With the first one the clock may begin at an instant.
 * @returns which one it is since the demo was made, from 1
 */
export async function countStart(client: Client, startMs: number | undefined): Promise<number> {
  const { rows } = await client.query<{ starts: number }>(
    'update sandbox_clock.clock set starts = starts + 1 returning starts',
  );
  const starts = rows[0]?.starts ?? 1;
  if (startMs !== undefined && starts === 1)
    await client.query(
      `update sandbox_clock.clock set ahead_ms = it.ahead, wanted_ms = it.ahead from (select ${aheadAtStart(startMs)} as ahead) it`,
    );
  return starts;
}

/** In SQL: how far a clock is ahead that begins now. Undefined: at the true time. */
export function aheadAtStart(startMs: number | undefined): string {
  if (startMs === undefined) return '0';
  return `${Math.round(startMs)} - round(extract(epoch from pg_catalog.clock_timestamp()) * 1000)::bigint`;
}

export async function readClock(client: Client): Promise<ClockState> {
  return stateOf((await client.query<ClockRow>(`select ${STATE} from sandbox_clock.clock`)).rows);
}

/** Several at once add up. Undefined: it would be more than `mostMs` ahead. */
export async function wantAdvance(client: Client, byMs: number, mostMs: number): Promise<ClockState | undefined> {
  const { rows } = await client.query<ClockRow>(
    `update sandbox_clock.clock set wanted_ms = wanted_ms + $1::bigint where wanted_ms + $1::bigint <= $2::bigint
      returning ${STATE}, pg_notify('${CLOCK_CHANNEL}', '')`,
    [byMs, mostMs],
  );
  return rows.length === 0 ? undefined : stateOf(rows);
}

/** Moves it so far, forward only, and no farther than it was asked to. */
export async function moveClock(client: Client, toMs: number): Promise<ClockState> {
  const { rows } = await client.query<ClockRow>(
    `update sandbox_clock.clock set ahead_ms = greatest(ahead_ms, least(wanted_ms, $1::bigint)) returning ${STATE}`,
    [Math.ceil(toMs)],
  );
  return stateOf(rows);
}

function stateOf([row]: readonly ClockRow[]): ClockState {
  if (!row) throw new Error('the sandbox has no clock');
  return {
    aheadMs: Number(row.ahead_ms),
    wantedMs: Number(row.wanted_ms),
    era: row.era,
    now: instantOf(row.now.getTime()),
  };
}
