import { AdminError } from '../../platform/admin-error.ts';
import type { Database } from '../../platform/db/database.ts';
import type { Keyring } from '../../platform/keyring.ts';
import type { Logger } from '../../platform/logger.ts';
import { enrol, listMasterKeys, type MasterKeyRow, proofOf } from './master-key-repository.ts';

const REFRESH_MS = 15_000;

export interface MasterKeysOptions {
  readonly db: Database;
  readonly keyring: Keyring;
  /** All that is sealed here. */
  readonly kinds: readonly string[];
  readonly log: Logger;
}

/** Which master keys are at work, in all processes. */
export interface MasterKeys {
  /**
   * Sessions of this key open: it is this process's own, or one by which a process sealed within the last 12 h, the longest that a
   * session lasts, or one that is newer than anything known here.
   */
  opensSessions(keyId: number): boolean;
  /**
   * Writes down by which key this process seals, and again every 15 s.
   * @throws AdminError where a key that is needed still is missing, or another one goes by its id
   */
  start(): Promise<void>;
  stop(): void;
}

export function createMasterKeys({ db, keyring, kinds, log }: MasterKeysOptions): MasterKeys {
  let byId = new Map<number, MasterKeyRow>();
  let timer: NodeJS.Timeout | undefined;

  async function refresh(): Promise<void> {
    await enrol(db, keyring, kinds);
    byId = new Map((await listMasterKeys(db)).map((row) => [row.id, row]));
  }

  return {
    opensSessions(keyId) {
      if (keyId === keyring.currentKeyId) return true;
      const row = byId.get(keyId);
      return keyring.keyIds.includes(keyId) && (!row?.last_sealing_at || row.has_sealed_sessions);
    },
    async start() {
      requireKeys(await listMasterKeys(db), keyring);
      await refresh();
      timer = setInterval(
        () => refresh().catch((error: unknown) => log.warn({ err: error }, 'master keys not refreshed')),
        REFRESH_MS,
      );
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}

/** For what seals and ends at once, as commands do. @throws AdminError as `MasterKeys.start` */
export async function enrolMasterKeys(db: Database, keyring: Keyring, kinds: readonly string[]): Promise<void> {
  requireKeys(await listMasterKeys(db), keyring);
  await enrol(db, keyring, kinds);
}

function requireKeys(rows: readonly MasterKeyRow[], keyring: Keyring): void {
  const other = rows.find(({ id, proof }) => keyring.keyIds.includes(id) && !proof.equals(proofOf(keyring, id)));
  if (other) {
    throw new AdminError(
      `the master key does not open what key ${other.id} of this database has sealed; MASTER_KEY must hold the key it was made with`,
    );
  }
  const lacking = rows.filter(({ id, kinds }) => kinds.length > 0 && !keyring.keyIds.includes(id));
  if (lacking.length === 0) return;
  const uses = lacking.map(({ id, kinds }) => `key ${id}, which seals ${kinds.join(', ')}`).join(', and ');
  throw new AdminError(
    `MASTER_KEY lacks ${uses}; add it behind the others, and let it leave by npm run ops -- master-key rewrap`,
  );
}
