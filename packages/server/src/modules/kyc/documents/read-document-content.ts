import { create } from 'content-disposition';
import type { FastifyReply } from 'fastify';
import type { Database } from '../../../platform/db/database.ts';
import { isUuid } from '../../../platform/ids.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import type { Call } from '../../../core/api/index.ts';
import type { FileStore } from '../../files/index.ts';
import { documentNotFound, reviewFileName } from './document.ts';
import { findContentToRead, type StoredContentRow } from './repository.ts';
import { requireCapability } from '../../../core/identity/index.ts';

const PRINTABLE = /^[\x20-\x7e]{1,200}$/;

export interface ContentParts {
  readonly db: Database;
  readonly files: FileStore;
}

/** Streams one file of a document (contract 5). The reading is written down before the first byte goes out. */
export async function readDocumentContent(
  { db, files }: ContentParts,
  call: Call<{ file?: string }>,
  reply: FastifyReply,
): Promise<undefined> {
  const { sellerId = '', buyerId = '', documentUuid = '' } = call.params;
  const { actor, requestId, query } = call;
  if (!isUuid(buyerId) || !isUuid(documentUuid)) throw documentNotFound();
  const purpose = purposeOf(call);
  const found = await findContentToRead(db, {
    sellerId,
    buyerId,
    documentId: documentUuid,
    ...(query.file !== undefined && { fileId: query.file }),
    allowed: actor.capabilities.allowKycDocumentDownload,
    organizationId: actor.organizationId,
    clientId: actor.clientId,
    requestId,
    ...(purpose !== undefined && { purpose }),
  });
  if (!found) throw documentNotFound();
  requireCapability(actor, 'allowKycDocumentDownload');
  await sendContent(files, found, call, reply);
  return undefined;
}

/** Whatever is in the file, a browser keeps it away from this origin: saved, never shown, never sniffed. */
async function sendContent(files: FileStore, found: StoredContentRow, call: Call, reply: FastifyReply): Promise<void> {
  const content = await files.open(found.storage_key).catch((error: unknown) => {
    call.log.error({ traceId: call.requestId, fileId: found.file_id }, 'a stored file cannot be opened');
    throw error;
  });
  reply
    .headers({
      'content-type': found.media_type,
      'content-length': found.byte_size,
      'content-disposition': create(
        found.is_copy ? reviewFileName(found.file_name, found.media_type) : found.file_name,
      ),
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    .send(content);
}

function purposeOf({ request }: Call): string | undefined {
  const purpose = request.headers['x-purpose'];
  if (purpose === undefined || purpose === '') return undefined;
  if (typeof purpose !== 'string' || !PRINTABLE.test(purpose)) {
    throw new ProblemError('malformed-request', 'The header X-Purpose has at most 200 printable ASCII characters.');
  }
  return purpose;
}
