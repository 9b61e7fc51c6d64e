import sql from 'sql-template-tag';
import type { Database } from '../../platform/db/database.ts';
import type { Keyring } from '../../platform/keyring.ts';

export interface MasterKeyRow {
  id: number;
  proof: Buffer;
  /** Of what may be sealed under it. */
  kinds: string[];
  /** Null: it has sealed nothing yet. */
  last_sealing_at: Date | null;
  /** A process sealed by it within the last minute, as far as its last sign of life tells. */
  is_sealing: boolean;
  /** Within the 12 hours that a session may last. */
  has_sealed_sessions: boolean;
}

/** A process at work shows itself every 15 s. */
const QUIET_SECONDS = 60;
const SESSION_HOURS = 12;

export function listMasterKeys(db: Database): Promise<MasterKeyRow[]> {
  return db.read(sql`select id, proof, kinds, last_sealing_at,
      coalesce(last_sealing_at > now() - make_interval(secs => ${QUIET_SECONDS}::int), false) as is_sealing,
      coalesce(last_sealing_at > now() - make_interval(hours => ${SESSION_HOURS}::int), false) as has_sealed_sessions
    from master_keys order by id`);
}

/** Whether two processes mean the same key by an id; the key itself does not follow from it. */
export function proofOf(keyring: Keyring, id: number): Buffer {
  return keyring.derive('master-key-proof', id).export();
}

/**
 * That this process seals by its current key from now on, and has the others at hand. In a database without any, those may have sealed
 * before anybody wrote it down; later ones are held ready only.
 */
export async function enrol(db: Database, keyring: Keyring, kinds: readonly string[]): Promise<void> {
  const ids = [...keyring.keyIds];
  const proofs = ids.map((id) => proofOf(keyring, id));
  await db.write(sql`with before as (select exists (select from master_keys) as are_known)
    insert into master_keys (id, proof, kinds, last_sealing_at)
      select key.id, key.proof, case when key.seals then ${[...kinds]}::text[] else '{}' end, case when key.seals then now() end
      from before, lateral (select id, proof, id = ${keyring.currentKeyId}::smallint or not before.are_known as seals
        from unnest(${ids}::smallint[], ${proofs}::bytea[]) as given (id, proof)) key
    on conflict (id) do update set last_sealing_at = excluded.last_sealing_at,
        kinds = array(select distinct kind from unnest(master_keys.kinds || excluded.kinds) kind order by kind)
      where master_keys.id = ${keyring.currentKeyId}::smallint and master_keys.proof = excluded.proof`);
}

export interface Leaving {
  readonly kind: string;
  readonly currentKeyId: number;
  /** Of values that nobody here can open. */
  readonly locked: readonly number[];
  /** When the look at the kind began, by the database's clock. */
  readonly since: Date;
}

/** Nothing of the kind is sealed under the other keys any more, but for those by which a process may have sealed meanwhile. */
export async function takeOut(db: Database, { kind, currentKeyId, locked, since }: Leaving): Promise<void> {
  await db.write(sql`update master_keys set kinds = array_remove(kinds, ${kind}::text)
    where id <> ${currentKeyId}::smallint and not id = any(${[...locked]}::smallint[]) and ${kind}::text = any(kinds)
      and (last_sealing_at is null or last_sealing_at < ${since}::timestamptz - make_interval(secs => ${QUIET_SECONDS}::int))`);
}

export async function databaseNow(db: Database): Promise<Date> {
  const row = await db.readFirst<{ now: Date }>(sql`select now() as now`);
  if (!row) throw new Error('a select without a from has one row');
  return row.now;
}
