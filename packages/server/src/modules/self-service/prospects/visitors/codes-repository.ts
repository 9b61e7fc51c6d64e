import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../../platform/db/database.ts';
import { type PublishedLink, standsPublished } from '../../invitations/index.ts';
import { CODE_MINUTES, CODE_TRIES } from './address-proof.ts';

/** With more codes than these within an hour that nobody entered, the link is under attack (decision 0056). */
const MOST_UNPROVED = 200;

export interface NewCode {
  readonly addressHash: Buffer;
  readonly codeHash: Buffer;
  /** Of the address, so that a pause does not stop it. */
  readonly hasPlace: boolean;
}

/** An effect: in the place of an earlier code, which ends by it; at most one in a minute, and none to strangers while the link is paused. */
export function insertCode(link: PublishedLink, code: NewCode): (guard: Sql) => Sql {
  return (guard) => sql`effect as (
      insert into prospect_codes as c (invitation_id, address_hash, code_hash, tries_left, sent_at, expires_at)
      select i.id, ${code.addressHash}::bytea, ${code.codeHash}::bytea, ${CODE_TRIES}::int, now(), now() + make_interval(mins => ${CODE_MINUTES}::int)
      from invitation_facts i where ${standsPublished(link)} and ${guard}
        and (${code.hasPlace}::boolean or not exists (select from prospect_pauses p where p.invitation_id = i.id and p.paused_until > now()))
      on conflict (invitation_id, address_hash) do update set code_hash = excluded.code_hash, tries_left = excluded.tries_left,
        sent_at = excluded.sent_at, expires_at = excluded.expires_at, proved_at = null
        where c.sent_at <= now() - interval '1 minute'
      returning c.invitation_id as id)`;
}

/** An effect: no code goes to a stranger for an hour, where too many went that nobody entered. Of several at once one pauses. */
export function insertPause(link: PublishedLink): (guard: Sql) => Sql {
  return (guard) => sql`effect as (
      insert into prospect_pauses as p (invitation_id, paused_until)
      select i.id, now() + interval '1 hour' from invitation_facts i
      where i.id = ${link.invitation_id}::uuid and i.seller_id = ${link.seller_id}::uuid and ${guard}
        and (select count(*) from (select from prospect_codes c where c.invitation_id = i.id and c.proved_at is null
          and c.sent_at > now() - interval '1 hour' limit ${MOST_UNPROVED + 1}::int) as unproved) > ${MOST_UNPROVED}::int
      on conflict (invitation_id) do update set paused_until = excluded.paused_until where p.paused_until <= now()
      returning p.invitation_id as id)`;
}

export interface CodeTry {
  readonly addressHash: Buffer;
  readonly codeHash: Buffer;
}

/** `right`: the address is proved, now or by an earlier press. `over`: the code has run out, of time or of tries. */
export type TryOutcome =
  { readonly kind: 'right' } | { readonly kind: 'over' } | { readonly kind: 'wrong'; readonly triesLeft: number };

/** Takes one try, right or wrong: of many at once no more than the code has are looked at. */
export async function takeTry(db: Database, link: PublishedLink, guess: CodeTry): Promise<TryOutcome> {
  const row = await db.writeFirst<{ is_right: boolean; tries_left: number }>(sql`update prospect_codes c
    set tries_left = c.tries_left - 1,
      proved_at = case when c.code_hash = ${guess.codeHash}::bytea then coalesce(c.proved_at, now()) else c.proved_at end
    from invitation_facts i
    where i.id = c.invitation_id and i.seller_id = ${link.seller_id}::uuid and c.invitation_id = ${link.invitation_id}::uuid
      and c.address_hash = ${guess.addressHash}::bytea and c.tries_left > 0 and c.expires_at > now()
    returning c.code_hash = ${guess.codeHash}::bytea as is_right, c.tries_left`);
  if (!row) return { kind: 'over' };
  return row.is_right ? { kind: 'right' } : { kind: 'wrong', triesLeft: row.tries_left };
}
