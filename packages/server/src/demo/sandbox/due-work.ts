import sql, { join } from 'sql-template-tag';
import { declared } from '../../modules.ts';
import type { Database } from '../../platform/db/database.ts';
import { pause } from '../../platform/jobs/index.ts';

/** What the modules have to do by the clock, for who moves it. */
export interface DueWork {
  /** Has all done that is due now, and what follows from it at once. Resolves when nothing is left, after half a minute of true time, or after the signal. */
  doAll(signal: AbortSignal): Promise<void>;
  /** The next instant, later than now, at which something is due; undefined where nothing waits. */
  nextAt(): Promise<Date | undefined>;
}

export interface DueWorkDeps {
  readonly db: Database;
  readonly runPeriodic: () => Promise<void>;
}

const LOOK_EVERY_MS = 10;
/** A webhook's receiver that hangs takes 15 s. */
const PATIENCE_MS = 30_000;

/** The queue and the webhooks look once a second by themselves; `count` is how many hands are to look. */
const WAKE = sql`select pg_notify('jobs:insert', '{"r":0,"count":4}'), pg_notify('nt24_events', ''), pg_notify('nt24_deliveries', '')`;

const isLeft = join(
  declared.waiting.flatMap(({ due, underWay }) =>
    [due, ...(underWay ? [underWay] : [])].map((rows) => sql`exists (${rows})`),
  ),
  ' or ',
);
const next = join(
  declared.nextDue.map((query) => sql`(${query})`),
  ', ',
);

export function createDueWork({ db, runPeriodic }: DueWorkDeps): DueWork {
  const isAnyLeft = async (): Promise<boolean> =>
    (await db.readFirst<{ left: boolean }>(sql`/* across sellers: the clock's own work */ select ${isLeft} as left`))
      ?.left === true;

  async function untilDone(signal: AbortSignal): Promise<void> {
    await db.write(WAKE);
    const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]);
    while (!patience.aborted && (await isAnyLeft())) await pause(LOOK_EVERY_MS, patience);
  }

  return {
    async doAll(signal) {
      await runPeriodic();
      await untilDone(signal);
    },
    async nextAt() {
      const found = await db.readFirst<{ at: Date | null }>(
        sql`/* across sellers: the clock's own work */ select least(${next}) as at`,
      );
      return found?.at ?? undefined;
    },
  };
}
