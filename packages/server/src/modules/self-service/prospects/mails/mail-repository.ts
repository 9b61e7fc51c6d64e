import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../../platform/db/database.ts';
import type { Language } from '../../../texts/index.ts';
import { endOf, isToTell, mayBeTold, type RetentionWish } from '../retention.ts';

export interface DeclinedRow {
  id: string;
  sealed_person: Buffer;
  language: Language;
  submitted_at: Date;
  invitation_id: string;
}

export function findDeclined(db: Database, prospectId: string): Promise<DeclinedRow | undefined> {
  return db.readFirst(sql`select /* by id alone: the mail was queued for it */ p.id, p.sealed_person, p.language, p.submitted_at, p.invitation_id
    from prospects p where p.id = ${prospectId}::uuid and p.status = 'DECLINED'`);
}

export async function listSellersToTell(db: Database, wish: RetentionWish, limit: number): Promise<string[]> {
  const rows = await db.read<{ seller_id: string }>(sql`/* across sellers: the clock's own work */ select seller_id
    from (select distinct p.seller_id from prospects p where ${isToTell(wish)}) s
    where ${mayBeTold(sql`s.seller_id`)} order by seller_id limit ${limit}::int`);
  return rows.map((row) => row.seller_id);
}

/** All of a seller whose end is near, at the instant of the mail that tells of them. */
export function markTold(sellerId: string, wish: RetentionWish): (guard: Sql) => Sql {
  return (guard) => sql`effect as (update prospects p set end_told_at = now()
    where p.seller_id = ${sellerId}::uuid and ${isToTell(wish)} and ${guard} returning p.id)`;
}

export interface EndingSeller {
  name: string;
  country: string;
}

export function findEndingSeller(db: Database, sellerId: string): Promise<EndingSeller | undefined> {
  return db.readFirst(sql`select s.name, s.country from seller_facts s where s.id = ${sellerId}::uuid`);
}

export interface EndingDay {
  /** YYYY-MM-DD, in UTC. */
  day: string;
  count: number;
}

/** How many go on which day, of those undecided that a mail told of, by the instant at which it was queued. */
export function listEndingDays(
  db: Database,
  { sellerId, toldAt }: { readonly sellerId: string; readonly toldAt: Date },
  wish: RetentionWish,
): Promise<EndingDay[]> {
  return db.read(sql`select to_char(${endOf(wish)} at time zone 'UTC', 'YYYY-MM-DD') as day, count(*)::int as count from prospects p
    where p.seller_id = ${sellerId}::uuid and p.status = 'SUBMITTED' and date_trunc('milliseconds', p.end_told_at) = ${toldAt}::timestamptz
    group by 1 order by 1`);
}
