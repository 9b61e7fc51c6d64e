import sql from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import type { FiledType } from './document-types.ts';

export interface ActiveDocumentRow {
  type: FiledType;
  /** YYYY-MM-DD */
  document_date: string;
  received_at: Date;
  files: { file_name: string; byte_size: number; sha256: string }[];
}

/** The documents of a buyer that stand, by type: at most one of each. */
export function listActiveDocuments(db: Database, { sellerId, buyerId }: BuyerPath): Promise<ActiveDocumentRow[]> {
  return db.read(sql`select d.type, to_char(d.document_date, 'YYYY-MM-DD') as document_date, d.created_at as received_at,
      (select json_agg(json_build_object('file_name', f.file_name, 'byte_size', f.byte_size, 'sha256', encode(f.sha256, 'hex'))
        order by f.position, f.id) from kyc_files f where f.document_id = d.id) as files
    from kyc_documents d
    where d.seller_id = ${sellerId}::uuid and d.buyer_id = ${buyerId}::uuid and d.status = 'ACTIVE' order by d.type`);
}
