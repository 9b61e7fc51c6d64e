import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { StoredFile } from '../../files/index.ts';
import type { DocumentType } from './document-types.ts';
import { STORAGE_KEYS, STORED_FILE_COLUMNS, storedFileValues } from './file-columns.ts';

/**
 * Files that wait in drafts until they become documents, and those that came with one submission. Whose draft it is, and until when
 * it may be changed, is decided by the statements that these fragments stand in: they know a draft by its invitation's id alone.
 */

export interface KycFileRow {
  id: string;
  type: DocumentType;
  file_name: string;
  byte_size: number;
  /** Of the file, its review copy and its preview. */
  storage_keys: string[];
  /** Null where it came before every file got a copy. */
  review_storage_key: string | null;
  review_media_type: string | null;
  review_byte_size: number | null;
  preview_storage_key: string | null;
  preview_width: number | null;
  preview_height: number | null;
  /** Null where nothing of the file can be shown, or nobody looked. */
  looks_empty: boolean | null;
  /** Made of what was filled in on the page, not sent as a file. */
  is_from_form: boolean;
  sha256: Buffer;
  created_at: Date;
}

const columns: Sql = sql`f.id, f.type, f.file_name, f.byte_size, ${STORAGE_KEYS} as storage_keys,
      f.review_storage_key, f.review_media_type, f.review_byte_size, f.preview_storage_key,
      f.preview_width, f.preview_height, f.looks_empty, f.is_from_form, f.sha256, f.created_at`;

/** What waits in the draft, in the order of its coming. */
export function listDraftFiles(db: Database, invitationId: string): Promise<KycFileRow[]> {
  return db.read(sql`select ${columns} from kyc_files f
    where f.invitation_id = ${invitationId}::uuid order by f.created_at, f.id`);
}

/** The name of the draft's file that an upload became, if it did. */
export async function findNameOfUpload(
  db: Database,
  invitationId: string,
  uploadId: string,
): Promise<string | undefined> {
  const row = await db.findFirst<{ file_name: string }>(sql`select file_name from kyc_files
    where upload_id = ${uploadId}::uuid and invitation_id = ${invitationId}::uuid`);
  return row?.file_name;
}

/** Which submission, and whose. */
export interface SubmissionPlace {
  readonly sellerId: string;
  readonly buyerId: string;
  readonly submissionId: string;
}

/** Of the documents that came with the submission, superseded ones included. */
export function listFilesOfSubmission(
  db: Database,
  { sellerId, buyerId, submissionId }: SubmissionPlace,
): Promise<KycFileRow[]> {
  return db.read(sql`select ${columns}
    from kyc_documents d join kyc_files f on f.document_id = d.id
    where d.seller_id = ${sellerId}::uuid and d.buyer_id = ${buyerId}::uuid and d.submission_id = ${submissionId}::uuid
    order by d.type, f.position`);
}

export interface SubmittedDocumentRow {
  id: string;
  type: DocumentType;
}

/** The documents themselves, likewise. */
export function listDocumentsOfSubmission(
  db: Database,
  { sellerId, buyerId, submissionId }: SubmissionPlace,
): Promise<SubmittedDocumentRow[]> {
  return db.read(sql`select d.id, d.type from kyc_documents d
    where d.seller_id = ${sellerId}::uuid and d.buyer_id = ${buyerId}::uuid and d.submission_id = ${submissionId}::uuid
    order by d.type, d.id`);
}

/** How many files wait in the draft of an invitation, for a statement's select list. */
export function draftFileCount(invitationId: Sql): Sql {
  return sql`(select count(*)::int from kyc_files f where f.invitation_id = ${invitationId})`;
}

/** A select: the ids of invitations whose drafts have a file waiting. */
export const draftsWithFiles: Sql = sql`select f.invitation_id from kyc_files f where f.invitation_id is not null`;

export interface NewDraftFile extends StoredFile {
  readonly id: string;
  readonly type: DocumentType;
  /** The upload that becomes the file, where it came in pieces. */
  readonly uploadId?: string | undefined;
  /** False where left out. */
  readonly isFromForm?: boolean | undefined;
}

/** An insert, to stand in a CTE, that adds the file to the draft whose invitation is the row of `draft`. It gives out the file's `id`. */
export function insertDraftFile(draft: Sql, file: NewDraftFile, condition: Sql): Sql {
  return sql`insert into kyc_files (upload_id, is_from_form, id, invitation_id, type, ${STORED_FILE_COLUMNS})
      select ${file.uploadId}::uuid, ${file.isFromForm === true}::boolean, ${file.id}::uuid, ${draft}.id, ${file.type}, ${storedFileValues(file)} from ${draft}
      where ${condition} returning id`;
}

/** A delete, likewise, of some files. */
export function deleteDraftFilesOf(draft: Sql, fileIds: readonly string[]): Sql {
  return sql`delete from kyc_files f using ${draft}
      where f.invitation_id = ${draft}.id and f.id = any(${fileIds}::uuid[]) returning f.id`;
}

/** True where these, in the order of their ids, are the draft's files that were filled in on the page: of a locked invitation. */
export function areFormFiles(draft: Sql, fileIds: readonly string[]): Sql {
  return sql`draft_form_file_ids(${draft}.id) = ${fileIds}::uuid[]`;
}

/** A delete, likewise, of all files of the drafts whose invitations are the rows of `drafts`, and of those that could be put back into them. */
export function deleteDraftFiles(drafts: Sql): Sql {
  return sql`delete from kyc_files f using ${drafts}
      where f.invitation_id = ${drafts}.id or f.removed_from_invitation_id = ${drafts}.id returning f.id`;
}

/** Where the bytes lie of what `deleteDraftFiles` deletes. */
export async function listDraftKeys(db: Database, invitationId: string): Promise<string[]> {
  const rows = await db.read<
    Pick<KycFileRow, 'storage_keys'>
  >(sql`select ${STORAGE_KEYS} as storage_keys from kyc_files f
    where f.invitation_id = ${invitationId}::uuid or f.removed_from_invitation_id = ${invitationId}::uuid`);
  return rows.flatMap((row) => row.storage_keys);
}
