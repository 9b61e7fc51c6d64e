import sql, { empty, type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import { mayInviterAct } from '../../parties/organizations/index.ts';
import { keptRecipient } from './invitation.ts';
import type { InvitationStatus } from './invitation.ts';

/** Which invitations the operator means; what is left out asks for nothing. */
export interface OperatorFilter {
  readonly invitationId?: string | undefined;
  /** Of the organization that made it. */
  readonly organizationId?: string | undefined;
  readonly statuses?: readonly InvitationStatus[] | undefined;
  readonly recipientEmail?: string | undefined;
  /** Its last mail is older. */
  readonly mailedBefore?: Date | undefined;
  /** What it held of people was erased, or not. */
  readonly isErased?: boolean | undefined;
}

/** An invitation as the operator sees it: neither its link nor whom it went to. */
export interface OperatedInvitation {
  id: string;
  seller_id: string;
  buyer_id: string | null;
  kind: 'KYC' | 'PROSPECT';
  status: InvitationStatus;
  organization_id: string;
  organization_slug: string;
  /** The organization may still act for the seller. */
  may_act: boolean;
  created_at: Date;
  expires_at: Date;
  erased_at: Date | null;
}

/** In the order of their ids: `after` is the last one of the page before. */
export function selectForOperator(
  db: Database,
  filter: OperatorFilter,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<OperatedInvitation[]> {
  const { invitationId, organizationId, statuses, recipientEmail, mailedBefore, isErased } = filter;
  return db.read(sql`/* across sellers: the operator's own work */
    select i.id, i.seller_id, i.buyer_id, i.kind, invitation_status(i.status, i.expires_at) as status, i.organization_id, o.slug as organization_slug,
      ${mayInviterAct} as may_act, i.created_at, i.expires_at, i.erased_at
    from invitations i join organization_facts o on o.id = i.organization_id
    where true
      ${invitationId === undefined ? empty : sql`and i.id = ${invitationId}::uuid`}
      ${organizationId === undefined ? empty : sql`and i.organization_id = ${organizationId}::uuid`}
      ${statuses === undefined ? empty : sql`and invitation_status(i.status, i.expires_at) = any(${[...statuses]}::text[])`}
      ${recipientEmail === undefined ? empty : sql`and lower(i.recipient_email) = lower(${keptRecipient(recipientEmail)})`}
      ${mailedBefore === undefined ? empty : sql`and (i.last_mail_at is null or i.last_mail_at < ${mailedBefore}::timestamptz)`}
      ${isErased === undefined ? empty : sql`and (i.erased_at is not null) = ${isErased}::boolean`}
      ${after === undefined ? empty : sql`and i.id > ${after}::uuid`}
    order by i.id limit ${limit}::int`);
}

/**
 * A CTE named `effect`: what the row itself holds of people goes, where it still stands as it was read. One that could be used or revived
 * ends with it. Whoever calls it has what the clock decided written down before.
 */
export function eraseRow({ id, seller_id, status }: OperatedInvitation, guard: Sql): Sql {
  return sql`effect as (
      update invitations i set status = case when i.status = 'USED' then i.status else 'REVOKED' end,
        revoked_at = case when i.status <> 'USED' then coalesce(i.revoked_at, now()) end,
        revocation_reason = case when i.status <> 'USED' then '' end,
        recipient_email = null, label = null, message = null, redirect_url = null, reminders = false, next_reminder_at = null, erased_at = now()
      where i.id = ${id}::uuid and i.seller_id = ${seller_id}::uuid and i.status = ${status} and i.erased_at is null
        and (i.status <> 'ACTIVE' or i.expires_at > now()) and ${guard}
      returning i.id, i.seller_id)`;
}

/** A CTE named `stood`: all invitations of the buyer, locked. None of them is one that the clock has ended without its being written down. */
export function lockAllOf({ sellerId, buyerId }: BuyerPath, guard: Sql): Sql {
  return sql`stood as materialized (
      select i.id, i.seller_id, i.status in ('ACTIVE', 'EXPIRED') as was_open, i.status = 'ACTIVE' and i.expires_at <= now() as is_overdue
      from invitations i where i.seller_id = ${sellerId}::uuid and i.buyer_id = ${buyerId}::uuid and ${guard}
      order by i.id for no key update)`;
}

/** A CTE named `erased`, to follow `stood` and an `effect`: as `eraseRow`, of all that were not erased before. */
export const eraseAllRows: Sql = sql`erased as (
      update invitations i set status = case when i.status = 'USED' then i.status else 'REVOKED' end,
        revoked_at = case when i.status <> 'USED' then coalesce(i.revoked_at, now()) end,
        revocation_reason = case when i.status <> 'USED' then '' end,
        recipient_email = null, label = null, message = null, redirect_url = null, reminders = false, next_reminder_at = null, erased_at = now()
      from stood, effect where i.id = stood.id and i.seller_id = stood.seller_id and i.erased_at is null
      returning i.id, i.seller_id, stood.was_open)`;

export interface ErasableInvitation {
  id: string;
  seller_id: string;
  is_overdue: boolean;
}

/** All invitations of the buyer. */
export function listOfBuyer(db: Database, { sellerId, buyerId }: BuyerPath): Promise<ErasableInvitation[]> {
  return db.read(sql`select i.id, i.seller_id, i.status = 'ACTIVE' and i.expires_at <= now() as is_overdue from invitations i
    where i.seller_id = ${sellerId}::uuid and i.buyer_id = ${buyerId}::uuid order by i.id`);
}
