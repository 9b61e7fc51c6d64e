import type { Database } from '../../../platform/db/database.ts';
import { type KycFileRow, listDraftFiles, listFilesOfSubmission } from '../../kyc/documents/index.ts';
import type { LinkState } from './link.ts';

/** What was sent by the link. What a visitor of a published link sent stays where it is until he becomes a buyer. */
export async function listSubmittedFiles(db: Database, link: LinkState): Promise<KycFileRow[]> {
  if (link.submission_id === null) return [];
  if (link.buyer_id === null) return listDraftFiles(db, link.id);
  const place = { sellerId: link.seller_id, buyerId: link.buyer_id };
  return listFilesOfSubmission(db, { ...place, submissionId: link.submission_id });
}
