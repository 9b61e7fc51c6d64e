import { defineModule } from '../../core/module.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Database } from '../../platform/db/database.ts';
import { fileFigures } from './file-figures.ts';
import type { FileStore } from './file-store.ts';

const HOUR_MS = 3_600_000;

export interface FileDeps {
  readonly db: Database;
  readonly files: FileStore;
  readonly wallClock: Clock;
}

export const files = defineModule<FileDeps>({
  name: 'files',
  tables: ['stored_files', 'stored_bytes', 'data_folders'],
  views: ['stored_bytes_of'],
  figures: fileFigures,
  actions: { 'data-folder.accept': {} },
  sealed: [
    {
      kind: 'stored-files',
      count: ({ db, files }) => files.countByMasterKey(db),
      rewrap: ({ db, files }) => files.rewrap(db),
    },
  ],
  periodic: ({ db, files, wallClock }) => [
    {
      name: 'files.sweep',
      everyMs: HOUR_MS,
      run: async () => void (await files.sweep({ db, clock: wallClock })),
    },
  ],
});
