import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sql from 'sql-template-tag';
import { commitWrite } from '../../../core/write/index.ts';
import {
  createPrivateFile,
  DataFolderError,
  prepareDataFolder,
  writePrivateFile,
} from '../../../platform/data-folder.ts';
import type { Database } from '../../../platform/db/database.ts';
import { syncFolder } from '../../../platform/durable-folder.ts';
import { newId } from '../../../platform/ids.ts';
import type { Tables } from '../../../schema/tables.ts';

const MARK = 'data-folder.id';
const ACCEPT = 'accept this one as it is, without the files of the other, by "npm run ops -- data-folder accept"';

type FolderRow = Pick<Tables['data_folders'], 'id' | 'marked_at'>;

/**
 * Called at each start, by several processes at once too: the folder must carry the mark of this database. An empty folder in the
 * place of one that is not mounted would lose what comes, and give none of what is there. The row stands before the mark is made, so
 * that all who make it at once write the same.
 * @throws DataFolderError where it does not, or where a new one cannot be written
 */
export async function requireDataFolder(db: Database, folder: string): Promise<void> {
  const row = await knownFolder(db);
  const mark = await readMark(folder);
  if (mark === row.id) return row.marked_at === null ? recordMark(db, row.id) : undefined;
  if (mark !== undefined)
    throw new DataFolderError(
      `the data folder ${folder} belongs to another database (${MARK}); set DATA_DIR to the folder of this one, or ${ACCEPT}`,
    );
  if (row.marked_at !== null || (await isFilesMissing(db, folder)))
    throw new DataFolderError(
      `the data folder ${folder} is not the one with the files of this database (it has no ${MARK}); mount that one, set DATA_DIR to it, or ${ACCEPT}`,
    );
  prepareDataFolder(folder);
  createPrivateFile(join(folder, MARK), `${row.id}\n`);
  await syncFolder(folder);
  await recordMark(db, row.id);
}

/** From now on this folder is the database's, whatever is in it, and no other one. */
export async function acceptDataFolder(db: Database, folder: string): Promise<void> {
  prepareDataFolder(folder);
  const id = newId();
  await commitWrite(db, {
    effect: (guard) => sql`effect as (insert into data_folders (id, marked_at) select ${id}::uuid, now() where ${guard}
      on conflict (only_one) do update set id = excluded.id, marked_at = excluded.marked_at returning id)`,
    actor: { kind: 'OPERATOR' },
    audit: [{ action: 'data-folder.accept', details: {} }],
  });
  writePrivateFile(join(folder, MARK), `${id}\n`);
  await syncFolder(folder);
}

async function knownFolder(db: Database): Promise<FolderRow> {
  const select = sql`select id, marked_at from data_folders`;
  const known = await db.readFirst<FolderRow>(select);
  if (known) return known;
  await db.write(sql`insert into data_folders (id) values (${newId()}::uuid) on conflict do nothing`);
  const made = await db.readFirst<FolderRow>(select);
  if (!made) throw new Error('the row of the data folder is not there');
  return made;
}

async function recordMark(db: Database, id: string): Promise<void> {
  await db.write(sql`update data_folders set marked_at = now() where id = ${id}::uuid and marked_at is null`);
}

async function readMark(folder: string): Promise<string | undefined> {
  try {
    return (await readFile(join(folder, MARK), 'utf8')).trim();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new DataFolderError(`the data folder ${folder} cannot be read (${code ?? 'unknown'})`);
  }
}

/** Of a database that is older than its mark: it has files, and the folder has none. */
async function isFilesMissing(db: Database, folder: string): Promise<boolean> {
  const found = await db.readFirst<{ any: boolean }>(sql`select exists (select from stored_files) as any`);
  if (found?.any !== true) return false;
  const names = await readdir(join(folder, 'files')).catch(() => []);
  return names.length === 0;
}
