import sql, { type Sql } from 'sql-template-tag';
import { documentsFromDraft } from '../../kyc/documents/index.ts';
import { forgetNotSupplied } from '../submissions/index.ts';
import type { Conversion, ReadProspect } from './prospect-repository.ts';

/**
 * CTEs, to follow `converted` and `effect`, the buyer: what came with the prospect becomes his documents, as if he had sent it. Of
 * what could not be supplied nothing is kept: it was asked of nobody's file.
 */
export function handOver(
  { seller_id: sellerId, id, submission_id: submissionId }: ReadProspect,
  { buyerId, decidedAt }: Conversion,
): Sql[] {
  return [
    documentsFromDraft({
      sellerId,
      buyerId,
      buyer: sql`select effect.id, effect.seller_id from effect`,
      invitationId: id,
      submissionId,
      submittedAt: decidedAt,
    }),
    sql`not_supplied as (${forgetNotSupplied(sql`converted`)})`,
  ];
}
