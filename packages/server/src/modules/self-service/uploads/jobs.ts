import type { Database } from '../../../platform/db/database.ts';
import { inBatches, type PeriodicTask } from '../../../platform/jobs/index.ts';
import type { DiskRoom } from '../../../platform/disk-room.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import { createPartialFiles, type PartialFiles, uploadsDirectory } from './partial-files.ts';
import { deleteOldest, deleteOverdue, findKnownUploads } from './repository.ts';

const BATCH = 500;

export interface UploadJobDeps {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly dataDir: string;
  readonly room: DiskRoom;
}

/** Safe in several processes at once. */
export function uploadJobs({ db, keyring, dataDir, room }: UploadJobDeps): PeriodicTask[] {
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
    {
      name: 'uploads.make-room',
      everyMs: 30_000,
      run: async (signal) => {
        while (!signal.aborted && (await room.isShort()) && (await removeOldest(db, partials)));
      },
    },
  ];
}

/** Who sends it has the file still: what is finished is somebody's only copy here. */
async function removeOldest(db: Database, partials: PartialFiles): Promise<boolean> {
  const id = await deleteOldest(db);
  if (id !== undefined) await partials.remove(id);
  return id !== undefined;
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
