import { inBatches, type PeriodicTask } from '../../../platform/jobs/index.ts';
import type { ContactDeps } from './deps.ts';
import { listOpenRows, sealRows } from './repository.ts';
import { openContact, sealFacts } from './sealed-contact.ts';

const BATCH = 200;

/** Seals what stands in the open: of before, and of processes of the release before. Safe in several processes at once. */
export function contactJobs({ db, keyring }: ContactDeps): PeriodicTask[] {
  return [
    {
      name: 'contacts.sealOpen',
      everyMs: 600_000,
      run: (signal) =>
        inBatches(BATCH, signal, async (size) => {
          const rows = await listOpenRows(db, size);
          const sealed = rows.map((row) => sealFacts(keyring, row.id, openContact(keyring, row).facts));
          if (rows.length > 0)
            await sealRows(
              db,
              rows.map(({ id }) => id),
              sealed,
            );
          return rows.length;
        }),
    },
  ];
}
