import { inBatches, type PeriodicTask } from '../../../platform/jobs/index.ts';
import type { DocumentDeps } from './read-document-content.ts';
import { purgeKeptDocuments } from './erase-documents.ts';
import { purgeRemovedFiles } from './removed-files.ts';

const BATCH = 500;

/** Safe in several processes at once. */
export function documentJobs({ db, files }: Pick<DocumentDeps, 'db' | 'files'>): PeriodicTask[] {
  return [
    {
      name: 'documents.purgeRemoved',
      everyMs: 60_000,
      run: (signal) =>
        inBatches(BATCH, signal, async (size) => {
          const gone = await purgeRemovedFiles(db, size);
          // What is left where this is cut short, the sweep of the store removes.
          for (const key of gone.flat()) await files.remove(key);
          return gone.length;
        }),
    },
    {
      name: 'documents.purgeKept',
      everyMs: 3_600_000,
      run: (signal) =>
        inBatches(BATCH, signal, async (size) => {
          const gone = await purgeKeptDocuments(db, size);
          for (const key of gone.flat()) await files.remove(key);
          return gone.length;
        }),
    },
  ];
}
