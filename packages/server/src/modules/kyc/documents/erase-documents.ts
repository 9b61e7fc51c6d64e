import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import { dropFiles } from '../../files/index.ts';
import { KYC_FILE, STORAGE_KEYS } from './file-columns.ts';
import { type FiledType, isDocumentType, missingDocuments, satisfies } from './document-types.ts';
import type { DocumentRow } from './document.ts';

export interface ErasableDocument extends Pick<DocumentRow, 'id' | 'status'> {
  type: FiledType;
  /** Until when it is kept of an erased buyer. */
  keep_until: Date | null;
}

export function listErasableDocuments(db: Database, { sellerId, buyerId }: BuyerPath): Promise<ErasableDocument[]> {
  return db.find(sql`select d.id, d.type, d.status, d.keep_until from kyc_documents d
    where d.seller_id = ${sellerId}::uuid and d.buyer_id = ${buyerId}::uuid order by d.id`);
}

/** What of a file that was complete the law has the seller keep (decision 0049): the ACTIVE documents that made it complete. Of others nothing. */
export function documentsToKeep(
  documents: readonly ErasableDocument[],
  completeDocuments: readonly string[],
): ErasableDocument[] {
  const active = documents.filter(({ status }) => status === 'ACTIVE');
  const lacking = missingDocuments(completeDocuments, active.map(({ type }) => type).filter(isDocumentType));
  if (lacking.length > 0) return [];
  return active.filter(({ type }) => isDocumentType(type) && completeDocuments.some((entry) => satisfies(type, entry)));
}

export interface KeptDocuments {
  readonly ids: readonly string[];
  readonly until: Date;
}

/**
 * CTEs, to follow one named `effect` with an erased buyer's id and seller: his documents go but for those that are kept, which lose the
 * names of their files and the day of their expiry. The files that go are the rows of `files_gone`, those that stay of `files_kept`.
 */
export function eraseDocuments({ ids, until }: KeptDocuments): Sql {
  return sql`documents_gone as (delete from kyc_documents d using effect
      where d.seller_id = effect.seller_id and d.buyer_id = effect.id and d.keep_until is null and d.id <> all(${ids}::uuid[]) returning d.id),
    files_gone as (delete from kyc_files f using documents_gone where f.document_id = documents_gone.id returning f.id),
    documents_kept as (update kyc_documents d set keep_until = ${until}::timestamptz, end_reason = null, expires_on = null, expiry_mail_id = null from effect
      where d.seller_id = effect.seller_id and d.buyer_id = effect.id and d.id = any(${ids}::uuid[]) returning d.id),
    files_kept as (update kyc_files f set file_name = replace(lower(f.type), '_', '-') || case f.media_type
        when 'application/pdf' then '.pdf' when 'image/jpeg' then '.jpg' when 'image/png' then '.png' else '.heic' end
      from documents_kept where f.document_id = documents_kept.id returning f.id)`;
}

/** Of erased buyers, across sellers: what no law keeps any longer. Returns where the bytes of each lie: they are nobody's now. */
export async function purgeKeptDocuments(db: Database, limit: number): Promise<string[][]> {
  const rows = await db.write<{ storage_keys: string[] }>(sql`/* across sellers: the clock's own work */ with old as (
      select d.id from kyc_documents d where d.keep_until <= now() limit ${limit}::int for update skip locked),
    files as (delete from kyc_files f using old where f.document_id = old.id returning f.id, old.id as document_id, ${STORAGE_KEYS} as storage_keys),
    gone as (delete from kyc_documents d using old where d.id = old.id),
    stored as (${dropFiles(KYC_FILE, sql`select id from files`).statement})
    select coalesce(f.storage_keys, '{}') as storage_keys from old left join files f on f.document_id = old.id`);
  return rows.map((row) => row.storage_keys);
}
