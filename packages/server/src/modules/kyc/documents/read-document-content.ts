import type { Readable } from 'node:stream';
import { create } from 'content-disposition';
import type { FastifyReply } from 'fastify';
import type { Database } from '../../../platform/db/database.ts';
import type { Call } from '../../../core/api/index.ts';
import type { FileStore } from '../../files/index.ts';
import { AllowKycDocumentDownload } from './capabilities.ts';
import { documentNotFound, reviewFileName } from './document.ts';
import type { ContentVariant, DocumentContentQuery, DocumentPath } from './schemas.ts';
import { findContentToRead, type StoredContentRow } from './repository.ts';
import { hasCapability, requireCapability } from '../../../core/identity/index.ts';

export interface DocumentDeps {
  readonly db: Database;
  readonly files: FileStore;
  /** That one organization may keep. */
  readonly fileQuotaBytes: number;
}

type ContentCall = Call<{ params: DocumentPath; query: DocumentContentQuery }>;

/** Says with an original what its copy leaves out. */
export const FINDINGS_HEADER = 'NT24-Document-Findings';
export const FINDINGS_MEANING =
  'With `variant=original` only: what is in the file beside its pages or its picture, of `active-content`, `signed` and `encrypted`, separated by commas; `none`; or `unknown` where the file came before that was looked for.';

/** Streams one file of a document (contract 5). The reading is written down before the first byte goes out. */
export async function readDocumentContent(
  { db, files }: DocumentDeps,
  call: ContentCall,
  reply: FastifyReply,
): Promise<undefined> {
  const { actor, requestId, query, params, purpose } = call;
  const { variant = 'review' } = query;
  const found = await findContentToRead(db, {
    sellerId: params.sellerId,
    buyerId: params.buyerId,
    documentId: params.documentUuid,
    ...(query.file !== undefined && { fileId: query.file }),
    variant,
    allowed: hasCapability(actor, AllowKycDocumentDownload),
    organizationId: actor.organizationId,
    clientId: actor.clientId,
    requestId,
    ...(purpose !== undefined && { purpose }),
  });
  if (!found) throw documentNotFound();
  requireCapability(actor, AllowKycDocumentDownload);
  return sendStored(files, { ...found, variant }, { call, reply });
}

/** What was found, and as what it was asked for. */
export type FoundContent = StoredContentRow & { readonly variant: ContentVariant };

interface Asking {
  readonly call: Pick<Call, 'log' | 'requestId'>;
  readonly reply: FastifyReply;
}

export async function sendStored(files: FileStore, found: FoundContent, { call, reply }: Asking): Promise<undefined> {
  if (found.variant === 'original') reply.header(FINDINGS_HEADER, findingsOf(found));
  await sendContent(await openContent(files, found, call), found, reply);
  return undefined;
}

function findingsOf({ active_content, signed, encrypted }: StoredContentRow): string {
  if (active_content === null) return 'unknown';
  const found = [active_content && 'active-content', signed && 'signed', encrypted && 'encrypted'];
  return found.filter(Boolean).join(', ') || 'none';
}

function openContent(
  files: FileStore,
  found: StoredContentRow,
  { log, requestId }: Pick<Call, 'log' | 'requestId'>,
): Promise<Readable> {
  return files.open(found.storage_key).catch((error: unknown) => {
    log.error({ traceId: requestId, fileId: found.file_id }, 'a stored file cannot be opened');
    throw error;
  });
}

/** Whatever is in the file, a browser keeps it away from this origin: saved, never shown, never sniffed. */
async function sendContent(content: Readable, found: StoredContentRow, reply: FastifyReply): Promise<void> {
  reply
    .headers({
      'content-type': found.media_type,
      'content-length': found.byte_size,
      'content-disposition': create(
        found.is_copy ? reviewFileName(found.file_name, found.media_type) : found.file_name,
      ),
      'content-security-policy': "sandbox; default-src 'none'",
      'cache-control': 'no-store',
    })
    .send(content);
}
