import { countedIn, type KeyCounts, NOTHING_DONE, reseal, type RewrapStep } from '../../core/sealing/index.ts';
import { AdminError } from '../../platform/admin-error.ts';
import type { Database } from '../../platform/db/database.ts';
import { type Keyring, keyIdOf } from '../../platform/keyring.ts';
import { FileDamaged, FileMissing } from './file-errors.ts';
import { countOwned, findOwnedKeys } from './repository.ts';
import { FILE_KEY_PURPOSE, type FileHeader, readHeader, RECORD_BYTES, writeHeader } from './sealed-records.ts';
import type { StorageDriver } from './storage/storage-driver.ts';
import { inGroups } from './sweep-files.ts';
import { type TakeBytes, takeFrom } from './take-bytes.ts';

interface RewrapPlace {
  readonly db: Database;
  readonly storage: StorageDriver;
  readonly keyring: Keyring;
}

/**
 * A file's own key stands in its header, under the master key: the file is written anew with another header, and takes the place of the
 * older one at once and as a whole. Readers go on with what they opened.
 */
export async function* rewrapFiles(place: RewrapPlace): AsyncGenerator<RewrapStep> {
  const present = await presence(place.db);
  for await (const keys of inGroups(place.storage.list())) {
    await present.note(keys);
    for (const key of keys) yield await rewrapFile(place, key);
  }
  present.require();
}

export async function countFiles({ db, storage }: Omit<RewrapPlace, 'keyring'>): Promise<KeyCounts> {
  const counts = new Map<number, number>();
  const present = await presence(db);
  for await (const keys of inGroups(storage.list())) {
    await present.note(keys);
    for (const key of keys) {
      const keyId = await opened(storage, key, async (take) => keyIdOf((await readHeader(take)).sealedKey));
      if (typeof keyId === 'number') countedIn(counts, keyId);
    }
  }
  present.require();
  return counts;
}

/** A folder that is not mounted holds nothing under any key. */
async function presence(db: Database) {
  const owned = await countOwned(db);
  let found = 0;
  return {
    async note(keys: readonly string[]): Promise<void> {
      found += (await findOwnedKeys(db, keys)).size;
    },
    require(): void {
      if (owned > 0 && found === 0) {
        throw new AdminError(`none of the ${owned} stored files is in DATA_DIR; run this where that folder is mounted`);
      }
    },
  };
}

async function rewrapFile({ storage, keyring }: RewrapPlace, key: string): Promise<RewrapStep> {
  const outcome = await opened(storage, key, async (take) => {
    const header = await readHeader(take);
    const keyId = keyIdOf(header.sealedKey);
    if (keyId === keyring.currentKeyId) return NOTHING_DONE;
    const sealedKey = reseal(keyring, header.sealedKey, { purpose: FILE_KEY_PURPOSE, context: key });
    if (sealedKey === 'locked') return { ...NOTHING_DONE, locked: [keyId] };
    if (sealedKey === 'damaged') return { ...NOTHING_DONE, damaged: [key] };
    const isThere = await storage.replace(key, withHeader({ ...header, sealedKey }, take));
    return isThere ? { ...NOTHING_DONE, resealed: 1 } : NOTHING_DONE;
  });
  if (outcome === 'missing') return NOTHING_DONE;
  return outcome === 'damaged' ? { ...NOTHING_DONE, damaged: [key] } : outcome;
}

async function* withHeader(header: FileHeader, take: TakeBytes): AsyncGenerator<Buffer> {
  yield writeHeader(header);
  for (let bytes = await take(RECORD_BYTES); bytes.length > 0; bytes = await take(RECORD_BYTES)) yield bytes;
}

/** `missing`: it was removed meanwhile. `damaged`: it has no header. */
async function opened<Result>(
  storage: StorageDriver,
  key: string,
  use: (take: TakeBytes) => Promise<Result>,
): Promise<Result | 'missing' | 'damaged'> {
  try {
    const { content } = await storage.open(key);
    try {
      return await use(takeFrom(content));
    } finally {
      content.destroy();
    }
  } catch (error) {
    if (error instanceof FileMissing) return 'missing';
    if (error instanceof FileDamaged) return 'damaged';
    throw error;
  }
}
