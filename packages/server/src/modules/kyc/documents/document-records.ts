import sql from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { MediaType } from '../../files/index.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import type { DocumentRow } from './document.ts';
import type { FiledType } from './document-types.ts';
import { columns } from './repository.ts';

/** A file as it was received, and where it lies. */
export interface BuyerFileRow {
  id: string;
  type: FiledType;
  file_name: string;
  media_type: MediaType;
  byte_size: number;
  /** Hexadecimal. */
  sha256: string;
  storage_key: string;
  is_from_form: boolean;
  created_at: Date;
}

const fileColumns = sql`f.id, f.type, f.file_name, f.media_type, f.byte_size, encode(f.sha256, 'hex') as sha256, f.storage_key, f.is_from_form, f.created_at`;

export interface DocumentRecords {
  readonly documents: readonly (DocumentRow & { submission_id: string | null })[];
  readonly files: readonly BuyerFileRow[];
}

/** All documents of a buyer, the superseded ones and those that have ended included, and all their files. */
export async function documentRecords(db: Database, { sellerId, buyerId }: BuyerPath): Promise<DocumentRecords> {
  const ofBuyer = sql`d.seller_id = ${sellerId}::uuid and d.buyer_id = ${buyerId}::uuid`;
  const [documents, files] = await Promise.all([
    db.read<DocumentRecords['documents'][number]>(
      sql`select ${columns}, d.submission_id from kyc_documents d where ${ofBuyer} order by d.created_at, d.id`,
    ),
    db.read<BuyerFileRow>(
      sql`select ${fileColumns} from kyc_documents d join kyc_files f on f.document_id = d.id where ${ofBuyer} order by f.created_at, f.id`,
    ),
  ]);
  return { documents, files };
}

/** What waits in the draft of an invitation, and what was taken out of it and may be put back. */
export function filesOfDraft(db: Database, invitationId: string): Promise<BuyerFileRow[]> {
  return db.read(sql`select ${fileColumns} from kyc_files f where f.invitation_id = ${invitationId}::uuid
    union all select ${fileColumns} from kyc_files f where f.removed_from_invitation_id = ${invitationId}::uuid`);
}
