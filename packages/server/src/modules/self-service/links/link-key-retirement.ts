import sql, { type Sql } from 'sql-template-tag';
import { AdminError } from '../../../platform/admin-error.ts';
import type { Database } from '../../../platform/db/database.ts';

/** A process that signs with the key before a rotation has noticed it by then. */
const SIGNED_OUT_AFTER_SECONDS = 60;

/** `waiting`: made less than a minute ago, or overtaken before it ever signed. */
export interface LinkKeyFacts {
  kid: number;
  token_form: number;
  created_at: Date;
  active_from: Date;
  retired_at: Date | null;
  state: 'waiting' | 'signs' | 'opens' | 'retired';
}

/** Oldest first. */
export function listLinkKeys(db: Database): Promise<LinkKeyFacts[]> {
  return db.read(sql`select kid, token_form, created_at, active_from, retired_at,
      case when retired_at is not null then 'retired' when active_from > now() then 'waiting'
        when kid = ${signing} then 'signs' else 'opens' end as state
    from link_keys order by active_from, kid`);
}

const signing: Sql = sql`(select kid from link_keys where active_from <= now() and retired_at is null
    order by active_from desc, kid desc limit 1)`;

/** On rows of `link_keys k`: another key signs in all processes, so no new link of this one can come. */
const isSignedOut: Sql = sql`exists (select from link_keys n where n.retired_at is null and (n.active_from, n.kid) > (k.active_from, k.kid)
    and n.active_from <= now() - make_interval(secs => ${SIGNED_OUT_AFTER_SECONDS}::int))`;

/**
 * The key that signs instead.
 * @throws AdminError for a key that is not there, that signs, or that signed until a moment ago
 */
export async function requireRetirable(db: Database, kid: number): Promise<{ signingKid: number; isRetired: boolean }> {
  const key = await db.readFirst<{ signing_kid: number; is_retired: boolean; is_signed_out: boolean }>(
    sql`select ${signing} as signing_kid, k.retired_at is not null as is_retired, ${isSignedOut} as is_signed_out
      from link_keys k where k.kid = ${kid}::int`,
  );
  if (!key) throw new AdminError(`there is no link key ${kid}`);
  if (key.is_retired) return { signingKid: key.signing_kid, isRetired: true };
  if (key.signing_kid === kid) {
    throw new AdminError(`link key ${kid} signs new links; run link-key rotate first, and retire it 2 minutes later`);
  }
  if (!key.is_signed_out) {
    throw new AdminError(`link key ${kid} signed until a moment ago, or is about to; try again in 2 minutes`);
  }
  return { signingKid: key.signing_kid, isRetired: false };
}

/**
 * An effect: a retirable key opens nothing from now on; processes notice within 15 s. `condition` stands in the same statement. A key
 * that is signed out stays so: the one that signs instead retires only behind a newer one.
 */
export function markRetired(kid: number, condition: Sql): (guard: Sql) => Sql {
  return (guard) => sql`effect as (update link_keys k set retired_at = now()
    where k.kid = ${kid}::int and k.retired_at is null and ${condition} and ${guard} returning k.kid)`;
}

/** A condition: links may still be signed by this key. */
export function isGoodLinkKey(kid: Sql): Sql {
  return sql`not exists (select from retired_link_keys r where r.kid = ${kid})`;
}

export async function isRetiredLinkKey(db: Database, kid: number): Promise<boolean> {
  const row = await db.readFirst(sql`select from retired_link_keys where kid = ${kid}::smallint`);
  return row !== undefined;
}
