import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import type { CheckCause, CheckResult } from './vies-result.ts';

export type OpenStatus = 'QUEUED' | 'IN_PROGRESS';

/** So long an answer about a number is given again, without a call. */
const FRESH_MINUTES = 10;
/** So long a check is tried again and again. */
const PATIENCE_HOURS = 24;

/** Of check `c`: whether it is of the number that its buyer has now. */
const isCurrent = sql`exists (select from buyer_facts b
      where b.seller_id = c.seller_id and b.id = c.buyer_id and b.vat_number = c.vat_number)`;

export interface BuyerToCheck {
  vat_number: string;
  erased_at: Date | null;
  /** Of the check that is under way. */
  open_status: OpenStatus | null;
}

export function findBuyerToCheck(db: Database, { sellerId, buyerId }: BuyerPath): Promise<BuyerToCheck | undefined> {
  return db.findFirst(sql`select b.vat_number, b.erased_at, (select c.status from vies_checks c
        where c.seller_id = b.seller_id and c.buyer_id = b.id and c.status <> 'DONE') as open_status
    from buyer_facts b where b.seller_id = ${sellerId}::uuid and b.id = ${buyerId}::uuid`);
}

export interface NewCheck extends BuyerPath {
  readonly id: string;
  readonly vatNumber: string;
  readonly cause: CheckCause;
}

/** Where the buyer still has the number; a second open check of one buyer breaks the index. */
export function insertCheck({ id, sellerId, buyerId, vatNumber, cause }: NewCheck): (guard: Sql) => Sql {
  return (guard) => sql`effect as (insert into vies_checks (id, seller_id, buyer_id, vat_number, cause)
    select ${id}::uuid, b.seller_id, b.id, b.vat_number, ${cause} from buyer_facts b
    where b.seller_id = ${sellerId}::uuid and b.id = ${buyerId}::uuid and b.vat_number = ${vatNumber} and ${guard}
    returning id)`;
}

export interface OpenCheck {
  id: string;
  seller_id: string;
  buyer_id: string;
  vat_number: string;
  cause: CheckCause;
  tries: number;
  /** What the last try came to. */
  error: string | null;
  now: Date;
  /** It has been tried long enough. */
  is_over: boolean;
  /** The buyer has that number still. */
  is_current: boolean;
  /** The last answer about the number, by whichever check of this buyer. */
  answer: PriorAnswer | null;
}

export interface PriorAnswer {
  id: string;
  result: Exclude<CheckResult, 'UNKNOWN'>;
  checked_at: string;
  request_identifier: string | null;
  is_fresh: boolean;
}

/** Undefined where it has ended. */
export function findOpenCheck(db: Database, checkId: string): Promise<OpenCheck | undefined> {
  return db.findFirst(sql`/* by id alone: the job names it */
    select c.id, c.seller_id, c.buyer_id, c.vat_number, c.cause, c.tries, c.error, date_trunc('milliseconds', now()) as now,
      c.created_at <= now() - interval '1 hour' * ${PATIENCE_HOURS}::int as is_over, ${isCurrent} as is_current,
      (select json_build_object('id', a.id, 'result', a.result, 'checked_at', a.checked_at, 'request_identifier', a.request_identifier,
          'is_fresh', a.checked_at > now() - interval '1 minute' * ${FRESH_MINUTES}::int)
        from vies_checks a where a.seller_id = c.seller_id and a.buyer_id = c.buyer_id and a.vat_number = c.vat_number
          and a.result in ('VALID', 'INVALID')
        order by a.checked_at desc, a.id desc limit 1) as answer
    from vies_checks c where c.id = ${checkId}::uuid and c.status <> 'DONE'`);
}

type CheckKey = Pick<OpenCheck, 'id' | 'seller_id'>;

/** The instant from which on it is under way; undefined where it has ended. */
export async function beginCheck(db: Database, { id, seller_id }: CheckKey): Promise<Date | undefined> {
  const row = await db.writeFirst<{ now: Date }>(sql`update vies_checks set status = 'IN_PROGRESS'
    where seller_id = ${seller_id}::uuid and id = ${id}::uuid and status <> 'DONE' returning date_trunc('milliseconds', now()) as now`);
  return row?.now;
}

/** It waits for another try. */
export function requeueCheck({ id, seller_id, tries, error }: CheckKey & Pick<OpenCheck, 'tries' | 'error'>) {
  return (
    guard: Sql,
  ) => sql`effect as (update vies_checks set status = 'QUEUED', tries = ${tries}::int, error = ${error}
    where seller_id = ${seller_id}::uuid and id = ${id}::uuid and status <> 'DONE' and ${guard} returning id)`;
}

/** It stays as it is, by whoever is at it. */
export function standingCheck({ id, seller_id }: CheckKey) {
  return (guard: Sql) => sql`effect as (select id from vies_checks
    where seller_id = ${seller_id}::uuid and id = ${id}::uuid and status <> 'DONE' and ${guard})`;
}

export interface EndedCheck {
  readonly result: CheckResult;
  readonly error?: string;
  readonly requestIdentifier?: string;
  readonly checkedAt: Date;
}

/**
 * Ends it where it has not ended, and the buyer has its number or not as was read. What VIES says of the company is kept only of the number
 * that the buyer has. Behind all that has ended before it in the list.
 */
export function endCheck(check: OpenCheck, ended: EndedCheck, sealedCompany: Buffer | undefined) {
  return (guard: Sql) => sql`effect as (
      update vies_checks c set status = 'DONE', result = ${ended.result}, error = ${ended.error},
        request_identifier = ${ended.requestIdentifier}, checked_at = ${ended.checkedAt}::timestamptz,
        sealed_company = ${check.is_current ? sealedCompany : undefined}::bytea, list_position = next_list_position()
      where c.seller_id = ${check.seller_id}::uuid and c.id = ${check.id}::uuid and c.status <> 'DONE'
        and ${isCurrent} = ${check.is_current}::boolean and ${guard}
      returning c.id)`;
}

/** What VIES said of the company, sealed for the check with this id. */
export async function findSealedCompany(db: Database, { id, seller_id }: CheckKey): Promise<Buffer | undefined> {
  const row = await db.findFirst<{ sealed: Buffer | null }>(sql`select sealed_company as sealed from vies_checks
    where seller_id = ${seller_id}::uuid and id = ${id}::uuid`);
  return row?.sealed ?? undefined;
}

export interface ViesState {
  result: 'VALID' | 'INVALID' | 'PENDING' | 'UNKNOWN';
  /** Of the answer that is shown; without one, of the last check that ended without. */
  checked_at: Date | null;
}

/** What is known of the number that the buyer has; undefined where there is no such buyer (decision 0047). */
export function findViesState(db: Database, { sellerId, buyerId }: BuyerPath): Promise<ViesState | undefined> {
  return db.findFirst(sql`select coalesce(a.result, case when o.is_open then 'PENDING' else 'UNKNOWN' end) as result,
      coalesce(a.checked_at, o.ended_at) as checked_at
    from buyer_facts b
      left join lateral (select c.result, c.checked_at from vies_checks c where c.seller_id = b.seller_id and c.buyer_id = b.id
        and c.vat_number = b.vat_number and c.result in ('VALID', 'INVALID') order by c.checked_at desc, c.id desc limit 1) a on true
      left join lateral (select bool_or(c.status <> 'DONE') as is_open, max(c.checked_at) as ended_at from vies_checks c
        where a.result is null and c.seller_id = b.seller_id and c.buyer_id = b.id and c.vat_number = b.vat_number) o on true
    where b.seller_id = ${sellerId}::uuid and b.id = ${buyerId}::uuid`);
}
