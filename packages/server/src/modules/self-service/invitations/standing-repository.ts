import sql, { empty, type Sql } from 'sql-template-tag';
import type { Companion } from '../../../core/write/index.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import type { InvitationRow } from './invitation.ts';
import { mayInviterAct } from '../../parties/organizations/index.ts';
import { isGoodLinkKey } from '../links/index.ts';
import { lockPlace } from './places-repository.ts';
import type { StandingLink } from './standing-link.ts';
import type { ResentInvitation } from './repository.ts';

/**
 * What becomes of an invitation by the visitors of its link, as parts of the statements that write it: each holds only where the
 * invitation still stands as it was read.
 */

/**
 * A CTE named `standing` that has the id of what the visitor works on only where he may still work on it, and who invited him may still
 * act. It locks the row: a revocation and the write that follows come one after the other, and the later one sees what the earlier one did.
 */
export function lockStanding(link: StandingLink): Sql {
  return link.id === link.invitation_id ? lockInvitation(link) : lockPlace(link);
}

function lockInvitation(link: StandingLink): Sql {
  return sql`standing as materialized (
      select i.id, i.seller_id, i.link_version, i.organization_id, i.requested_documents from invitations i join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
      where i.id = ${link.id}::uuid and i.seller_id = ${link.seller_id}::uuid and i.status = 'ACTIVE' and i.expires_at > now()
        and i.link_version = ${link.link_version}::int and b.status = 'ACTIVE'
        and ${mayInviterAct}
      for no key update of i)`;
}

/** Once. */
export function markOpened(link: StandingLink): (guard: Sql) => Sql {
  return (guard) => sql`${lockStanding(link)},
    effect as (update invitations i set opened_at = now() from standing
      where i.id = standing.id and i.seller_id = standing.seller_id and i.opened_at is null and ${guard} returning i.id)`;
}

/** A CTE named `effect`, to follow `lockStanding`: the invitation is used up, where `ready`, another CTE, has its id. */
export function useStanding(ready: Sql, link: StandingLink, usedAt: Date): Sql {
  return sql`effect as (
      update invitations i set status = 'USED', usage_count = i.usage_count + 1, last_used_at = ${usedAt}::timestamptz, next_reminder_at = null
      from ${ready} where i.id = ${ready}.id and i.seller_id = ${link.seller_id}::uuid and i.status = 'ACTIVE' and i.expires_at > now()
      returning i.id, i.link_version, i.seller_id, i.buyer_id)`;
}

/** That a new link was asked for: once in 24 hours, while the link is the newest of an expired invitation. */
export function markAsked(link: StandingLink): (guard: Sql) => Sql {
  return (guard) => sql`effect as (update invitations i set new_link_asked_at = now()
      where i.id = ${link.invitation_id}::uuid and i.seller_id = ${link.seller_id}::uuid and i.link_version = ${link.link_version}::int
        and invitation_status(i.status, i.expires_at) = 'EXPIRED'
        and (i.new_link_asked_at is null or i.new_link_asked_at <= now() - interval '24 hours') and ${guard}
      returning i.id, i.link_version)`;
}

/** That misuse was reported: once in 24 hours, whatever the invitation's state. */
export function markReported(link: StandingLink): (guard: Sql) => Sql {
  return (guard) => sql`effect as (update invitations i set misuse_reported_at = now()
      where i.id = ${link.invitation_id}::uuid and i.seller_id = ${link.seller_id}::uuid
        and (i.misuse_reported_at is null or i.misuse_reported_at <= now() - interval '24 hours') and ${guard}
      returning i.id, i.link_version)`;
}

/**
 * A CTE named `asked`: the invitations on which the buyer may still work, locked, as they stand then. What is locked after them is locked
 * by sending, too.
 */
export function lockAsked({ sellerId, buyerId }: BuyerPath, guard: Sql): Sql {
  return sql`asked as materialized (
      select i.id, i.seller_id, i.link_version, i.expires_at, i.last_mail_at from invitations i
      where i.seller_id = ${sellerId}::uuid and i.buyer_id = ${buyerId}::uuid and i.status = 'ACTIVE' and i.expires_at > now() and ${guard}
      order by i.id for no key update)`;
}

/** They ask for a type of document besides: that of `effect`, which follows `lockAsked`. Not `mailed`, if any. */
export function askAgain(mailed?: Pick<InvitationRow, 'id'>): Companion {
  return {
    statement: sql`update invitations i set requested_documents = i.requested_documents || effect.type from effect, asked
      where i.id = asked.id and i.seller_id = asked.seller_id and effect.type <> all(i.requested_documents)
        ${mailed ? sql`and i.id <> ${mailed.id}::uuid` : empty}`,
  };
}

/** The one of them that is mailed asks for it too, and gets the link that `next` has. */
export function askAgainByMail(next: ResentInvitation): Companion {
  return {
    statement: sql`update invitations i set link_version = ${next.link_version}::int, link_kid = ${next.link_kid}::smallint,
        last_mail_at = ${next.last_mail_at}::timestamptz, next_reminder_at = ${next.next_reminder_at}::timestamptz,
        requested_documents = case when effect.type = any(i.requested_documents) then i.requested_documents else i.requested_documents || effect.type end
      from effect, asked where i.id = asked.id and i.seller_id = asked.seller_id and i.id = ${next.id}::uuid`,
  };
}

/** A condition, behind `lockAsked`: what mailing the invitation anew asks, which was read as `row` and becomes `next`. */
export function mayAskByMail(row: InvitationRow, next: ResentInvitation): Sql {
  return sql`exists (select from asked where asked.id = ${row.id}::uuid and asked.link_version = ${row.link_version}::int
      and date_trunc('milliseconds', asked.expires_at) is not distinct from ${row.expires_at}::timestamptz
      and date_trunc('milliseconds', asked.last_mail_at) is not distinct from ${row.last_mail_at}::timestamptz)
    and ${isGoodLinkKey(sql`${next.link_kid}::smallint`)}
    and exists (select from buyer_facts b where b.seller_id = ${row.seller_id}::uuid and b.id = ${row.buyer_id}::uuid and b.status = 'ACTIVE')`;
}

/** Of the work of `lockEnded`. */
export interface EndedWish {
  /** A select of the ids of invitations that have what is to go: few beside all that have ended. */
  readonly among: Sql;
  /** An interval: so long ago an expired one has ended. A revoked one is taken at once. */
  readonly expiredFor: Sql;
  readonly limit: number;
}

/**
 * A select, for a CTE, of invitations that were revoked or have expired some time ago, across sellers: for the clock's own work. Those
 * that another process is working on, a resend that revives one included, are left to it.
 */
export function lockEnded({ among, expiredFor, limit }: EndedWish): Sql {
  return sql`select i.id from invitations i where i.id in (${among}) and (i.status = 'REVOKED'
      or (invitation_status(i.status, i.expires_at) = 'EXPIRED' and i.expires_at <= now() - ${expiredFor}))
    limit ${limit}::int for update skip locked`;
}
