import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { dropFiles } from '../../files/index.ts';
import type { DocumentType } from './document-types.ts';
import { KYC_FILE, STORAGE_KEYS } from './file-columns.ts';

/**
 * Files that were taken out of drafts, for as long as that can be undone (decision 0035). Their rows name the draft in a column of their
 * own, so that no reading of drafts or documents finds them.
 */

/** So long a file can be put back; then its row and its bytes go. */
export const UNDO_MINUTES = 10;

const WINDOW: Sql = sql`interval '1 minute' * ${UNDO_MINUTES}::int`;

/** An update, to stand in a CTE: takes the file out of the draft whose invitation is the row of `draft`. It gives out the file's `id`. */
export function removeDraftFile(draft: Sql, fileId: string, condition: Sql): Sql {
  return sql`update kyc_files f set removed_from_invitation_id = f.invitation_id, removed_at = now(), invitation_id = null from ${draft}
      where f.invitation_id = ${draft}.id and f.id = ${fileId}::uuid and ${condition} returning f.id`;
}

/** An update, likewise: puts it back as it was, its place in the order included. */
export function restoreDraftFile(draft: Sql, fileId: string, condition: Sql): Sql {
  return sql`update kyc_files f set invitation_id = f.removed_from_invitation_id, removed_from_invitation_id = null, removed_at = null from ${draft}
      where f.removed_from_invitation_id = ${draft}.id and f.id = ${fileId}::uuid and f.removed_at > now() - ${WINDOW}
        and ${condition} returning f.id, f.type`;
}

export interface RemovedFileRow {
  id: string;
  type: DocumentType;
  file_name: string;
}

/** Undefined where it was never of this draft, is in it, or can no longer be put back. */
export function findRemovedFile(
  db: Database,
  invitationId: string,
  fileId: string,
): Promise<RemovedFileRow | undefined> {
  return db.findFirst(sql`select f.id, f.type, f.file_name from kyc_files f
    where f.removed_from_invitation_id = ${invitationId}::uuid and f.id = ${fileId}::uuid and f.removed_at > now() - ${WINDOW}`);
}

/** Of all that was taken out of drafts too long ago, across sellers. Returns where the bytes of each lie: they are nobody's now. */
export async function purgeRemovedFiles(db: Database, limit: number): Promise<string[][]> {
  const rows = await db.write<{ storage_keys: string[] }>(sql`/* across sellers: the clock's own work */ with old as (
      select f.id from kyc_files f where f.removed_from_invitation_id is not null and f.removed_at <= now() - ${WINDOW}
      limit ${limit}::int for update skip locked),
    gone as (delete from kyc_files f using old where f.id = old.id returning f.id, ${STORAGE_KEYS} as storage_keys),
    stored as (${dropFiles(KYC_FILE, sql`select id from gone`).statement})
    select storage_keys from gone`);
  return rows.map((row) => row.storage_keys);
}
