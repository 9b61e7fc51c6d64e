import sql, { join, type Sql } from 'sql-template-tag';
import type { AuditEntry } from '../../../core/audit/index.ts';
import { commitWrite } from '../../../core/write/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import { cancelMails, forgetMailFiles } from '../../delivery/mail/index.ts';
import { dropFiles, type FileStore } from '../../files/index.ts';
import { deleteDraftFiles, KYC_FILE, listDraftKeys } from '../../kyc/documents/index.ts';
import {
  eraseRow,
  expireOverdue,
  getForOperator,
  type OperatedInvitation,
  OPERATOR,
  persist,
} from '../invitations/index.ts';
import { eraseWords } from '../submissions/index.ts';
import { removeUploads } from '../uploads/index.ts';

export interface ErasureDeps {
  readonly db: Database;
  readonly files: FileStore;
  readonly keyring: Keyring;
  readonly dataDir: string;
}

/**
 * Removes what the invitation holds of people, at once, and ends it where it could be used or revived (docs/decisions/0026). Rows go in
 * one commit, bytes behind it: what a kill leaves of them goes with a repeat or with the next sweep.
 * @returns false where it was erased before
 */
export async function eraseInvitation(deps: ErasureDeps, { id }: Pick<OperatedInvitation, 'id'>): Promise<boolean> {
  const { db, files } = deps;
  const keys = await listDraftKeys(db, id);
  const { row, isErased } = await persist(async () => {
    // What the clock decided is written down first, with its event.
    await expireOverdue(db, 1, id);
    const read = await getForOperator(db, id);
    if (read.erased_at !== null) return { row: read, isErased: false };
    return (await isCommitted(db, read)) ? { row: read, isErased: true } : undefined;
  });
  for (const key of keys) await files.remove(key);
  await removeUploads(deps, row);
  await forgetMailFiles(deps, { kind: 'invitation', id });
  return isErased;
}

async function isCommitted(db: Database, row: OperatedInvitation): Promise<boolean> {
  const outcome = await commitWrite(db, {
    actor: OPERATOR,
    effect: (guard) => erasing(row, guard),
    also: [dropFiles(KYC_FILE, sql`select id from file`), cancelMails('invitation', row.id)],
    audit: linesOf(row),
  });
  return outcome === 'committed';
}

function erasing(row: OperatedInvitation, guard: Sql): Sql {
  return join([eraseRow(row, guard), eraseWords(row.seller_id), sql`file as (${deleteDraftFiles(sql`effect`)})`]);
}

function linesOf({ id, seller_id: sellerId, status }: OperatedInvitation): AuditEntry[] {
  const about = { sellerId, subjectId: id, invitationId: id };
  const isEnded = status === 'ACTIVE' || status === 'EXPIRED';
  return [...(isEnded ? [{ ...about, action: 'invitation.revoke' }] : []), { ...about, action: 'invitation.erase' }];
}
