import sql, { type Sql } from 'sql-template-tag';

/** A draft that nobody comes back to, in days after its place was last kept. */
export const IDLE_DRAFT_DAYS = 30;
/** From the end of the reservation, which begins with the visitor's last coming. */
const IDLE_FOR = sql`interval '1 day' * ${IDLE_DRAFT_DAYS}::int - interval '2 hours'`;
const columns = sql`p.id, p.seller_id, p.invitation_id, p.address_hash`;

/**
 * A CTE named `places`, locked before what hangs on them, as their visitors' writes have it. `of`: a select of their `id` and `seller_id`.
 */
export function lockPlaces(of: Sql): Sql {
  return sql`places as materialized (select ${columns} from (${of}) o join link_places p on p.seller_id = o.seller_id and p.id = o.id
      order by p.id for update of p)`;
}

/** The same for the clock's own work: those that somebody is at are left to him. */
export function lockFreePlaces(of: Sql): Sql {
  return sql`places as materialized (select ${columns} from (${of}) o join link_places p on p.seller_id = o.seller_id and p.id = o.id
      for update of p skip locked)`;
}

/**
 * Likewise those that nobody has used and nobody comes back to, or nobody may any more: at once where the link was revoked or used up
 * (contract 3.3). Nobody comes to an expired one either, which may be revived meanwhile. Who comes back at this instant keeps his.
 */
export function lockIdlePlaces(limit: number): Sql {
  return sql`places as materialized (select ${columns} from link_places p join invitations i on i.seller_id = p.seller_id and i.id = p.invitation_id
      where p.used_at is null and (p.reserved_until <= now() - (${IDLE_FOR}) or i.status in ('REVOKED', 'USED'))
      limit ${limit}::int for update of p skip locked)`;
}

/** A delete, to stand in a CTE, of the places whose ids and sellers are the rows of `of`, once nothing hangs on them any more. */
export function deletePlaces(of: Sql): Sql {
  return sql`delete from link_places p using ${of} where p.seller_id = ${of}.seller_id and p.id = ${of}.id`;
}
