import sql, { type Sql } from 'sql-template-tag';
import { insertAuditLines } from '../../../core/audit/index.ts';
import { limitOffset, type PageWindow } from '../../../core/page-window.ts';
import { insertPiiReadings, type PiiReader } from '../../../core/pii-log/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { DocumentFileRow } from './document.ts';
import type { DocumentType } from './document-types.ts';
import { asVariant, contentColumns, SUBJECT_KINDS, type StoredContentRow } from './repository.ts';
import type { ContentVariant } from './schemas.ts';

/**
 * What was sent and is not yet anybody's document, as reviewers see it. Whose it is, the caller says: by a select of the `id` of the
 * draft, with its `seller_id`, that has a row where the files may be seen.
 */

export interface SentFileRow extends DocumentFileRow {
  type: DocumentType;
  created_at: Date;
}

const columns: Sql = sql`f.id, f.type, f.file_name, f.media_type, f.byte_size, encode(f.sha256, 'hex') as sha256, f.scan, f.review_media_type,
      f.review_byte_size, f.active_content, f.signed, f.encrypted, f.created_at`;

/** The newest first. Undefined where the draft may not be seen. */
export async function listSentFiles(
  db: Database,
  draft: Sql,
  window: PageWindow,
): Promise<{ rows: SentFileRow[]; total: number } | undefined> {
  const [rows, counted] = await Promise.all([
    db.list<SentFileRow>(sql`select ${columns} from (${draft}) as draft join kyc_files f on f.invitation_id = draft.id
      order by f.created_at desc, f.id ${limitOffset(window)}`),
    db.listFirst<{
      total: number;
    }>(sql`select (select count(*)::int from kyc_files f where f.invitation_id = draft.id) as total
      from (${draft}) as draft`),
  ]);
  return counted && { rows, total: counted.total };
}

export interface SentFileReading extends PiiReader {
  readonly fileId: string;
  readonly variant: ContentVariant;
  /** False: look only, nothing is given out and nothing is written down. */
  readonly allowed: boolean;
}

/** Where one of them is stored; in the same statement the reading is written down (contract 4, 5). */
export function findSentFileToRead(
  db: Database,
  draft: Sql,
  reading: SentFileReading,
): Promise<StoredContentRow | undefined> {
  const { clientId, organizationId, requestId } = reading;
  const actor = { kind: 'CLIENT', id: clientId, organizationId, requestId } as const;
  const whose = { sellerId: sql`seller_id`, from: sql`found where ${reading.allowed}::boolean` };
  const logged = insertPiiReadings(reading, {
    ...whose,
    subjectKind: SUBJECT_KINDS[reading.variant],
    subjectId: sql`file_id`,
  });
  const details = sql`jsonb_build_object('variant', ${reading.variant}::text)`;
  const audit = insertAuditLines({ ...whose, action: 'document.download', actor, subjectId: sql`file_id`, details });
  return db.writeFirst(sql`with found as (
      select ${contentColumns}, draft.seller_id
      from (${draft}) as draft join kyc_files f on f.invitation_id = draft.id ${asVariant(reading.variant)}
      where f.id = ${reading.fileId}::uuid),
    logged as (${logged}),
    audit as (${audit})
    select file_id, file_name, is_copy, media_type, byte_size, storage_key, active_content, signed, encrypted from found`);
}
