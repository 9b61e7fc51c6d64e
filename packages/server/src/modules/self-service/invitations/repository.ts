import sql, { empty, type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { insertAuditLines } from '../../../core/audit/index.ts';
import {
  type Along,
  type PartAlong,
  type SharedEffect,
  sharedEffect,
  type SharedPart,
} from '../../../core/write/index.ts';
import { insertFactsFrom, instantOf } from '../../../core/events/index.ts';
import { mailTo, nextTurn, type Recipient } from '../../delivery/mail/index.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import { mayInviterAct } from '../../parties/organizations/index.ts';
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

/**
 * By which a buyer can be asked for something more: the newest on which he may still work; else that by which he sent `sentBy`, an
 * expression of an id, and else the one that he answered last.
 */
export function findAskable(
  db: Database,
  { sellerId, buyerId }: BuyerPath,
  sentBy: Sql,
): Promise<InvitationRow | undefined> {
  return db.findFirst(sql`select ${columns} from invitations i
    where seller_id = ${sellerId}::uuid and buyer_id = ${buyerId}::uuid and kind = 'KYC' and recipient_email is not null
      and (i.status = 'USED' or (i.status = 'ACTIVE' and expires_at > now() and ${mayInviterAct}))
    order by (i.status = 'ACTIVE') desc, (id = ${sentBy}) desc nulls last, coalesce(last_used_at, created_at) desc, id limit 1`);
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

const given = {
  names: sql`id, seller_id, buyer_id, kind, inviter_id, recipient_email, label, locale, message, requested_documents, redirect_url,
      link_kid, link_version, reminders, next_reminder_at, last_mail_at, created_at, expires_at`,
  types: [
    'uuid',
    'uuid',
    'uuid',
    'text',
    'uuid',
    'text',
    'text',
    'text',
    'text',
    'jsonb',
    'text',
    'smallint',
    'int',
    'boolean',
    'timestamptz',
    'timestamptz',
    'timestamptz',
    'timestamptz',
  ],
} as const;

/** A CTE: each row of `rows`, with what is given, becomes an invitation where its buyer is not blocked. */
function invited(rows: Sql): Sql {
  return sql`invited as (
      insert into invitations (id, seller_id, buyer_id, kind, organization_id, recipient_email, label, locale, message, requested_documents,
        redirect_url, link_kid, link_version, reminders, next_reminder_at, last_mail_at, created_at, expires_at)
      select h.id, b.seller_id, b.id, h.kind, h.inviter_id, h.recipient_email, h.label, h.locale, h.message,
        array(select jsonb_array_elements_text(h.requested_documents)), h.redirect_url, h.link_kid, h.link_version, h.reminders,
        h.next_reminder_at, h.last_mail_at, h.created_at, h.expires_at
      from ${rows} h join buyer_facts b on b.seller_id = h.seller_id and b.id = h.buyer_id and b.status = 'ACTIVE'
      where ${isGoodLinkKey(sql`h.link_kid`)}
      returning id, seller_id)`;
}

const inviting = sharedEffect(
  {
    ...given,
    ctes: sql`${invited(sql`held`)},
    effect as (select h.n from held h join invited i on i.id = h.id and i.seller_id = h.seller_id)`,
  },
  mailTo,
);

/** Inserts the invitation, where the buyer is not blocked, and queues its mail. */
export function insertInvitation(row: NewInvitation, mail: Along): SharedEffect {
  return inviting(valuesOf(row), mail);
}

const invitedBehind: SharedPart = { ...given, ctes: invited(sql`written`) };

/** The same behind another effect, which must hold only where `mayInvite` does. */
export function inviteAlong(row: NewInvitation, mail: Along): readonly PartAlong[] {
  return [
    { part: invitedBehind, values: valuesOf(row), audit: [] },
    { part: mailTo, ...mail },
  ];
}

/** A condition: what inserting the invitation asks. */
export function mayInvite({ seller_id: sellerId, buyer_id: buyerId, link_kid: linkKid }: NewInvitation): Sql {
  return sql`${isGoodLinkKey(sql`${linkKid}::smallint`)} and exists (
    select from buyer_facts b where b.seller_id = ${sellerId}::uuid and b.id = ${buyerId}::uuid and b.status = 'ACTIVE')`;
}

function valuesOf(row: NewInvitation) {
  return [
    row.id,
    row.seller_id,
    row.buyer_id,
    row.kind,
    row.organization_id,
    row.recipient_email,
    row.label,
    row.locale,
    row.message,
    JSON.stringify(row.requested_documents),
    row.redirect_url,
    row.link_kid,
    row.link_version,
    row.reminders,
    row.next_reminder_at,
    row.last_mail_at,
    row.created_at,
    row.expires_at,
  ] as const;
}

/** A JavaScript date has no microseconds: a row is as it was read where its milliseconds are. */
const revoking = sharedEffect({
  names: sql`id, seller_id, link_version, expires_at, revoked_at, reason`,
  types: ['uuid', 'uuid', 'int', 'timestamptz', 'timestamptz', 'text'],
  ctes: sql`effect as (update invitations i set status = 'REVOKED', revoked_at = h.revoked_at, revocation_reason = h.reason, next_reminder_at = null
      from held h where i.id = h.id and i.seller_id = h.seller_id and i.status = 'ACTIVE' and i.expires_at > now()
        and i.link_version = h.link_version and date_trunc('milliseconds', i.expires_at) is not distinct from h.expires_at
      returning h.n)`,
});

/** Ends the invitation where it still stands as it was read. */
export function revokeStanding(row: InvitationRow, revokedAt: Date, reason: string): SharedEffect {
  return revoking([row.id, row.seller_id, row.link_version, row.expires_at, revokedAt, reason]);
}

const resending = sharedEffect(
  {
    names: sql`id, seller_id, status, link_version, expires_at, last_mail_at, next_expires_at, next_link_version, next_link_kid,
      next_recipient_email, next_mail_at, next_reminder_at`,
    types: [
      'uuid',
      'uuid',
      'text',
      'int',
      'timestamptz',
      'timestamptz',
      'timestamptz',
      'int',
      'smallint',
      'text',
      'timestamptz',
      'timestamptz',
    ],
    ctes: sql`effect as (update invitations i set status = 'ACTIVE', expires_at = h.next_expires_at, link_version = h.next_link_version,
        link_kid = h.next_link_kid, recipient_email = h.next_recipient_email, last_mail_at = h.next_mail_at,
        next_reminder_at = h.next_reminder_at
      from held h where i.id = h.id and i.seller_id = h.seller_id and invitation_status(i.status, i.expires_at) = h.status
        and i.link_version = h.link_version and date_trunc('milliseconds', i.expires_at) is not distinct from h.expires_at
        and date_trunc('milliseconds', i.last_mail_at) is not distinct from h.last_mail_at and ${isGoodLinkKey(sql`h.next_link_kid`)}
        and exists (select from buyer_facts b where b.seller_id = i.seller_id and b.id = i.buyer_id and b.status = 'ACTIVE')
      returning h.n)`,
  },
  mailTo,
);

/** What an invitation becomes by a new mail. */
export interface ResentInvitation extends InvitationRow {
  readonly next_reminder_at: Date | null;
}

/** The link and the end that `next` has, and its mail, where the invitation still stands as `row` was read. */
export function resendStanding(row: InvitationRow, next: ResentInvitation, mail: Along): SharedEffect {
  const read = [row.id, row.seller_id, row.status, row.link_version, row.expires_at, row.last_mail_at] as const;
  const written = [next.expires_at, next.link_version, next.link_kid, next.recipient_email, next.last_mail_at] as const;
  return resending([...read, ...written, next.next_reminder_at], mail);
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
