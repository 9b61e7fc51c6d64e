import sql, { join, type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { newId } from '../../../platform/ids.ts';
import type { FileStore, StoredFile } from '../../files/index.ts';
import { type DocumentType, insertDraftFile, KYC_FILE } from '../../kyc/documents/index.ts';
import { aboutLink, lockStanding, type LinkVisitor } from '../invitations/index.ts';
import { commitWrite, type Companion } from '../../../core/write/index.ts';

export interface DraftDeps {
  readonly db: Database;
  readonly files: FileStore;
}

/** On what ground a file may join the draft, in the statement that adds it; said by whoever counts the places. */
export interface Admission {
  /** Reads what the CTEs have, and the one named `standing`. */
  readonly condition: Sql;
  /** To follow `standing`. */
  readonly ctes?: (guard: Sql) => readonly Sql[];
  /** Where the file came in pieces: of the upload whose place it takes. */
  readonly uploadId?: string;
  /** What goes where the file is added. */
  readonly also?: readonly Companion[];
}

export interface AttachedFile {
  /** Chosen by whoever keeps something beside it. */
  readonly id?: string;
  readonly type: DocumentType;
  readonly stored: StoredFile;
  readonly admission: Admission;
  /** It was filled in on the page. */
  readonly isFromForm?: boolean;
}

/**
 * Makes a received file part of the draft. False: the link ended meanwhile or the draft is full, and the bytes are gone again.
 * Where the database fails the bytes stay for the sweep of the store, as the commit may have happened.
 */
export async function attachFile(deps: DraftDeps, visitor: LinkVisitor, file: AttachedFile): Promise<boolean> {
  if (await addToDraft(deps, visitor, file)) return true;
  await deps.files.discard(file.stored);
  return false;
}

/** The same, but where it is false the bytes stay: for whoever may admit the file on another ground. */
export async function addToDraft(
  { db, files }: DraftDeps,
  { link, actor }: LinkVisitor,
  file: AttachedFile,
): Promise<boolean> {
  const { id = newId(), type, stored, admission, isFromForm } = file;
  const { condition, uploadId, ctes = () => [], also = [] } = admission;
  const added = { ...stored, id, type, uploadId, isFromForm };
  const outcome = await commitWrite(db, {
    effect: (guard) =>
      join([
        lockStanding(link),
        ...ctes(guard),
        sql`effect as (${insertDraftFile(sql`standing`, added, sql`(${condition}) and ${guard}`)})`,
      ]),
    also: [
      files.keep(stored, { kind: KYC_FILE, id, organization: sql`(select organization_id from standing)` }),
      ...also,
    ],
    actor,
    audit: [{ ...aboutLink(link), action: 'document.upload', details: { type } }],
  });
  return outcome === 'committed';
}
