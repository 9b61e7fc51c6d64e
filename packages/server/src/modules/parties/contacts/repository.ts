import sql, { type Sql } from 'sql-template-tag';
import type { Companion } from '../../../core/write/index.ts';
import { insertPiiReadings, type PiiReader } from '../../../core/pii-log/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Tables } from '../../../schema/tables.ts';
import { type ContactPath, type ContactsPath, MAX_CONTACTS } from './schemas.ts';

export type ContactRow = Omit<Tables['buyer_contacts'], 'seller_id' | 'buyer_id' | 'position'>;

const columns = sql`c.id, c.sealed, c.first_name, c.last_name, c.email, c.phone, c.created_at`;

/** What stands in the log of readings. */
const SUBJECT_KIND = 'BUYER_CONTACT';

/** In the order of their coming. Nobody's reading is written down: for comparing alone. */
export function listContactRows(db: Database, { sellerId, buyerId }: ContactsPath): Promise<ContactRow[]> {
  return db.read(sql`select ${columns} from buyer_contacts c
    where c.seller_id = ${sellerId}::uuid and c.buyer_id = ${buyerId}::uuid order by c.created_at, c.position`);
}

/** Likewise. */
export function findContactRow(
  db: Database,
  { sellerId, buyerId, contactUuid }: ContactPath,
): Promise<ContactRow | undefined> {
  return db.findFirst(sql`select ${columns} from buyer_contacts c
    where c.seller_id = ${sellerId}::uuid and c.buyer_id = ${buyerId}::uuid and c.id = ${contactUuid}::uuid`);
}

export interface ContactsReading extends PiiReader {
  /** False: look only, nothing is given out and nothing is written down. */
  readonly isAllowed: boolean;
}

/** All of a buyer; in the same statement each reading is written down (contract 4). Undefined where there is no such buyer. */
export async function readContactRows(
  db: Database,
  { sellerId, buyerId }: ContactsPath,
  reading: ContactsReading,
): Promise<ContactRow[] | undefined> {
  const rows = await db.write<ContactRow | { id: null }>(sql`with owner as (
      select b.id, b.seller_id from buyer_facts b where b.seller_id = ${sellerId}::uuid and b.id = ${buyerId}::uuid),
    found as (
      select c.* from buyer_contacts c join owner o on c.seller_id = o.seller_id and c.buyer_id = o.id
      where ${reading.isAllowed}::boolean),
    logged as (${logOf(reading, sql`found`)})
    select ${columns} from owner left join found c on true order by c.created_at, c.position`);
  return rows.length === 0 ? undefined : rows.filter((row) => row.id !== null);
}

/** One of them, likewise. */
export function readContactRow(
  db: Database,
  { sellerId, buyerId, contactUuid }: ContactPath,
  reading: ContactsReading,
): Promise<ContactRow | undefined> {
  return db.writeFirst(sql`with found as (
      select c.* from buyer_contacts c
      where c.seller_id = ${sellerId}::uuid and c.buyer_id = ${buyerId}::uuid and c.id = ${contactUuid}::uuid),
    logged as (${logOf(reading, sql`found where ${reading.isAllowed}::boolean`)})
    select ${columns} from found c`);
}

function logOf(reader: PiiReader, from: Sql): Sql {
  return insertPiiReadings(reader, {
    subjectKind: SUBJECT_KIND,
    subjectId: sql`id`,
    sellerId: sql`seller_id`,
    buyerId: sql`buyer_id`,
    from,
  });
}

/** Writes down that the answer to a change shows the contact; its `effect` is `updateContact`. */
export function logChange(reader: PiiReader): Companion {
  return { statement: logOf(reader, sql`effect`) };
}

/** Undefined where there is no such buyer, or he was erased: nobody is to be reached there any more. */
export function findRoom(
  db: Database,
  { sellerId, buyerId }: ContactsPath,
): Promise<{ count: number; now: Date } | undefined> {
  return db.findFirst(sql`select date_trunc('milliseconds', now()) as now, (select count(*)::int from buyer_contacts c
      where c.seller_id = b.seller_id and c.buyer_id = b.id) as count
    from buyer_facts b where b.seller_id = ${sellerId}::uuid and b.id = ${buyerId}::uuid and b.erased_at is null`);
}

export interface NewContact {
  readonly id: string;
  readonly sealed: Buffer;
  readonly createdAt: Date;
}

/** In the first free place. The buyer is locked against an erasure, which then sees the contact, or leaves none. Two at once want the same: one of them fails with 23505, which `commitWrite` reports as `stale`. */
export function insertContact({ sellerId, buyerId }: ContactsPath, contact: NewContact): (guard: Sql) => Sql {
  return (guard) => sql`owner as (
      select b.id, b.seller_id from buyer_facts b where b.seller_id = ${sellerId}::uuid and b.id = ${buyerId}::uuid and b.erased_at is null and ${guard}
      for share),
    place as (
      select o.seller_id, o.id as buyer_id, min(n) as position from owner o cross join generate_series(1, ${MAX_CONTACTS}::int) n
      where not exists (select from buyer_contacts c where c.seller_id = o.seller_id and c.buyer_id = o.id and c.position = n)
      group by 1, 2),
    effect as (
      insert into buyer_contacts (id, seller_id, buyer_id, position, sealed, created_at)
      select ${contact.id}::uuid, seller_id, buyer_id, position, ${contact.sealed}::bytea, ${contact.createdAt}::timestamptz
      from place returning id)`;
}

/** Those that a buyer is made with, in their order; its `effect` is the buyer's row. */
export function insertContactsOfEffect(contacts: readonly Omit<NewContact, 'createdAt'>[], createdAt: Date): Companion {
  const ids = contacts.map(({ id }) => id);
  const sealed = contacts.map((contact) => contact.sealed);
  return {
    statement: sql`insert into buyer_contacts (id, seller_id, buyer_id, position, sealed, created_at)
      select c.id, effect.seller_id, effect.id, c.position, c.sealed, ${createdAt}::timestamptz
      from effect, unnest(${ids}::uuid[], ${sealed}::bytea[]) with ordinality as c (id, sealed, position)`,
  };
}

/** One more of the buyer who is the `effect`, in his first free place; none where he has no room. */
export function addContactToEffect({ id, sealed, createdAt }: NewContact): Companion {
  return {
    statement: sql`insert into buyer_contacts (id, seller_id, buyer_id, position, sealed, created_at)
      select ${id}::uuid, effect.seller_id, effect.id, free.position, ${sealed}::bytea, ${createdAt}::timestamptz
      from effect cross join lateral (select n as position from generate_series(1, ${MAX_CONTACTS}::int) n
        where not exists (select from buyer_contacts c where c.seller_id = effect.seller_id and c.buyer_id = effect.id and c.position = n)
        order by n limit 1) as free`,
  };
}

/** Where it still says what was read; `stale` otherwise. */
export function updateContact(
  { sellerId, buyerId }: ContactsPath,
  was: ContactRow,
  sealed: Buffer,
): (guard: Sql) => Sql {
  return (guard) => sql`effect as (
      update buyer_contacts c set sealed = ${sealed}::bytea, first_name = null, last_name = null, email = null, phone = null
      where c.seller_id = ${sellerId}::uuid and c.buyer_id = ${buyerId}::uuid and c.id = ${was.id}::uuid
        and c.sealed is not distinct from ${was.sealed}::bytea and ${guard}
      returning c.id, c.seller_id, c.buyer_id)`;
}

/** A CTE, to follow one named `effect` with the buyer's id and seller. */
export const removeContactsOfEffect: Sql = sql`contacts_gone as (delete from buyer_contacts c using effect
    where c.seller_id = effect.seller_id and c.buyer_id = effect.id)`;

export function removeContact({ sellerId, buyerId, contactUuid }: ContactPath): (guard: Sql) => Sql {
  return (guard) => sql`effect as (
      delete from buyer_contacts c
      where c.seller_id = ${sellerId}::uuid and c.buyer_id = ${buyerId}::uuid and c.id = ${contactUuid}::uuid and ${guard}
      returning c.id)`;
}

/** Up to `limit` that nobody has sealed yet. */
export function listOpenRows(db: Database, limit: number): Promise<ContactRow[]> {
  return db.read(sql`/* across sellers: the clock's own work */ select ${columns} from buyer_contacts c
    where c.sealed is null order by c.id limit ${limit}::int`);
}

/** Each where it is still open. */
export async function sealRows(db: Database, ids: readonly string[], sealed: readonly Buffer[]): Promise<void> {
  await db.write(sql`/* across sellers: the clock's own work */ update buyer_contacts c
    set sealed = n.sealed, first_name = null, last_name = null, email = null, phone = null
    from unnest(${[...ids]}::uuid[], ${[...sealed]}::bytea[]) as n (id, sealed) where c.id = n.id and c.sealed is null`);
}
