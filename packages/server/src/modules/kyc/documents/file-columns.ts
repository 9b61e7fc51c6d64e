import sql, { type Sql } from 'sql-template-tag';
import type { StoredFile } from '../../files/index.ts';

/** What the store says of a file, for an insert into `kyc_files`; the values stand in the same order. */
export const STORED_FILE_COLUMNS: Sql = sql`file_name, media_type, byte_size, sha256, storage_key, scan,
        review_storage_key, review_media_type, review_byte_size, preview_storage_key, preview_width, preview_height, looks_empty,
        active_content, signed, encrypted`;

export function storedFileValues({ review, preview, findings, ...file }: StoredFile): Sql {
  return sql`${file.fileName}, ${file.mediaType}, ${file.byteSize}::int, ${file.sha256}::bytea, ${file.storageKey}, ${file.scan},
        ${review.storageKey}, ${review.mediaType}, ${review.byteSize}::int,
        ${preview?.storageKey}::text, ${preview?.width}::int, ${preview?.height}::int, ${preview?.looksEmpty}::boolean,
        ${findings.activeContent}::boolean, ${findings.signed}::boolean, ${findings.encrypted}::boolean`;
}

/** The owner of a stored file: a row of `kyc_files`, in a draft and in a document alike. */
export const KYC_FILE = 'kyc-file';

/** All that lies in the store for a row of `kyc_files`, named `f` there. */
export const STORAGE_KEYS: Sql = sql`array_remove(array[f.storage_key, f.review_storage_key, f.preview_storage_key], null)`;
