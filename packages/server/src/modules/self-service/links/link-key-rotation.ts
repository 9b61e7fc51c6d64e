import { randomBytes } from 'node:crypto';
import sql from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import { commitWrite } from '../../../core/write/index.ts';
import { LINK_KEY_PURPOSE } from './link-keys.ts';
import { AdminError } from '../../../platform/admin-error.ts';
import type { AuditActor } from '../../../core/audit/index.ts';

const KEY_BYTES = 32;
const MAX_KID = 255;
/** Every process has read a new key before the first link is signed with it. */
const ACTIVE_AFTER_SECONDS = 60;

/**
 * Makes the first link key where there is none, active at once. Several processes at once are safe.
 * @throws AdminError when the master key does not open the keys of this database
 */
export async function ensureLinkKey(db: Database, keyring: Keyring): Promise<void> {
  const keys = await db.read<{ kid: number; wrapped_key: Buffer }>(sql`select kid, wrapped_key from link_keys`);
  if (keys.length === 0) await insertLinkKey(db, keyring, { kid: 1, actor: { kind: 'SYSTEM' } });
  for (const { kid, wrapped_key: wrapped } of keys) requireOpens(keyring, kid, wrapped);
}

/**
 * Links are signed with the new key after a minute; older links stay valid.
 * @returns its key id
 * @throws AdminError when all 255 ids are used
 */
export async function rotateLinkKey(db: Database, keyring: Keyring): Promise<number> {
  const newest = await db.readFirst<{ kid: number }>(sql`select coalesce(max(kid), 0)::int as kid from link_keys`);
  const kid = (newest?.kid ?? 0) + 1;
  if (kid > MAX_KID) throw new AdminError(`all ${MAX_KID} link key ids are used`);
  if (!(await insertLinkKey(db, keyring, { kid, actor: { kind: 'OPERATOR' } }))) {
    throw new AdminError('another rotation came first; nothing was changed');
  }
  return kid;
}

async function insertLinkKey(
  db: Database,
  keyring: Keyring,
  { kid, actor }: { kid: number; actor: AuditActor },
): Promise<boolean> {
  const wrapped = keyring.seal(LINK_KEY_PURPOSE, String(kid), randomBytes(KEY_BYTES));
  const outcome = await commitWrite(db, {
    effect: () => sql`effect as (insert into link_keys (kid, wrapped_key, token_form, active_from)
      values (${kid}::smallint, ${wrapped}::bytea, 2, now() + case when exists (select from link_keys)
        then make_interval(secs => ${ACTIVE_AFTER_SECONDS}::int) else interval '0' end) returning kid)`,
    actor,
    audit: [{ action: 'link-key.rotate', details: { kid } }],
  });
  return outcome === 'committed';
}

function requireOpens(keyring: Keyring, kid: number, wrapped: Buffer): void {
  try {
    keyring.open(LINK_KEY_PURPOSE, String(kid), wrapped);
  } catch {
    throw new AdminError(
      `the master key does not open link key ${kid} of this database; MASTER_KEY must hold the key it was made with`,
    );
  }
}

/** For a clock that was set back: a key whose time is to come signs nothing until then, and so none may be left to. For a connection outside the service's pool. */
export const ALL_LINK_KEYS_SIGN = `update link_keys set active_from = 'epoch'`;
