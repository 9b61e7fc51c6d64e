import sql, { type Sql } from 'sql-template-tag';
import { insertAuditLines } from '../../../core/audit/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Tables } from '../../../schema/tables.ts';
import { type BuyerPath, lockBuyer } from '../../parties/buyers/index.ts';
import type { SessionFacts } from './verification-status.ts';

export type SessionRow = Tables['verification_sessions'];

/** A buyer who may be verified, and the session of the provider that is open. */
export interface BuyerToVerifyRow {
  kyc_mode: 'MARKETPLACE_LED' | 'NT24_LED';
  status: 'ACTIVE' | 'BLOCKED';
  now: Date;
  session_id: string | null;
  sealed_url: Buffer | null;
  last_word: SessionFacts['last_word'];
}

/** By the clock, of session `s`. */
const isOpen = sql`(s.status = 'REVIEW' or s.status = 'OPEN' and s.expires_at > now())`;

export function findBuyerToVerify(
  db: Database,
  { sellerId, buyerId }: BuyerPath,
  provider: string,
): Promise<BuyerToVerifyRow | undefined> {
  return db.findFirst(sql`select b.kyc_mode, b.status, date_trunc('milliseconds', now()) as now, o.id as session_id, o.sealed_url,
      (select s.status from verification_sessions s where s.seller_id = b.seller_id and s.buyer_id = b.id
        and s.status in ('VERIFIED', 'REJECTED') order by s.ended_at desc, s.id limit 1) as last_word
    from buyer_facts b
      left join lateral (select s.id, s.sealed_url from verification_sessions s where s.seller_id = b.seller_id and s.buyer_id = b.id
        and s.provider = ${provider} and ${isOpen} limit 1) o on true
    where b.seller_id = ${sellerId}::uuid and b.id = ${buyerId}::uuid`);
}

export function findSessionFacts(db: Database, { sellerId, buyerId }: BuyerPath): Promise<SessionFacts | undefined> {
  return db.findFirst(sql`select (array_agg(s.status order by s.ended_at desc, s.id) filter (where s.status in ('VERIFIED', 'REJECTED')))[1] as last_word,
      (array_agg(s.aml_status order by s.ended_at desc, s.id) filter (where s.status in ('VERIFIED', 'REJECTED')))[1] as last_aml,
      coalesce(bool_or(${isOpen}), false) as is_open,
      coalesce(bool_or(s.aml_status = 'FLAGGED'), false) as is_flagged
    from verification_sessions s where s.seller_id = ${sellerId}::uuid and s.buyer_id = ${buyerId}::uuid`);
}

export type NewSession = Pick<
  SessionRow,
  'id' | 'seller_id' | 'buyer_id' | 'provider' | 'scan_ref' | 'sealed_url' | 'created_at' | 'expires_at'
>;

const EXPIRED = { action: 'verification.expire', actor: { kind: 'SYSTEM' } } as const;

/**
 * Inserts the session where the buyer has none that is open. One that is open by its word only, and not by the clock or for this
 * provider, ends here: the index allows one at any instant, so the insert reads the update's result.
 */
export function insertSession(row: NewSession): (guard: Sql) => Sql {
  const place = { sellerId: row.seller_id, buyerId: row.buyer_id };
  return (guard) => sql`owner as (${lockBuyer(place, sql`status = 'ACTIVE' and kyc_mode = 'NT24_LED' and ${guard}`)}),
    over as (
      update verification_sessions s set status = 'EXPIRED', ended_at = least(s.expires_at, now()), sealed_url = null from owner
      where s.seller_id = owner.seller_id and s.buyer_id = owner.id and s.status in ('OPEN', 'REVIEW')
        and not (s.provider = ${row.provider} and ${isOpen})
      returning s.id, s.seller_id),
    told as (${insertAuditLines({ ...EXPIRED, sellerId: sql`seller_id`, subjectId: sql`id`, from: sql`over` })}),
    effect as (
      insert into verification_sessions (id, seller_id, buyer_id, provider, scan_ref, status, sealed_url, created_at, expires_at)
      select ${row.id}::uuid, owner.seller_id, owner.id, ${row.provider}, ${row.scan_ref}, 'OPEN', ${row.sealed_url}::bytea,
        ${row.created_at}::timestamptz, ${row.expires_at}::timestamptz from owner where (select count(*) from over) >= 0
      returning id)`;
}

/** A session as a callback finds it. */
export type ToldSessionRow = Pick<
  SessionRow,
  'id' | 'seller_id' | 'buyer_id' | 'status' | 'aml_status' | 'aml_set_at' | 'erased_at'
> & {
  now: Date;
};

export function findSessionByScanRef(
  db: Database,
  provider: string,
  scanRef: string,
): Promise<ToldSessionRow | undefined> {
  return db.findFirst(sql`/* across sellers: the provider names a session by his own word for it */
    select s.id, s.seller_id, s.buyer_id, s.status, s.aml_status, s.aml_set_at, coalesce(s.erased_at, b.erased_at) as erased_at,
      date_trunc('milliseconds', now()) as now
    from verification_sessions s join buyer_facts b on b.seller_id = s.seller_id and b.id = s.buyer_id
    where s.provider = ${provider} and s.scan_ref = ${scanRef}`);
}

export type SessionChange = Pick<SessionRow, 'status' | 'aml_status' | 'reason' | 'ended_at' | 'report'>;

/** Where it still stands as it was read, and its buyer is not erased meanwhile. What has ended opens nothing any more. */
export function changeSession(was: ToldSessionRow, change: SessionChange): (guard: Sql) => Sql {
  return (guard) => sql`owner as (${lockUnerased(was, guard)}), effect as (
    update verification_sessions s set status = ${change.status}, aml_status = ${change.aml_status}, reason = ${change.reason},
      ended_at = ${change.ended_at}::timestamptz, report = ${change.report}, sealed_url = case when ${change.status} in ('OPEN', 'REVIEW') then s.sealed_url end
    from owner where s.seller_id = owner.seller_id and s.id = ${was.id}::uuid and ${standsAs(was)} returning s.id)`;
}

export type ScreeningChange = Pick<SessionRow, 'aml_status' | 'aml_set_at'>;

export function changeScreening(was: ToldSessionRow, change: ScreeningChange): (guard: Sql) => Sql {
  return (guard) => sql`owner as (${lockUnerased(was, guard)}), effect as (
    update verification_sessions s set aml_status = ${change.aml_status}, aml_set_at = ${change.aml_set_at}::timestamptz
    from owner where s.seller_id = owner.seller_id and s.id = ${was.id}::uuid and ${standsAs(was)}
      and s.aml_status = ${was.aml_status} and s.aml_set_at is not distinct from ${was.aml_set_at}::timestamptz returning s.id)`;
}

/** An erasure holds the same lock: one of the two comes first, and the other sees it. */
function lockUnerased({ seller_id, buyer_id }: ToldSessionRow, guard: Sql): Sql {
  return lockBuyer({ sellerId: seller_id, buyerId: buyer_id }, sql`erased_at is null and ${guard}`);
}

function standsAs({ status }: ToldSessionRow): Sql {
  return sql`s.status = ${status} and s.erased_at is null`;
}

/** Writes down, of the first `limit`, those whose time is over. Returns how many. */
export async function expireSessions(db: Database, limit: number): Promise<number> {
  const row = await db.writeFirst<{ count: number }>(sql`/* across sellers: the clock's own work */ with due as (
      select id from verification_sessions where status = 'OPEN' and expires_at <= now() order by expires_at limit ${limit}::int
      for update skip locked),
    over as (update verification_sessions s set status = 'EXPIRED', ended_at = s.expires_at, sealed_url = null from due
      where s.id = due.id returning s.id, s.seller_id),
    told as (${insertAuditLines({ ...EXPIRED, sellerId: sql`seller_id`, subjectId: sql`id`, from: sql`over` })})
    select count(*)::int as count from over`);
  return row?.count ?? 0;
}
