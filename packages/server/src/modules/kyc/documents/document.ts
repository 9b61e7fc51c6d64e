import { ProblemError } from '../../../platform/problems/problems.ts';
import { DocumentNotActive } from './problems.ts';
import { type DocumentType, type FiledType, VERIFICATION_REPORT } from './document-types.ts';
import type { KycDocument } from './schemas.ts';
import { MalformedRequest, NotFound } from '../../../platform/problems/problem-types.ts';

/** A document as read, with its files in the order in which they belong. */
export interface DocumentRow {
  id: string;
  type: FiledType;
  /** YYYY-MM-DD. */
  document_date: string | null;
  /** YYYY-MM-DD, of identity documents. */
  expires_on: string | null;
  status: 'ACTIVE' | 'SUPERSEDED' | 'REJECTED' | 'WITHDRAWN';
  source: 'API' | 'WEB_APP' | 'PROVIDER';
  created_at: Date;
  superseded_at: Date | null;
  /** Of a rejection or withdrawal, and why. */
  ended_at: Date | null;
  end_reason: string | null;
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
    ...(row.expires_on !== null && { expiresOn: row.expires_on }),
    status: row.status,
    source: row.source,
    createdAt: row.created_at.toISOString(),
    ...(row.superseded_at !== null && { supersededAt: row.superseded_at.toISOString() }),
    ...presentEnd(row),
    files: row.files.map(presentFile),
  };
}

export function presentFile(file: DocumentFileRow): KycDocument['files'][number] {
  return {
    uuid: file.id,
    fileName: file.file_name,
    mediaType: file.media_type,
    byteSize: file.byte_size,
    sha256: file.sha256,
    scan: file.scan,
    ...presentFindings(file),
    ...presentReviewCopy(file),
  };
}

function presentEnd({ status, ended_at: endedAt, end_reason: reason }: DocumentRow): Partial<KycDocument> {
  if (endedAt === null) return {};
  const at = endedAt.toISOString();
  return {
    ...(status === 'REJECTED' ? { rejectedAt: at } : { withdrawnAt: at }),
    ...(reason !== null && { reason }),
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

/** 409 with the document as it stands: of all states only ACTIVE has a next one. */
export function documentNotActive(row: DocumentRow): ProblemError {
  return new ProblemError(DocumentNotActive, `The document is ${row.status}.`, {
    currentResource: presentDocument(row),
  });
}

/** It is the provider's word, no paper that could be the wrong one; and to reject a type is to ask the buyer for it. */
export function refuseReport<Row extends Pick<DocumentRow, 'type'>>(
  row: Row,
): asserts row is Row & { type: DocumentType } {
  if (row.type !== VERIFICATION_REPORT) return;
  throw new ProblemError(MalformedRequest, 'A report of the provider is neither rejected nor withdrawn nor changed.', {
    kept: true,
  });
}

export function documentNotFound(): ProblemError {
  return new ProblemError(NotFound, 'There is no such document.');
}
