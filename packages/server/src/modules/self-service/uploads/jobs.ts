import type { Database } from '../../../platform/db/database.ts';
import { inBatches, type PeriodicTask } from '../../../platform/jobs/index.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import { createPartialFiles, type PartialFiles } from './partial-files.ts';
import { deleteOverdue, findKnownUploads } from './repository.ts';
import { uploadsDirectory } from './uploads.ts';

const BATCH = 500;

export interface UploadJobDeps {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly dataDir: string;
}

/** Safe in several processes at once. */
export function uploadJobs({ db, keyring, dataDir }: UploadJobDeps): PeriodicTask[] {
  const partials = createPartialFiles({ directory: uploadsDirectory(dataDir), keyring });
  return [
    {
      name: 'uploads.sweep',
      everyMs: 600_000,
      run: async (signal) => {
        await inBatches(BATCH, signal, (size) => removeOverdue(db, partials, size));
        await removeStrays(db, partials);
      },
    },
  ];
}

async function removeOverdue(db: Database, partials: PartialFiles, size: number): Promise<number> {
  const ids = await deleteOverdue(db, size);
  for (const id of ids) await partials.remove(id);
  return ids.length;
}

/** Bytes whose row is gone: a process died between the two. No file is begun before its row stands. */
async function removeStrays(db: Database, partials: PartialFiles): Promise<void> {
  const ids = await partials.list();
  for (let at = 0; at < ids.length; at += BATCH) {
    const asked = ids.slice(at, at + BATCH);
    const known = await findKnownUploads(db, asked);
    for (const id of asked) if (!known.has(id)) await partials.remove(id);
  }
}
