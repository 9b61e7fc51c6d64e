import { createSecretKey, type KeyObject } from 'node:crypto';
import sql from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { Logger } from '../../../platform/logger.ts';

/** How often each process looks for keys that came or went. */
const REFRESH_MS = 15_000;

/** What a key is wrapped for; the context is its id. */
export const LINK_KEY_PURPOSE = 'link-key';

export interface LinkKey {
  readonly key: KeyObject;
  /** Of the tokens that it signs. */
  readonly tokenForm: 1 | 2;
  /** It opens nothing; what it signed can still be shown. */
  readonly isRetired: boolean;
}

/** The keys of the link MAC by key id (contract 3.5). Kept in memory, so that a forged link costs no query. */
export interface LinkKeys {
  keyOf(kid: number): LinkKey | undefined;
  /** The id of the key that signs new links. */
  currentKid(): number;
  /** Loads the keys, and again every 15 s: a new key is active only 60 s after it was made, so every process knows it by then. */
  start(): Promise<void>;
  stop(): void;
}

interface LinkKeyRow {
  kid: number;
  wrapped_key: Buffer;
  token_form: 1 | 2;
  is_active: boolean;
  is_retired: boolean;
}

export function createLinkKeys(db: Database, keyring: Keyring, log: Logger): LinkKeys {
  const keys = new Map<number, LinkKey>();
  let current: number | undefined;
  let timer: NodeJS.Timeout | undefined;

  /** A key never changes, however it is wrapped. */
  function keyOf({ kid, wrapped_key: wrapped }: LinkKeyRow): KeyObject {
    return keys.get(kid)?.key ?? createSecretKey(keyring.open(LINK_KEY_PURPOSE, String(kid), wrapped));
  }

  async function load(): Promise<void> {
    const rows = await db.read<LinkKeyRow>(sql`select kid, wrapped_key, token_form, active_from <= now() as is_active,
        retired_at is not null as is_retired
      from link_keys order by active_from, kid`);
    for (const row of rows) {
      keys.set(row.kid, { key: keyOf(row), tokenForm: row.token_form, isRetired: row.is_retired });
    }
    current = rows.findLast((row) => row.is_active && !row.is_retired)?.kid;
  }

  return {
    keyOf: (kid) => keys.get(kid),
    currentKid() {
      if (current === undefined) throw new Error('no link key is active');
      return current;
    },
    async start() {
      await load();
      timer = setInterval(
        () => load().catch((error: unknown) => log.warn({ err: error }, 'link keys not refreshed')),
        REFRESH_MS,
      );
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}
