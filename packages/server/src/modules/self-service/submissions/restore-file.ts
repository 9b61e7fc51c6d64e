import sql, { join, type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { findRemovedFile, listDraftFiles, restoreDraftFile, type RemovedFileRow } from '../../kyc/documents/index.ts';
import { aboutLink, lockStanding, type LinkVisitor } from '../invitations/index.ts';
import { commitWrite } from '../../../core/write/index.ts';

/** `restored`: it is in the draft, now or since an earlier press. `full`: the draft has no room for it. `gone`: it cannot be put back, or the link ended. */
export type RestoreOutcome =
  | { readonly kind: 'restored' | 'full'; readonly file: Pick<RemovedFileRow, 'type' | 'file_name'> }
  | { readonly kind: 'gone' };

export interface RestoreWish {
  readonly fileId: string;
  /** Whether the draft takes one more, for a statement that has a CTE named `standing`: said by whoever counts the places. */
  readonly isRoom: Sql;
}

/** Puts back a file that was taken out of the draft, as it was. */
export async function restoreFile(
  db: Database,
  { link, actor }: LinkVisitor,
  { fileId, isRoom }: RestoreWish,
): Promise<RestoreOutcome> {
  const file = await findRemovedFile(db, link.id, fileId);
  const outcome =
    file &&
    (await commitWrite(db, {
      effect: (guard) =>
        join([
          lockStanding(link),
          sql`effect as (${restoreDraftFile(sql`standing`, fileId, sql`${isRoom} and ${guard}`)})`,
        ]),
      actor,
      audit: [{ ...aboutLink(link), action: 'document.restore', details: { type: file.type } }],
    }));
  if (file && outcome === 'committed') return { kind: 'restored', file };
  const back = (await listDraftFiles(db, link.id)).find(({ id }) => id === fileId);
  if (back) return { kind: 'restored', file: back };
  const waiting = await findRemovedFile(db, link.id, fileId);
  return waiting ? { kind: 'full', file: waiting } : { kind: 'gone' };
}
