import sql from 'sql-template-tag';
import { daysAfter } from '../../../platform/clock.ts';
import { newId } from '../../../platform/ids.ts';
import type { Call, Decision } from '../../../core/api/index.ts';
import { buyerNotFound, type BuyerPath, refuseErased } from '../../parties/buyers/index.ts';
import { findStoredBytes, type StoredFile } from '../../files/index.ts';
import { presentDocument } from './document.ts';
import { refuseUnlikelyExpiry } from './expires-on.ts';
import { KYC_FILE } from './file-columns.ts';
import type { DocumentDeps } from './read-document-content.ts';
import { findKycBuyer, insertDocument, type NewDocument } from './repository.ts';
import type { UploadDocumentBody } from './schemas.ts';
import { PayloadTooLarge } from '../../../platform/problems/problem-types.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { fieldProblem } from '../../../platform/problems/field-problem.ts';

const EARLIEST_DATE = '1900-01-01';

type UploadCall = Call<{ params: BuyerPath; body: UploadDocumentBody }>;

/** Adds a document to the buyer's KYC file; it takes the place of the ACTIVE one of its type (contract 5). */
export async function uploadDocument(
  { db, files, fileQuotaBytes }: DocumentDeps,
  call: UploadCall,
  stored: StoredFile | undefined,
): Promise<Decision> {
  if (!stored) throw fieldProblem('file', 'is required');
  const { sellerId, buyerId } = call.params;
  const { organizationId } = call.actor;
  const [buyer, storedBytes] = await Promise.all([findKycBuyer(db, call.params), findStoredBytes(db, organizationId)]);
  if (!buyer) throw buyerNotFound();
  refuseErased(buyer);
  if (storedBytes + stored.byteSize > fileQuotaBytes) throw quotaReached(fileQuotaBytes);
  refuseUnlikelyDate(call.body.documentDate, buyer.now);
  refuseUnlikelyExpiry(call.body.type, call.body.expiresOn, buyer.now);

  const row = newDocument(call, stored, buyer.now);
  const location = `/v1/partners/${sellerId}/buyers/${buyerId}/kyc/documents/${row.id}/content`;
  return {
    answer: { status: 201, body: presentDocument(row), headers: { location } },
    effect: insertDocument(row),
    also: row.files.map(({ id }) =>
      files.keep(stored, { kind: KYC_FILE, id, organization: sql`${organizationId}::uuid` }),
    ),
    audit: [{ action: 'document.upload', sellerId, subjectId: row.id, details: { type: row.type } }],
  };
}

/** Not kept under the key: the same call succeeds once there is room. */
function quotaReached(fileQuotaBytes: number): ProblemError {
  const detail = `The organization may keep ${fileQuotaBytes} bytes of files, and this one would be over that. Ask the operator for more.`;
  return new ProblemError(PayloadTooLarge, detail);
}

/** Tomorrow is allowed, as it may be today already where the document was made. */
function refuseUnlikelyDate(date: string, now: Date): void {
  const latest = daysAfter(now, 1).toISOString().slice(0, EARLIEST_DATE.length);
  if (date < EARLIEST_DATE) throw fieldProblem('documentDate', `must not be before ${EARLIEST_DATE}`, date);
  if (date > latest) throw fieldProblem('documentDate', 'must not be in the future', date);
}

function newDocument({ params, body }: UploadCall, stored: StoredFile, now: Date): NewDocument {
  return {
    id: newId(),
    seller_id: params.sellerId,
    buyer_id: params.buyerId,
    type: body.type,
    document_date: body.documentDate,
    expires_on: body.expiresOn ?? null,
    status: 'ACTIVE',
    source: 'API',
    created_at: now,
    superseded_at: null,
    ended_at: null,
    end_reason: null,
    files: [
      {
        id: newId(),
        file_name: stored.fileName,
        media_type: stored.mediaType,
        byte_size: stored.byteSize,
        sha256: stored.sha256.toString('hex'),
        scan: stored.scan,
        review_media_type: stored.review.mediaType,
        review_byte_size: stored.review.byteSize,
        active_content: stored.findings.activeContent,
        signed: stored.findings.signed,
        encrypted: stored.findings.encrypted,
      },
    ],
    stored,
  };
}
