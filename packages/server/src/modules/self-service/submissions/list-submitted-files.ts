import type { Database } from '../../../platform/db/database.ts';
import { type KycFileRow, listFilesOfSubmission } from '../../kyc/documents/index.ts';
import type { LinkState } from './link-repository.ts';

/** What was sent by the link. */
export async function listSubmittedFiles(db: Database, link: LinkState): Promise<KycFileRow[]> {
  if (link.submission_id === null) return [];
  const place = { sellerId: link.seller_id, buyerId: link.buyer_id };
  return listFilesOfSubmission(db, { ...place, submissionId: link.submission_id });
}
