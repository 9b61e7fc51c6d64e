import type { Database } from '../../../platform/db/database.ts';
import { inBatches, type PeriodicTask } from '../../../platform/jobs/index.ts';
import { expireSessions } from './repository.ts';

const BATCH = 500;

/** Safe in several processes at once. */
export function verificationJobs({ db }: { readonly db: Database }): PeriodicTask[] {
  return [
    {
      name: 'verification.expire',
      everyMs: 60_000,
      run: (signal) => inBatches(BATCH, signal, (size) => expireSessions(db, size)),
    },
  ];
}
