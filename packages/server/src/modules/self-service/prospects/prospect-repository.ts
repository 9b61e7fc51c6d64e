import sql, { type Sql } from 'sql-template-tag';
import { insertPiiReadings, type PiiReader } from '../../../core/pii-log/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import type { ProspectRow } from './prospect.ts';
import type { ProspectPath } from './schemas.ts';

export const columns: Sql = sql`id, seller_id, invitation_id, status, type, company_name, vat_number, street, post_code, city, country, submission_id,
  submitted_at, decided_at, buyer_id, decline_reason, vies_result, vies_checked_at`;

/** What stands in the log of readings. */
const SUBJECT_KIND = 'PROSPECT';

/** With the database's instant of reading. */
export interface ReadProspect extends ProspectRow {
  now: Date;
}

/** Undefined of a draft, too: nothing was sent. */
export function findProspect(
  db: Database,
  { sellerId, prospectUuid }: ProspectPath,
): Promise<ReadProspect | undefined> {
  return db.findFirst(sql`select ${columns}, date_trunc('milliseconds', now()) as now from listed_prospects
    where seller_id = ${sellerId}::uuid and id = ${prospectUuid}::uuid`);
}

export interface PersonRow {
  id: string;
  sealed_person: Buffer;
}

export interface PeopleWish {
  readonly sellerId: string;
  readonly prospectUuids: readonly string[];
}

/** Who they are; in the same statement each reading is written down (contract 4). */
export function readPeople(
  db: Database,
  { sellerId, prospectUuids }: PeopleWish,
  reader: PiiReader,
): Promise<PersonRow[]> {
  const logged = insertPiiReadings(reader, {
    subjectKind: SUBJECT_KIND,
    subjectId: sql`id`,
    sellerId: sql`seller_id`,
    from: sql`found`,
  });
  return db.write(sql`with found as (
      select p.id, p.seller_id, p.sealed_person from prospects p
      where p.seller_id = ${sellerId}::uuid and p.id = any(${[...prospectUuids]}::uuid[])),
    logged as (${logged})
    select id, sealed_person from found`);
}

/** With who they are; nobody's reading is written down. */
export function listOfBuyer(db: Database, { sellerId, buyerId }: BuyerPath): Promise<(ProspectRow & PersonRow)[]> {
  return db.read(sql`select ${columns}, sealed_person from prospects
    where seller_id = ${sellerId}::uuid and buyer_id = ${buyerId}::uuid order by submitted_at, id`);
}

/** For what is written of him elsewhere; nobody is to be shown him by this. */
export function findPerson(db: Database, { sellerId, prospectUuid }: ProspectPath): Promise<PersonRow | undefined> {
  return db.findFirst(sql`select p.id, p.sealed_person from prospects p
    where p.seller_id = ${sellerId}::uuid and p.id = ${prospectUuid}::uuid`);
}

/** A select of the prospect whose documents are his own still: not a draft's, not a buyer's. */
export function withDocuments({ sellerId, prospectUuid }: ProspectPath): Sql {
  return sql`select id, seller_id from prospects
    where seller_id = ${sellerId}::uuid and id = ${prospectUuid}::uuid and status <> 'DRAFT'`;
}

export interface Conversion {
  readonly buyerId: string;
  readonly decidedAt: Date;
}

/** A CTE named `converted`, where nobody has decided yet and the condition holds. It gives out `id`. */
export function markConverted(
  { sellerId, prospectUuid }: ProspectPath,
  { buyerId, decidedAt }: Conversion,
  condition: Sql,
): Sql {
  return sql`converted as (update prospects p set status = 'CONVERTED', decided_at = ${decidedAt}::timestamptz, buyer_id = ${buyerId}::uuid
    where p.seller_id = ${sellerId}::uuid and p.id = ${prospectUuid}::uuid and p.status = 'SUBMITTED' and ${condition} returning p.id)`;
}

export interface Declining {
  readonly reason: string;
  readonly decidedAt: Date;
}

/** A CTE named `effect`, where nobody has decided yet. */
export function markDeclined(
  { sellerId, prospectUuid }: ProspectPath,
  { reason, decidedAt }: Declining,
  guard: Sql,
): Sql {
  return sql`effect as (update prospects p set status = 'DECLINED', decided_at = ${decidedAt}::timestamptz, decline_reason = ${reason}
    where p.seller_id = ${sellerId}::uuid and p.id = ${prospectUuid}::uuid and p.status = 'SUBMITTED' and ${guard} returning p.id, p.seller_id)`;
}
