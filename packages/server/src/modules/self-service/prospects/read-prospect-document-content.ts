import type { FastifyReply } from 'fastify';
import type { Call } from '../../../core/api/index.ts';
import { hasCapability, requireCapability } from '../../../core/identity/index.ts';
import {
  AllowKycDocumentDownload,
  documentNotFound,
  findSentFileToRead,
  sendStored,
} from '../../kyc/documents/index.ts';
import { readerOf } from '../../parties/contacts/index.ts';
import type { ProspectDeps } from './deps.ts';
import { withDocuments } from './prospect-repository.ts';
import type { ProspectContentQuery, ProspectDocumentPath } from './schemas.ts';

/** Streams a file that came with a prospect. The reading is written down before the first byte goes out. */
export async function readProspectDocumentContent(
  { db, files }: ProspectDeps,
  call: Call<{ params: ProspectDocumentPath; query: ProspectContentQuery }>,
  reply: FastifyReply,
): Promise<undefined> {
  const { actor, params, query } = call;
  const { variant = 'review' } = query;
  const found = await findSentFileToRead(db, withDocuments(params), {
    ...readerOf(call),
    fileId: params.documentUuid,
    variant,
    allowed: hasCapability(actor, AllowKycDocumentDownload),
  });
  if (!found) throw documentNotFound();
  requireCapability(actor, AllowKycDocumentDownload);
  return sendStored(files, { ...found, variant }, { call, reply });
}
