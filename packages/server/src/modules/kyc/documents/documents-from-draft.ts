import sql, { type Sql } from 'sql-template-tag';
import { lockBuyer } from '../../parties/buyers/index.ts';

export interface Draft {
  readonly sellerId: string;
  readonly buyerId: string;
  /** A select of the buyer's `id` and `seller_id` where the statement itself has made or locked him; default: he is locked here. */
  readonly buyer?: Sql;
  readonly invitationId: string;
  /** By which the documents are known as those that came together. */
  readonly submissionId: string;
  /** Becomes the documents' creation, and the end of those that they supersede. */
  readonly submittedAt: Date;
}

/**
 * Common table expressions for a submission's statement, to follow one named `effect`: where that has a row, every file of
 * the draft becomes part of an ACTIVE document, one per type, and older ones of these types become SUPERSEDED (contract 5).
 * The names used are `draft_*`. Documents of a type that another transaction committed meanwhile fail with 23505, which
 * `commitWrite` reports as `stale`. Files that were added after the statement began are not seen: the caller's `effect`
 * must fail where the draft has changed since it was read.
 */
export function documentsFromDraft(draft: Draft): Sql {
  return sql`draft_buyer as (${draft.buyer ?? lockBuyer(draft, sql`exists (select from effect)`)}),
    draft_files as (
      select f.id, f.type, row_number() over (partition by f.type order by f.created_at, f.id) - 1 as position
      from kyc_files f, draft_buyer where f.invitation_id = ${draft.invitationId}::uuid),
    draft_types as materialized (
      select type, gen_random_uuid() as document_id from (select distinct type from draft_files) as one),
    draft_superseded as (
      update kyc_documents d set status = 'SUPERSEDED', superseded_at = ${draft.submittedAt}::timestamptz
      from draft_buyer b, draft_types t
      where d.seller_id = b.seller_id and d.buyer_id = b.id and d.type = t.type and d.status = 'ACTIVE' returning d.id),
    draft_documents as (
      insert into kyc_documents (id, seller_id, buyer_id, type, source, submission_id, created_at)
      select t.document_id, b.seller_id, b.id, t.type, 'WEB_APP', ${draft.submissionId}::uuid, ${draft.submittedAt}::timestamptz
      from draft_buyer b, draft_types t
      where (select count(*) from draft_superseded) >= 0
      returning id, type),
    draft_moved as (
      update kyc_files f set document_id = d.id, invitation_id = null, position = p.position
      from draft_documents d, draft_files p where f.id = p.id and f.invitation_id = ${draft.invitationId}::uuid and p.type = d.type)`;
}
