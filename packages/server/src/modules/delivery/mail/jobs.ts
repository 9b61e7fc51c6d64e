import { type Clock, daysAfter } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db/database.ts';
import { inBatches, type PeriodicTask } from '../../../platform/jobs/index.ts';
import { sweepMailFolder } from './mail-folder.ts';
import { purgeRecipients } from './recipients.ts';
import { purgeMails } from './repository.ts';

const BATCH = 1_000;
const TEN_MINUTES_MS = 600_000;
const HOUR_MS = 3_600_000;
const FILES_KEPT_DAYS = 30;

export interface MailJobDeps {
  readonly db: Database;
  readonly dataDir: string;
  readonly wallClock: Clock;
}

/** Safe in several processes at once. */
export function mailJobs({ db, dataDir, wallClock }: MailJobDeps): PeriodicTask[] {
  return [
    {
      name: 'mail.purge',
      everyMs: HOUR_MS,
      run: (signal) => inBatches(BATCH, signal, (size) => purgeMails(db, size)),
    },
    {
      name: 'mail.purgeRecipients',
      everyMs: TEN_MINUTES_MS,
      run: (signal) => inBatches(BATCH, signal, (size) => purgeRecipients(db, size)),
    },
    {
      name: 'mail.sweep',
      everyMs: HOUR_MS,
      run: () => sweepMailFolder(dataDir, daysAfter(wallClock.now(), -FILES_KEPT_DAYS)),
    },
  ];
}
