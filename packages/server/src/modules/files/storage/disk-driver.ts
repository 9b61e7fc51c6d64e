import { join } from 'node:path';
import { listNames, openOnDisk, removeFromDisk } from './disk-objects.ts';
import { locate } from './disk-places.ts';
import { replaceOnDisk } from './disk-replacing.ts';
import { stageOnDisk } from './disk-staging.ts';
import type { StorageDriver } from './storage-driver.ts';
import { isStorageKey } from './storage-key.ts';

const SHARD_NAME = /^[0-9a-f]{2}$/;
const PART_NAME = /^[0-9a-f]{32}\.part$/;

/** Files in shards of one folder, which is created when the first object comes. Touches nothing whose name it did not give. */
export function createDiskDriver(directory: string): StorageDriver {
  async function* shards(): AsyncGenerator<{ readonly shard: string; readonly names: readonly string[] }> {
    for (const name of await listNames(directory)) {
      if (!SHARD_NAME.test(name)) continue;
      const shard = join(directory, name);
      yield { shard, names: await listNames(shard) };
    }
  }

  return {
    stage: () => stageOnDisk(directory),
    open: async (key) => openOnDisk(locate(directory, key).file),
    async remove(key, writtenBefore) {
      return isStorageKey(key) && removeFromDisk(locate(directory, key).file, writtenBefore);
    },
    replace: (key, content) => replaceOnDisk(directory, key, content),
    async *list() {
      for await (const { names } of shards()) yield* names.filter(isStorageKey);
    },
    async removeUnfinished(writtenBefore) {
      let removed = 0;
      for await (const { shard, names } of shards()) {
        for (const name of names.filter((entry) => PART_NAME.test(entry))) {
          removed += (await removeFromDisk(join(shard, name), writtenBefore)) ? 1 : 0;
        }
      }
      return removed;
    },
  };
}
