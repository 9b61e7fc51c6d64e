import sql, { type Sql } from 'sql-template-tag';
import { insertAuditLines } from '../../../core/audit/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { cancelMailsOf } from '../../delivery/mail/index.ts';
import { dropFiles } from '../../files/index.ts';
import { KYC_FILE } from '../../kyc/documents/index.ts';
import { lockFreePlaces, lockIdlePlaces } from '../invitations/index.ts';
import { isOver, type RetentionWish } from './retention.ts';
import { wipePlaces } from './wipe-places.ts';

/** Of all that was sent and whose time is over, across sellers. The bytes of files go with the next sweep. */
export function purgeOver(db: Database, wish: RetentionWish, limit: number): Promise<number> {
  const over = sql`select p.id, p.seller_id from prospects p where ${isOver(wish)} limit ${limit}::int`;
  return purge(db, lockFreePlaces(over), isOver(wish));
}

/** Of drafts that nobody will send. */
export function purgeIdleDrafts(db: Database, limit: number): Promise<number> {
  return purge(db, lockIdlePlaces(limit), sql`p.status = 'DRAFT'`);
}

/** `isStill`: asked of prospect `p`, when its place is locked. */
async function purge(db: Database, locked: Sql, isStill: Sql): Promise<number> {
  const audit = insertAuditLines({
    action: 'prospect.erase',
    actor: { kind: 'SYSTEM' },
    sellerId: sql`seller_id`,
    subjectId: sql`id`,
    from: sql`effect where status <> 'DRAFT'`,
  });
  const rows = await db.write(sql`/* across sellers: the clock's own work */ with ${locked},
    ${wipePlaces(isStill)},
    stored as (${dropFiles(KYC_FILE, sql`select id from files_gone`).statement}),
    unsent as (${cancelMailsOf('prospect', sql`select id::text from effect`).statement}),
    audit as (${audit})
    select id from effect`);
  return rows.length;
}

/** Codes a day after they were sent, and pauses that are over, across sellers. */
export async function purgeProofs(db: Database, limit: number): Promise<number> {
  const rows = await db.write(sql`/* across sellers: the clock's own work */ with old_codes as (
      select invitation_id, address_hash from prospect_codes where expires_at <= now() - interval '23 hours 50 minutes'
      limit ${limit}::int for update skip locked),
    codes as (delete from prospect_codes c using old_codes o
      where c.invitation_id = o.invitation_id and c.address_hash = o.address_hash returning c.invitation_id),
    old_pauses as (select invitation_id from prospect_pauses where paused_until <= now() - interval '23 hours'
      limit ${limit}::int for update skip locked),
    pauses as (delete from prospect_pauses s using old_pauses o where s.invitation_id = o.invitation_id returning s.invitation_id)
    select invitation_id from codes union all select invitation_id from pauses`);
  return rows.length;
}
