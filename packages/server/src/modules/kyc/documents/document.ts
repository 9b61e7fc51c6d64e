import { ProblemError } from '../../../platform/problems/problems.ts';
import type { DocumentType } from './document-types.ts';
import type { KycDocument } from './schemas.ts';
import { NotFound } from '../../../platform/problems/problem-types.ts';

/** A document as read, with its files in the order in which they belong. */
export interface DocumentRow {
  id: string;
  type: DocumentType;
  /** YYYY-MM-DD. */
  document_date: string | null;
  status: 'ACTIVE' | 'SUPERSEDED';
  source: 'API' | 'WEB_APP';
  created_at: Date;
  superseded_at: Date | null;
  files: readonly DocumentFileRow[];
}

export interface DocumentFileRow {
  id: string;
  file_name: string;
  media_type: string;
  byte_size: number;
  /** Hexadecimal. */
  sha256: string;
  scan: 'CLEAN' | 'UNSCANNED';
  /** Null, and what was found too: the file came before every file got a copy, and reviewers get it as received. */
  review_media_type: string | null;
  review_byte_size: number | null;
  active_content: boolean | null;
  signed: boolean | null;
  encrypted: boolean | null;
}

export function presentDocument(row: DocumentRow): KycDocument {
  return {
    uuid: row.id,
    type: row.type,
    ...(row.document_date !== null && { documentDate: row.document_date }),
    status: row.status,
    source: row.source,
    createdAt: row.created_at.toISOString(),
    ...(row.superseded_at !== null && { supersededAt: row.superseded_at.toISOString() }),
    files: row.files.map((file) => ({
      uuid: file.id,
      fileName: file.file_name,
      mediaType: file.media_type,
      byteSize: file.byte_size,
      sha256: file.sha256,
      scan: file.scan,
      ...presentFindings(file),
      ...presentReviewCopy(file),
    })),
  };
}

type FileView = KycDocument['files'][number];

function presentFindings(file: DocumentFileRow): Pick<FileView, 'activeContent' | 'signed' | 'encrypted'> {
  const { active_content: activeContent, signed, encrypted } = file;
  if (activeContent === null || signed === null || encrypted === null) return {};
  return { activeContent, signed, encrypted };
}

function presentReviewCopy(file: DocumentFileRow): Pick<FileView, 'reviewCopy'> {
  const { review_media_type: mediaType, review_byte_size: byteSize } = file;
  if (mediaType === null || byteSize === null) return {};
  return { reviewCopy: { fileName: reviewFileName(file.file_name, mediaType), mediaType, byteSize } };
}

/** A copy in another format is named by it: `scan.heic` becomes `scan.jpg`. */
export function reviewFileName(fileName: string, mediaType: string): string {
  return mediaType === 'image/jpeg' ? fileName.replace(/\.hei[cf]$/i, '.jpg') : fileName;
}

export function documentNotFound(): ProblemError {
  return new ProblemError(NotFound, 'There is no such document.');
}
