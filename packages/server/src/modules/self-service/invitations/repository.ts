import sql, { empty, type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { insertAuditLines } from '../../../core/audit/index.ts';
import { type SharedEffect, sharedEffect } from '../../../core/write/index.ts';
import { insertFactsFrom, instantOf } from '../../../core/events/index.ts';
import { nextTurn, type Recipient } from '../../delivery/mail/index.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import { isGoodLinkKey } from '../links/index.ts';
import { activeTypes, type DocumentType } from '../../kyc/documents/index.ts';
import { InvitationExpired } from './events.ts';
import type { InvitationRow } from './invitation.ts';
import type { InvitationPath, PartnerInvitationPath } from './schemas.ts';

export const columns = sql`id, seller_id, buyer_id, kind, invitation_status(status, expires_at) as status, recipient_email, label, locale, message,
  requested_documents, redirect_url, reminders, link_kid, link_version, usage_count, last_mail_at, created_at, expires_at, last_used_at,
  revoked_at, revocation_reason, date_trunc('milliseconds', now()) as now`;

/** Where an invitation lives: under its seller and, on the buyer's paths, its buyer. */
export type InvitationPlace = PartnerInvitationPath & Partial<InvitationPath>;

function isAt({ sellerId, buyerId, invitationUuid }: InvitationPlace): Sql {
  return sql`seller_id = ${sellerId}::uuid ${buyerId === undefined ? empty : sql`and buyer_id = ${buyerId}::uuid`} and id = ${invitationUuid}::uuid`;
}

export function findInvitation(db: Database, place: InvitationPlace): Promise<InvitationRow | undefined> {
  return db.findFirst(sql`select ${columns} from invitations where ${isAt(place)}`);
}

export interface StandingPlace {
  readonly sellerId: string;
  readonly buyerId: string;
  readonly recipientEmail: string;
}

/** The invitation that stands in the way of another one for the same buyer and address: stored as ACTIVE, expired or not. */
export function findStanding(
  db: Database,
  { sellerId, buyerId, recipientEmail }: StandingPlace,
): Promise<InvitationRow | undefined> {
  return db.findFirst(sql`select ${columns} from invitations
    where seller_id = ${sellerId}::uuid and buyer_id = ${buyerId}::uuid and lower(recipient_email) = lower(${recipientEmail}) and invitations.status = 'ACTIVE' and kind = 'KYC'`);
}

export interface InvitedBuyer {
  status: 'ACTIVE' | 'BLOCKED';
  country: string;
  present_documents: DocumentType[];
  /** When another mail may go to the recipient, where one is meant. */
  next_turn: Date | null;
  now: Date;
}

export function findInvitedBuyer(
  db: Database,
  { sellerId, buyerId }: BuyerPath,
  recipient?: Recipient,
): Promise<InvitedBuyer | undefined> {
  return db.findFirst(sql`select b.status, b.country, date_trunc('milliseconds', now()) as now, ${activeTypes} as present_documents,
      ${recipient ? nextTurn(recipient) : sql`null::timestamptz`} as next_turn
    from buyer_facts b where b.seller_id = ${sellerId}::uuid and b.id = ${buyerId}::uuid`);
}

export interface NewInvitation extends InvitationRow {
  readonly organization_id: string;
  readonly next_reminder_at: Date | null;
}

/** Inserts the invitation, where the buyer is not blocked. */
export function insertInvitation(row: NewInvitation): (guard: Sql) => Sql {
  return (guard) => sql`effect as (
      insert into invitations (id, seller_id, buyer_id, kind, organization_id, recipient_email, label, locale, message, requested_documents,
        redirect_url, link_kid, link_version, reminders, next_reminder_at, last_mail_at, created_at, expires_at)
      select ${row.id}::uuid, b.seller_id, b.id, ${row.kind}, ${row.organization_id}::uuid, ${row.recipient_email}, ${row.label}::text,
        ${row.locale}, ${row.message}::text, ${row.requested_documents}::text[], ${row.redirect_url}::text, ${row.link_kid}::smallint,
        ${row.link_version}::int, ${row.reminders}::boolean, ${row.next_reminder_at}::timestamptz, ${row.last_mail_at}::timestamptz,
        ${row.created_at}::timestamptz, ${row.expires_at}::timestamptz
      from buyer_facts b where b.seller_id = ${row.seller_id}::uuid and b.id = ${row.buyer_id}::uuid and b.status = 'ACTIVE'
        and ${isGoodLinkKey(row.link_kid)} and ${guard}
      returning id)`;
}

/** As far as a row that was read can tell: a JavaScript date has no microseconds. */
function isSameInstant(column: Sql, read: Date | null): Sql {
  return sql`date_trunc('milliseconds', ${column}) is not distinct from ${read}::timestamptz`;
}

const revoking = sharedEffect(
  sql`id, seller_id, link_version, expires_at, revoked_at, reason`,
  ['uuid', 'uuid', 'int', 'timestamptz', 'timestamptz', 'text'],
  sql`update invitations i set status = 'REVOKED', revoked_at = h.revoked_at, revocation_reason = h.reason, next_reminder_at = null
      from held h where i.id = h.id and i.seller_id = h.seller_id and i.status = 'ACTIVE' and i.expires_at > now()
        and i.link_version = h.link_version and date_trunc('milliseconds', i.expires_at) is not distinct from h.expires_at
      returning h.n`,
);

/** Ends the invitation where it still stands as it was read. */
export function revokeStanding(row: InvitationRow, revokedAt: Date, reason: string): SharedEffect {
  return revoking([row.id, row.seller_id, row.link_version, row.expires_at, revokedAt, reason]);
}

/** The link and the end that `next` has, where the invitation still stands as `row` was read. */
export function resendStanding(
  row: InvitationRow,
  next: InvitationRow & { next_reminder_at: Date | null },
): (guard: Sql) => Sql {
  return (guard) => sql`effect as (
      update invitations set status = 'ACTIVE', expires_at = ${next.expires_at}::timestamptz, link_version = ${next.link_version}::int,
        link_kid = ${next.link_kid}::smallint, recipient_email = ${next.recipient_email}, last_mail_at = ${next.last_mail_at}::timestamptz,
        next_reminder_at = ${next.next_reminder_at}::timestamptz
      where id = ${row.id}::uuid and seller_id = ${row.seller_id}::uuid and invitation_status(status, expires_at) = ${row.status}
        and link_version = ${row.link_version}::int and ${isSameInstant(sql`expires_at`, row.expires_at)}
        and ${isSameInstant(sql`last_mail_at`, row.last_mail_at)} and ${isGoodLinkKey(next.link_kid)}
        and exists (select from buyer_facts b where b.seller_id = invitations.seller_id and b.id = invitations.buyer_id and b.status = 'ACTIVE')
        and ${guard}
      returning id)`;
}

export interface ExpiredRow {
  id: string;
}

const raiseExpired = insertFactsFrom(InvitationExpired, {
  source: 'SYSTEM',
  sellerId: sql`seller_id`,
  data: {
    kind: sql`kind`,
    invitationUuid: sql`id`,
    buyerUuid: sql`buyer_id`,
    expiredAt: instantOf(sql`expires_at`),
  },
  from: sql`effect`,
});

const noteExpired = insertAuditLines({
  action: 'invitation.expire',
  actor: { kind: 'SYSTEM' },
  sellerId: sql`seller_id`,
  subjectId: sql`id`,
  invitationId: sql`id`,
  from: sql`effect`,
});

/**
 * Writes down what the clock decided, with one event and one activity line each, for at most `limit` invitations or for one.
 * It works across sellers: the clock calls it, no client. Rows that another process is working on are left to it.
 */
export function expireOverdue(db: Database, limit: number, only?: string): Promise<ExpiredRow[]> {
  return db.write(sql`/* across sellers: the clock's own work */ with overdue as (
      select id from invitations where status = 'ACTIVE' and expires_at <= now() ${only === undefined ? empty : sql`and id = ${only}::uuid`}
      order by expires_at limit ${limit}::int for update skip locked),
    effect as (update invitations i set status = 'EXPIRED', next_reminder_at = null from overdue where i.id = overdue.id and i.status = 'ACTIVE' and i.expires_at <= now()
      returning i.id, i.seller_id, i.buyer_id, i.kind, i.expires_at),
    event as (${raiseExpired}),
    audit as (${noteExpired})
    select id from effect`);
}
