import type { Database } from '../../../platform/db/database.ts';
import { inBatches, type PeriodicTask } from '../../../platform/jobs/index.ts';
import { foldChanges } from './list-repository.ts';

const FOLDED = 10_000;

/** Safe in several processes at once. */
export function buyerJobs({ db }: { readonly db: Database }): PeriodicTask[] {
  return [
    {
      name: 'buyers.fold',
      everyMs: 2_000,
      run: (signal) => inBatches(FOLDED, signal, (size) => foldChanges(db, size)),
    },
  ];
}
