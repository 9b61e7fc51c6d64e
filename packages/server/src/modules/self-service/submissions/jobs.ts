import type { Database } from '../../../platform/db/database.ts';
import { inBatches, type PeriodicTask } from '../../../platform/jobs/index.ts';
import { purgeUsedDeviceLinks } from './device-sessions.ts';
import { purgeEndedDrafts } from './draft-repository.ts';
import { purgeEndedSessions } from './ended-sessions.ts';

const BATCH = 500;

/** Safe in several processes at once. */
export function submissionJobs({ db }: { readonly db: Database }): PeriodicTask[] {
  return [
    {
      name: 'submissions.purgeDrafts',
      everyMs: 600_000,
      run: (signal) => inBatches(BATCH, signal, (size) => purgeEndedDrafts(db, size)),
    },
    {
      name: 'submissions.purgeEndedSessions',
      everyMs: 600_000,
      run: (signal) => inBatches(BATCH, signal, (size) => purgeEndedSessions(db, size)),
    },
    {
      name: 'submissions.purgeUsedDeviceLinks',
      everyMs: 600_000,
      run: (signal) => inBatches(BATCH, signal, (size) => purgeUsedDeviceLinks(db, size)),
    },
  ];
}
