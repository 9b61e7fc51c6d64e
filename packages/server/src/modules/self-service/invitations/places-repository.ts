import sql, { type Sql } from 'sql-template-tag';
import type { Companion } from '../../../core/write/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { mayInviterAct } from '../../parties/organizations/index.ts';
import type { StandingLink } from './standing-link.ts';

/** Places of visitors on a published link, as parts of the statements that write them (decision 0056). */

/** A published link as its visitor came by it. */
export type PublishedLink = Omit<StandingLink, 'id'>;

/** From the proof of the address on; it counts against `maxUses` until then (contract 3.7). */
const RESERVED_FOR = sql`interval '2 hours'`;

export interface LinkPlaceRow {
  id: string;
  used_at: Date | null;
}

export interface NewPlace {
  readonly id: string;
  /** Keyed; of the address that was proved. */
  readonly addressHash: Buffer;
}

/** Conditions on a row `i` of `invitations`: it takes visitors. */
export function standsPublished(link: PublishedLink): Sql {
  return sql`i.id = ${link.invitation_id}::uuid and i.seller_id = ${link.seller_id}::uuid and i.kind = 'PROSPECT' and i.status = 'ACTIVE'
        and i.expires_at > now() and i.link_version = ${link.link_version}::int and ${mayInviterAct}`;
}

/** Of one address, under whichever of the keys its hash was made. */
export function findPlace(
  db: Database,
  link: PublishedLink,
  addressHashes: readonly Buffer[],
): Promise<LinkPlaceRow | undefined> {
  return db.findFirst(sql`select p.id, p.used_at from link_places p
    where p.seller_id = ${link.seller_id}::uuid and p.invitation_id = ${link.invitation_id}::uuid and p.address_hash = any(${[...addressHashes]}::bytea[])`);
}

/** The CTE `standing` of a place: the link may change nothing meanwhile, but for other visitors' places and uses. */
export function lockPlace(link: StandingLink): Sql {
  return sql`standing as materialized (
      select p.id, p.seller_id, i.link_version, i.organization_id, p.requested_documents from link_places p
      join invitations i on i.seller_id = p.seller_id and i.id = p.invitation_id
      where p.id = ${link.id}::uuid and p.seller_id = ${link.seller_id}::uuid and p.used_at is null and ${standsPublished(link)}
      for no key update of p for share of i)`;
}

/**
 * The same for its use, with the link's row to itself, and only where the link has a use left: for who has kept his place, or else besides
 * all places that others have reserved.
 */
export function lockPlaceForUse(link: StandingLink): Sql {
  return sql`held as materialized (
      select p.id, p.seller_id, i.link_version, i.organization_id, p.requested_documents, p.reserved_until > now() as is_reserved, i.id as invitation_id, i.max_uses, i.usage_count from link_places p
      join invitations i on i.seller_id = p.seller_id and i.id = p.invitation_id
      where p.id = ${link.id}::uuid and p.seller_id = ${link.seller_id}::uuid and p.used_at is null and ${standsPublished(link)}
      for no key update of p, i),
    standing as materialized (select * from held where max_uses is null
      or usage_count + case when is_reserved then 0 else places_reserved(invitation_id, id) end < max_uses)`;
}

/** CTEs, to follow `lockPlaceForUse`, the first one named `effect`: one use more of the link, where `ready`, another CTE, has the place's id. */
export function usePlace(ready: Sql, link: StandingLink, usedAt: Date): Sql {
  return sql`effect as (
      update invitations i set usage_count = i.usage_count + 1, last_used_at = ${usedAt}::timestamptz,
        status = case when i.usage_count + 1 = i.max_uses then 'USED' else i.status end
      from ${ready} where i.id = ${link.invitation_id}::uuid and i.seller_id = ${link.seller_id}::uuid and i.status = 'ACTIVE' and i.expires_at > now()
      returning ${ready}.id, i.seller_id, i.id as invitation_id),
    place_used as (update link_places p set used_at = ${usedAt}::timestamptz from effect where p.id = effect.id and p.seller_id = effect.seller_id)`;
}

/** An effect: the visitor gets a place on the link, where there is one left. It gives out the place's `id`, `seller_id` and `invitation_id`. */
export function reservePlace(link: PublishedLink, place: NewPlace): (guard: Sql) => Sql {
  return (guard) => sql`${lockLink(link, guard)},
    effect as (insert into link_places (id, seller_id, invitation_id, address_hash, reserved_until)
      select ${place.id}::uuid, link.seller_id, link.id, ${place.addressHash}::bytea, now() + ${RESERVED_FOR} from link
      where link.max_uses is null or link.usage_count + places_reserved(link.id, null) < link.max_uses
      returning id, seller_id, invitation_id)`;
}

/** Locked, so that of two at once the second sees the first one's place. */
function lockLink(link: PublishedLink, guard: Sql): Sql {
  return sql`link as materialized (
      select i.id, i.seller_id, i.max_uses, i.usage_count from invitations i where ${standsPublished(link)} and ${guard} for no key update of i)`;
}

/** An effect: who comes back keeps his place for another while, or gets one anew where his has lapsed and one is left. */
export function renewPlace(link: StandingLink): (guard: Sql) => Sql {
  return (guard) => sql`${lockPlaceForUse(link)},
    effect as (update link_places p set reserved_until = now() + ${RESERVED_FOR} from standing
      where p.id = standing.id and p.seller_id = standing.seller_id and ${guard}
      returning p.id, p.seller_id, p.invitation_id)`;
}

/** Behind an effect with the id of a place whose visitor has said who he is: what he is asked for. */
export function askForDocuments(link: StandingLink, types: readonly string[]): Companion {
  return {
    statement: sql`update link_places p set requested_documents = ${[...types]}::text[] from effect
      where p.id = effect.id and p.seller_id = ${link.seller_id}::uuid`,
  };
}
