import { join } from 'node:path';
import { defineSealed, countedIn, NOTHING_DONE, type RewrapStep } from '../../../core/sealing/index.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { Logger } from '../../../platform/logger.ts';
import { createPartialFiles, uploadsDirectory } from './partial-files.ts';
import { readKeyIds, resealFile } from './reseal-partial-file.ts';
import { TusError } from './tus-error.ts';
import { createUploadLocker, type UploadLocker } from './upload-locker.ts';

export interface SealedUploadDeps {
  readonly databaseUrl: string;
  readonly keyring: Keyring;
  readonly dataDir: string;
  readonly log: Logger;
}

/** Files on their way, each under its lock: whoever is sending a piece is asked to let go, and sends it again. */
export const sealedUploads = defineSealed<SealedUploadDeps>({
  kind: 'unfinished-uploads',
  async count({ keyring, dataDir }) {
    const partials = createPartialFiles({ directory: uploadsDirectory(dataDir), keyring });
    const counts = new Map<number, number>();
    for (const id of await partials.list())
      for (const keyId of await readKeyIds(pathIn(dataDir, id))) countedIn(counts, keyId);
    return counts;
  },
  async *rewrap({ databaseUrl, keyring, dataDir, log }) {
    const partials = createPartialFiles({ directory: uploadsDirectory(dataDir), keyring });
    const locker = createUploadLocker({ databaseUrl, log });
    try {
      for (const id of await partials.list()) yield await rewrapUpload({ dataDir, locker, keyring }, id);
    } finally {
      await locker.close();
    }
  },
});

/** Of an id that stands in the folder. */
function pathIn(dataDir: string, id: string): string {
  return join(uploadsDirectory(dataDir), id);
}

interface Tools {
  readonly dataDir: string;
  readonly locker: UploadLocker;
  readonly keyring: Keyring;
}

async function rewrapUpload({ dataDir, locker, keyring }: Tools, id: string): Promise<RewrapStep> {
  const path = pathIn(dataDir, id);
  const isCurrent = (keyId: number): boolean => keyId === keyring.currentKeyId;
  if ([...(await readKeyIds(path))].every(isCurrent)) return NOTHING_DONE;
  const lock = locker.newLock(id);
  try {
    await lock.lock(new AbortController().signal, () => undefined);
  } catch (error) {
    if (error instanceof TusError) return { ...NOTHING_DONE, busy: 1 };
    throw error;
  }
  try {
    const locked = [...(await readKeyIds(path))].filter((keyId) => !keyring.keyIds.includes(keyId));
    if (locked.length > 0) return { ...NOTHING_DONE, locked };
    const outcome = await resealFile(path, keyring, id);
    return {
      ...NOTHING_DONE,
      resealed: outcome === 'resealed' ? 1 : 0,
      damaged: outcome === 'damaged' ? [id] : [],
      busy: outcome === 'busy' ? 1 : 0,
    };
  } finally {
    await lock.unlock();
  }
}
