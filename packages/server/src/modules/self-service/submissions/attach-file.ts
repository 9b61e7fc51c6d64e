import type { Database } from '../../../platform/db/database.ts';
import { newId } from '../../../platform/ids.ts';
import type { FileStore, StoredFile } from '../../files/index.ts';
import { type DocumentType, KYC_FILE } from '../../kyc/documents/index.ts';
import { insertDraftFile, type LinkRow, type TakenUpload } from './link-repository.ts';
import { commitWrite } from '../../../core/write/index.ts';
import type { AuditActor } from '../../../core/audit/index.ts';

/** Of one invitation (contract 3.6). */
export const MAX_DRAFT_FILES = 20;

export interface DraftParts {
  readonly db: Database;
  readonly files: FileStore;
}

export interface AttachedUpload {
  readonly type: DocumentType;
  readonly stored: StoredFile;
  /** Where the file came in pieces: the row that it leaves, and whose id it keeps. */
  readonly taken?: TakenUpload;
}

/**
 * Makes a received file part of the draft. False: the link ended meanwhile or the draft is full, and the bytes are gone again.
 * Where the database fails the bytes stay for the sweep of the store, as the commit may have happened.
 */
export async function attachFile(
  { db, files }: DraftParts,
  link: LinkRow,
  upload: AttachedUpload,
  actor: AuditActor,
): Promise<boolean> {
  const { type, stored, taken } = upload;
  const id = newId();
  const outcome = await commitWrite(db, {
    effect: insertDraftFile(link, { id, type, ...stored, taken }, MAX_DRAFT_FILES),
    also: [files.keep(stored, { kind: KYC_FILE, id })],
    actor,
    audit: [
      {
        action: 'document.upload',
        sellerId: link.seller_id,
        subjectId: link.id,
        invitationId: link.id,
        details: { type },
      },
    ],
  });
  if (outcome === 'committed') return true;
  await files.discard(stored);
  return false;
}
