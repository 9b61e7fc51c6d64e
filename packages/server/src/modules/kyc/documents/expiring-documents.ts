import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { DocumentType } from './document-types.ts';

/** So many days before its last day it is told that a document expires. */
const TELL_BEFORE_DAYS = 30;

/** Of document `d` and its buyer `b`: it counts for one who is not blocked, expires soon or has expired, and nobody was told. */
const isDue: Sql = sql`d.status = 'ACTIVE' and b.status = 'ACTIVE' and d.expiry_mail_id is null
        and d.expires_on <= (now() at time zone 'UTC')::date + ${TELL_BEFORE_DAYS}::int`;

const ofBuyers: Sql = sql`kyc_documents d join buyer_facts b on b.seller_id = d.seller_id and b.id = d.buyer_id`;

/** A select, across sellers: the ids of those who are to be told of something, as `seller_id`. */
export const sellersWithExpiring: Sql = sql`select distinct d.seller_id from ${ofBuyers} where ${isDue}`;

export interface ExpiryTelling {
  readonly sellerId: string;
  /** The mail that tells it. */
  readonly mailId: string;
  /** Documents in one mail, at most. */
  readonly limit: number;
}

/** CTEs, one of them named `effect`: the documents of which the mail tells. Those that another process is telling of are left to it. */
export function tellExpiring({ sellerId, mailId, limit }: ExpiryTelling): (guard: Sql) => Sql {
  return (guard) => sql`due as materialized (
      select d.id from ${ofBuyers} where d.seller_id = ${sellerId}::uuid and ${isDue} and ${guard}
      order by d.expires_on, d.id limit ${limit}::int for no key update of d skip locked),
    effect as (update kyc_documents d set expiry_mail_id = ${mailId}::uuid from due
      where d.seller_id = ${sellerId}::uuid and d.id = due.id and d.status = 'ACTIVE' returning d.id)`;
}

export interface ExpiringDocument {
  company_name: string;
  type: DocumentType;
  /** YYYY-MM-DD. */
  expires_on: string;
}

/** Of `d` and `b`: it counts still. */
const isStillDue: Sql = sql`d.status = 'ACTIVE' and b.status = 'ACTIVE'`;

/** Of which the mail tells, those that expire first before the others. */
export function listExpiring(db: Database, sellerId: string, mailId: string): Promise<ExpiringDocument[]> {
  return db.read(sql`select b.company_name, d.type, to_char(d.expires_on, 'YYYY-MM-DD') as expires_on from ${ofBuyers}
    where d.seller_id = ${sellerId}::uuid and d.expiry_mail_id = ${mailId}::uuid and ${isStillDue}
    order by d.expires_on, b.company_name, d.type`);
}

/** A condition: of some documents the mail still has to tell. Both are expressions. */
export function isExpiring(sellerId: Sql, mailId: Sql): Sql {
  return sql`exists (select from ${ofBuyers} where d.seller_id = ${sellerId} and d.expiry_mail_id = ${mailId} and ${isStillDue})`;
}
