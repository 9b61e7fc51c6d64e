import sql, { type Sql } from 'sql-template-tag';
import type { StoredFile } from '../../files/index.ts';
import { VERIFICATION_REPORT } from './document-types.ts';
import { STORED_FILE_COLUMNS, storedFileValues } from './file-columns.ts';

export interface ReportDocument {
  readonly id: string;
  readonly fileId: string;
  readonly stored: StoredFile;
  /** When the verification ended that it is about. */
  readonly endedAt: Date;
  readonly filedAt: Date;
  /** False: the report on a later verification is there already, and stays the ACTIVE one. */
  readonly isNewest: boolean;
}

/**
 * Common table expressions, to follow one named `owner` that locks the buyer and one named `effect`: where that has a row, the report
 * becomes a document of the buyer, in the place of an older one. The names used are `report_*`. One that another transaction committed
 * meanwhile fails with 23505, which `commitWrite` reports as `stale`.
 */
export function fileReport({ id, fileId, stored, endedAt, filedAt, isNewest }: ReportDocument): Sql {
  return sql`report_older as (
      update kyc_documents d set status = 'SUPERSEDED', superseded_at = ${filedAt}::timestamptz from owner
      where d.seller_id = owner.seller_id and d.buyer_id = owner.id and d.type = ${VERIFICATION_REPORT} and d.status = 'ACTIVE'
        and ${isNewest}::boolean and exists (select from effect) returning d.id),
    report_document as (
      insert into kyc_documents (id, seller_id, buyer_id, type, document_date, status, source, created_at, superseded_at)
      select ${id}::uuid, owner.seller_id, owner.id, ${VERIFICATION_REPORT}, (${endedAt}::timestamptz at time zone 'UTC')::date,
        case when ${isNewest}::boolean then 'ACTIVE' else 'SUPERSEDED' end, 'PROVIDER', ${filedAt}::timestamptz,
        case when not ${isNewest}::boolean then ${filedAt}::timestamptz end
      from owner where exists (select from effect) and (select count(*) from report_older) >= 0 returning id, type),
    report_file as (
      insert into kyc_files (id, document_id, type, ${STORED_FILE_COLUMNS}, created_at)
      select ${fileId}::uuid, id, type, ${storedFileValues(stored)}, ${filedAt}::timestamptz from report_document)`;
}
