import { createSecretKey, type KeyObject } from 'node:crypto';
import sql from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { Logger } from '../../../platform/logger.ts';

const REFRESH_MS = 15_000;

/** The keys of the link MAC by key id (contract 3.5). Kept in memory, so that a forged link costs no query. */
export interface LinkKeys {
  keyOf(kid: number): KeyObject | undefined;
  /** The id of the key that signs new links. */
  currentKid(): number;
  /** Loads the keys, and again every 15 s: a new key is active only 60 s after it was made, so every process knows it by then. */
  start(): Promise<void>;
  stop(): void;
}

interface LinkKeyRow {
  kid: number;
  wrapped_key: Buffer;
  is_active: boolean;
}

export function createLinkKeys(db: Database, keyring: Keyring, log: Logger): LinkKeys {
  const keys = new Map<number, KeyObject>();
  let current: number | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function load(): Promise<void> {
    const rows = await db.read<LinkKeyRow>(
      sql`select kid, wrapped_key, active_from <= now() as is_active from link_keys order by active_from, kid`,
    );
    for (const { kid, wrapped_key: wrapped } of rows) {
      if (!keys.has(kid)) keys.set(kid, createSecretKey(keyring.open('link-key', String(kid), wrapped)));
    }
    current = rows.findLast((row) => row.is_active)?.kid;
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
