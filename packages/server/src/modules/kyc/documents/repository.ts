import sql, { empty, type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { limitOffset, orderBy, windowOf } from '../../../core/api/index.ts';
import { insertAuditLines } from '../../../core/audit/index.ts';
import { insertPiiReadings, type PiiReader } from '../../../core/pii-log/index.ts';
import { type BuyerPath, lockBuyer } from '../../parties/buyers/index.ts';
import type { StoredFile } from '../../files/index.ts';
import type { DocumentFileRow, DocumentRow } from './document.ts';
import { type DocumentType, VERIFICATION_REPORT } from './document-types.ts';
import { STORED_FILE_COLUMNS, storedFileValues } from './file-columns.ts';
import type { KycMode } from './kyc-mode.ts';
import type { ContentVariant, DOCUMENT_SORTS, DocumentPath, ListDocumentsQuery } from './schemas.ts';

export interface KycBuyerRow {
  kyc_mode: KycMode;
  /** Types of which the buyer has an ACTIVE document. */
  active_types: DocumentType[];
  erased_at: Date | null;
  now: Date;
}

/** The types of which buyer `b` has an ACTIVE document that counts, for a statement that reads `buyer_facts b`. */
export const activeTypes: Sql = sql`array(select d.type from kyc_documents d
      where d.seller_id = b.seller_id and d.buyer_id = b.id and d.status = 'ACTIVE' and d.type <> ${VERIFICATION_REPORT})`;

export function findKycBuyer(db: Database, { sellerId, buyerId }: BuyerPath): Promise<KycBuyerRow | undefined> {
  return db.findFirst(sql`select b.kyc_mode, b.erased_at, date_trunc('milliseconds', now()) as now, ${activeTypes} as active_types
    from buyer_facts b where b.seller_id = ${sellerId}::uuid and b.id = ${buyerId}::uuid`);
}

export const columns = sql`d.id, d.type, to_char(d.document_date, 'YYYY-MM-DD') as document_date,
        to_char(d.expires_on, 'YYYY-MM-DD') as expires_on, d.status, d.source, d.created_at, d.superseded_at,
        d.ended_at, d.end_reason,
        (select json_agg(json_build_object('id', f.id, 'file_name', f.file_name, 'media_type', f.media_type, 'byte_size', f.byte_size,
          'sha256', encode(f.sha256, 'hex'), 'scan', f.scan, 'review_media_type', f.review_media_type, 'review_byte_size', f.review_byte_size,
          'active_content', f.active_content, 'signed', f.signed, 'encrypted', f.encrypted)
          order by f.position, f.id) from kyc_files f where f.document_id = d.id) as files`;

/** With the database's instant of reading, and whether its buyer was erased. */
export interface ReadDocument extends DocumentRow {
  now: Date;
  erased_at: Date | null;
}

export function findDocument(
  db: Database,
  { sellerId, buyerId, documentUuid }: DocumentPath,
): Promise<ReadDocument | undefined> {
  return db.findFirst(sql`select ${columns}, date_trunc('milliseconds', now()) as now, b.erased_at
    from kyc_documents d join buyer_facts b on b.seller_id = d.seller_id and b.id = d.buyer_id
    where d.seller_id = ${sellerId}::uuid and d.buyer_id = ${buyerId}::uuid and d.id = ${documentUuid}::uuid`);
}

/** An expression: the id of the submission with which the document came; null where it came by the API. */
export function submissionOfDocument({ sellerId, buyerId, documentUuid }: DocumentPath): Sql {
  return sql`(select d.submission_id from kyc_documents d
    where d.seller_id = ${sellerId}::uuid and d.buyer_id = ${buyerId}::uuid and d.id = ${documentUuid}::uuid)`;
}

export interface DocumentEnd {
  readonly status: 'REJECTED' | 'WITHDRAWN';
  readonly reason: string;
  readonly endedAt: Date;
}

/** Where it is ACTIVE still. Its `effect` gives out the document's `id`, `seller_id`, `buyer_id` and `type`. */
export function endDocument({ documentUuid, ...place }: DocumentPath, end: DocumentEnd): (guard: Sql) => Sql {
  return (guard) => sql`owner as (${lockBuyer(place, guard)}),
    effect as (
      update kyc_documents d set status = ${end.status}, ended_at = ${end.endedAt}::timestamptz, end_reason = ${end.reason} from owner
      where d.seller_id = owner.seller_id and d.buyer_id = owner.id and d.id = ${documentUuid}::uuid and d.status = 'ACTIVE'
      returning d.id, d.seller_id, d.buyer_id, d.type)`;
}

/** Where the document is ACTIVE still. What was told of another date is told anew. */
export function setExpiry({ documentUuid, ...place }: DocumentPath, expiresOn: string | null): (guard: Sql) => Sql {
  return (guard) => sql`owner as (${lockBuyer(place, guard)}),
    effect as (
      update kyc_documents d set expires_on = ${expiresOn}::date, expiry_mail_id = null from owner
      where d.seller_id = owner.seller_id and d.buyer_id = owner.id and d.id = ${documentUuid}::uuid and d.status = 'ACTIVE' returning d.id)`;
}

export interface RejectionRow {
  type: DocumentType;
  reason: string;
}

/** Why the newest document of a type was rejected, where it was. */
export function listRejections(db: Database, { sellerId, buyerId }: BuyerPath): Promise<RejectionRow[]> {
  return db.read(sql`select type, end_reason as reason from (
      select distinct on (d.type) d.type, d.status, d.end_reason from kyc_documents d
      where d.seller_id = ${sellerId}::uuid and d.buyer_id = ${buyerId}::uuid order by d.type, d.created_at desc, d.id) newest
    where status = 'REJECTED' and end_reason is not null`);
}

/** A condition: the newest document of a type was rejected. All are expressions. */
export function isRejected({ sellerId, buyerId, type }: Readonly<Record<'sellerId' | 'buyerId' | 'type', Sql>>): Sql {
  return sql`'REJECTED' = (select d.status from kyc_documents d
    where d.seller_id = ${sellerId} and d.buyer_id = ${buyerId} and d.type = ${type} order by d.created_at desc, d.id limit 1)`;
}

const SORTABLE: Readonly<Record<(typeof DOCUMENT_SORTS)[number], string>> = { createdAt: 'created_at' };

/** Undefined when there is no such buyer. */
export async function selectDocuments(
  db: Database,
  place: BuyerPath,
  query: ListDocumentsQuery,
): Promise<{ rows: DocumentRow[]; total: number } | undefined> {
  const where = sql`d.seller_id = ${place.sellerId}::uuid and d.buyer_id = ${place.buyerId}::uuid
    ${query.type === undefined ? empty : sql`and d.type = ${query.type}`}
    ${query.status === undefined ? empty : sql`and d.status = ${query.status}`}`;
  const [rows, counted] = await Promise.all([
    db.list<DocumentRow>(
      sql`select ${columns} from kyc_documents d where ${where} ${orderBy(query.sort, SORTABLE)} ${limitOffset(windowOf(query))}`,
    ),
    db.listFirst<{ total: number }>(sql`select (select count(*)::int from kyc_documents d where ${where}) as total
      from buyer_facts b where b.seller_id = ${place.sellerId}::uuid and b.id = ${place.buyerId}::uuid`),
  ]);
  return counted && { rows, total: counted.total };
}

export interface NewDocument extends DocumentRow {
  readonly seller_id: string;
  readonly buyer_id: string;
  readonly stored: StoredFile;
}

/**
 * Inserts the document with its one file, in the place of the ACTIVE one of its type. The lock on the buyer puts writers of
 * several types in one order; the insert reads the update's result, as the index allows one ACTIVE document at any instant.
 */
export function insertDocument(row: NewDocument): (guard: Sql) => Sql {
  const file = row.files[0];
  if (!file) throw new Error('a document without a file');
  const place = { sellerId: row.seller_id, buyerId: row.buyer_id };
  return (guard) => sql`owner as (${lockBuyer(place, guard)}),
    superseded as (
      update kyc_documents d set status = 'SUPERSEDED', superseded_at = ${row.created_at}::timestamptz from owner
      where d.seller_id = owner.seller_id and d.buyer_id = owner.id and d.type = ${row.type} and d.status = 'ACTIVE' returning d.id),
    effect as (
      insert into kyc_documents (id, seller_id, buyer_id, type, document_date, expires_on, status, source, created_at)
      select ${row.id}::uuid, owner.seller_id, owner.id, ${row.type}, ${row.document_date}::date, ${row.expires_on}::date, ${row.status}, ${row.source},
        ${row.created_at}::timestamptz from owner where (select count(*) from superseded) >= 0
      returning id, type),
    file as (
      insert into kyc_files (id, document_id, type, ${STORED_FILE_COLUMNS}, created_at)
      select ${file.id}::uuid, effect.id, effect.type, ${storedFileValues(row.stored)}, ${row.created_at}::timestamptz from effect)`;
}

/** What is given out: the original where it is asked for or there is no copy, else the copy. */
export interface StoredContentRow extends Pick<DocumentFileRow, 'active_content' | 'signed' | 'encrypted'> {
  file_id: string;
  file_name: string;
  is_copy: boolean;
  media_type: string;
  byte_size: number;
  storage_key: string;
}

export interface ContentReading extends BuyerPath, PiiReader {
  readonly documentId: string;
  /** Default: the document's first file. */
  readonly fileId?: string;
  readonly variant: ContentVariant;
  /** False: look only, nothing is given out and nothing is written down. */
  readonly allowed: boolean;
}

/** Of file `f`, as {@link asVariant} gives it out. */
export const contentColumns: Sql = sql`f.id as file_id, f.file_name, w.is_copy, case when w.is_copy then f.review_media_type else f.media_type end as media_type,
        case when w.is_copy then f.review_byte_size else f.byte_size end as byte_size,
        case when w.is_copy then f.review_storage_key else f.storage_key end as storage_key,
        f.active_content, f.signed, f.encrypted`;

/** A join, behind file `f`. */
export function asVariant(variant: ContentVariant): Sql {
  return sql`cross join lateral (select f.review_storage_key is not null and not ${variant === 'original'}::boolean as is_copy) w`;
}

/** What stands in the log of readings: which of the two was read. */
export const SUBJECT_KINDS: Readonly<Record<ContentVariant, string>> = {
  review: 'KYC_FILE',
  original: 'KYC_FILE_ORIGINAL',
};

/** Where a file is stored; in the same statement the reading is written down (contract 4, 5). */
export function findContentToRead(db: Database, reading: ContentReading): Promise<StoredContentRow | undefined> {
  const { clientId, organizationId, requestId } = reading;
  const actor = { kind: 'CLIENT', id: clientId, organizationId, requestId } as const;
  const whose = { sellerId: sql`seller_id`, from: sql`found where ${reading.allowed}::boolean` };
  return db.writeFirst(sql`with found as (
      select ${contentColumns}, d.id as document_id, d.seller_id, d.buyer_id
      from kyc_documents d join kyc_files f on f.document_id = d.id ${asVariant(reading.variant)}
      where d.seller_id = ${reading.sellerId}::uuid and d.buyer_id = ${reading.buyerId}::uuid and d.id = ${reading.documentId}::uuid
        ${reading.fileId === undefined ? empty : sql`and f.id = ${reading.fileId}::uuid`}
      order by f.position, f.id limit 1),
    logged as (${insertPiiReadings(reading, { ...whose, subjectKind: SUBJECT_KINDS[reading.variant], subjectId: sql`file_id`, buyerId: sql`buyer_id` })}),
    audit as (${insertAuditLines({ ...whose, action: 'document.download', actor, subjectId: sql`document_id`, details: sql`jsonb_build_object('variant', ${reading.variant}::text)` })})
    select file_id, file_name, is_copy, media_type, byte_size, storage_key, active_content, signed, encrypted from found`);
}

/** Types of the files that wait in the draft of an invitation. */
export async function listDraftedTypes(db: Database, invitationId: string): Promise<DocumentType[]> {
  const rows = await db.read<{ type: DocumentType }>(
    sql`select distinct f.type from kyc_files f where f.invitation_id = ${invitationId}::uuid`,
  );
  return rows.map(({ type }) => type);
}
