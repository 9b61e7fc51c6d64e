import { createPartialFiles, uploadsDirectory } from './partial-files.ts';
import type { UploadJobDeps } from './jobs.ts';
import { deleteUploads, type UploadsPlace } from './repository.ts';

/** Ends all of the invitation's unfinished uploads and deletes their bytes; safe to repeat. What a kill leaves the sweep removes. */
export async function removeUploads(
  { db, keyring, dataDir }: Omit<UploadJobDeps, 'room'>,
  place: UploadsPlace,
): Promise<void> {
  const partials = createPartialFiles({ directory: uploadsDirectory(dataDir), keyring });
  for (const { id } of await deleteUploads(db, place)) await partials.remove(id);
}
