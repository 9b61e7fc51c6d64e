import sql, { join, type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { lockBuyer } from '../../parties/buyers/index.ts';
import { fileReport, type ReportDocument } from '../documents/index.ts';
import type { SessionRow } from './repository.ts';

/** So long the provider is asked again and again. */
const PATIENCE_HOURS = 72;

/** A session whose report is wanted. */
export interface WantedReport extends Pick<SessionRow, 'id' | 'seller_id' | 'buyer_id' | 'provider' | 'scan_ref'> {
  status: 'VERIFIED' | 'REJECTED';
  aml_status: SessionRow['aml_status'];
  ended_at: Date;
  report_tries: number;
  now: Date;
  /** It has been tried long enough. */
  is_over: boolean;
  /** No report on a later session is there. */
  is_newest: boolean;
}

/** Of session `s`. */
const isNewest = sql`not exists (select from verification_sessions n where n.seller_id = s.seller_id and n.buyer_id = s.buyer_id
        and n.report = 'STORED' and (n.ended_at, n.id) > (s.ended_at, s.id))`;

/** Undefined where it is there, is not to be had, or is wanted no more since the buyer was erased. */
export function findWantedReport(db: Database, sessionId: string): Promise<WantedReport | undefined> {
  return db.findFirst(sql`/* by id alone: the job names it */
    select s.id, s.seller_id, s.buyer_id, s.provider, s.scan_ref, s.status, s.aml_status, s.ended_at, s.report_tries,
      date_trunc('milliseconds', now()) as now, s.ended_at <= now() - interval '1 hour' * ${PATIENCE_HOURS}::int as is_over,
      ${isNewest} as is_newest
    from verification_sessions s join buyer_facts b on b.seller_id = s.seller_id and b.id = s.buyer_id
    where s.id = ${sessionId}::uuid and s.report = 'WANTED' and s.erased_at is null and b.erased_at is null`);
}

/** Still wanted as it was read, for a statement on session `s`. */
function isWanted({ id, seller_id, report_tries }: WantedReport): Sql {
  return sql`s.seller_id = ${seller_id}::uuid and s.id = ${id}::uuid and s.report = 'WANTED' and s.erased_at is null
      and s.report_tries = ${report_tries}::int`;
}

export function countTry(session: WantedReport): (guard: Sql) => Sql {
  return (guard) => sql`effect as (update verification_sessions s set report_tries = s.report_tries + 1
    where ${isWanted(session)} and ${guard} returning s.id)`;
}

export function standingWish(session: WantedReport): (guard: Sql) => Sql {
  return (guard) => sql`effect as (select s.id from verification_sessions s where ${isWanted(session)} and ${guard})`;
}

export function endWish(session: WantedReport): (guard: Sql) => Sql {
  return (guard) => sql`effect as (update verification_sessions s set report = 'MISSING'
    where ${isWanted(session)} and ${guard} returning s.id)`;
}

/** Where the buyer is not erased meanwhile, and which of his reports is the newest is as it was read. */
export function storeReport(session: WantedReport, document: ReportDocument): (guard: Sql) => Sql {
  const { seller_id: sellerId, buyer_id: buyerId } = session;
  return (guard) =>
    join([
      sql`owner as (${lockBuyer({ sellerId, buyerId }, guard)})`,
      sql`effect as (
        update verification_sessions s set report = 'STORED' from owner
        where s.seller_id = owner.seller_id and ${isWanted(session)} and (${isNewest}) = ${document.isNewest}::boolean returning s.id)`,
      fileReport(document),
    ]);
}
