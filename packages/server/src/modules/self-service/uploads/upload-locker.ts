import type { Lock, Locker, RequestRelease } from '@tus/utils';
import { Client } from 'pg';
import { pause } from '../../../platform/jobs/periodic-tasks.ts';
import type { Logger } from '../../../platform/logger.ts';
import { TusError } from './tus-error.ts';

/** One request at a time for each upload, in all processes (docs/decisions/0008-resumable-uploads.md). */
export interface UploadLocker extends Locker {
  close(): Promise<void>;
}

export interface UploadLockerOptions {
  readonly databaseUrl: string;
  readonly log: Logger;
  /** Whoever does not get the lock in this time is told to try again; default 15 s. */
  readonly patienceMs?: number;
}

interface Holder {
  readonly cancel: RequestRelease;
  readonly ended: PromiseWithResolvers<void>;
  /** Whose session holds the lock; undefined while waiting for it. */
  client: Client | undefined;
}

const CHANNEL = 'nt24_upload_release';
const PATIENCE_MS = 15_000;
const RETRY_MS = 100;
const LOCKED = 423;
const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 5_000;
const TRY = `select pg_try_advisory_lock(hashtextextended('upload:' || $1, 0)) as held`;
const UNLOCK = `select pg_advisory_unlock(hashtextextended('upload:' || $1, 0))`;

/**
 * Session locks of one connection, opened with the first upload, so that they die with the process. Who waits asks the holder to
 * let go: here directly, in another process by a notification. With the connection the locks are lost, and so their holders are
 * asked to end.
 */
export function createUploadLocker({ databaseUrl, log, patienceMs = PATIENCE_MS }: UploadLockerOptions): UploadLocker {
  const holders = new Map<string, Holder>();
  let connection: Promise<Client> | undefined;
  const ask = createAsker();

  async function connect(): Promise<Client> {
    const opened = connection;
    return openConnection(databaseUrl, {
      onLost(lost, error) {
        if (error) log.warn({ err: error }, 'upload lock connection lost');
        if (connection === opened) connection = undefined;
        for (const holder of holders.values()) if (holder.client === lost) void holder.cancel();
      },
      onWanted(id) {
        const holder = holders.get(id);
        if (holder?.client) void holder.cancel();
      },
    });
  }

  function connected(): Promise<Client> {
    const current = (connection ??= Promise.resolve().then(connect));
    current.catch(() => void (connection === current && (connection = undefined)));
    return current;
  }

  /** Waits for the other requests of this process first: to the database they are one and the same session. */
  async function waitForTwins(id: string, enough: AbortSignal): Promise<void> {
    for (let twin = holders.get(id); twin; twin = holders.get(id)) {
      if (enough.aborted) throw new TusError(LOCKED, 'Another request is at this upload.');
      if (twin.client) await twin.cancel();
      await Promise.race([twin.ended.promise, pause(RETRY_MS, enough)]);
    }
  }

  /** A connection whose end nobody noticed before is given up for a new one. */
  async function tryLock(client: Client, id: string): Promise<boolean> {
    try {
      const [tried] = await ask<{ held: boolean }>(client, TRY, [id]);
      if (tried?.held !== true) await ask(client, 'select pg_notify($1, $2)', [CHANNEL, id]);
      return tried?.held === true;
    } catch (error) {
      log.warn({ err: error }, 'upload lock connection given up');
      connection = undefined;
      await client.end().catch(() => undefined);
      return false;
    }
  }

  async function acquire(id: string, enough: AbortSignal): Promise<Client> {
    for (;;) {
      const client = await connected();
      if (await tryLock(client, id)) return client;
      await pause(RETRY_MS, enough);
      if (enough.aborted) throw new TusError(LOCKED, 'Another request is at this upload.');
    }
  }

  async function lock(id: string, signal: AbortSignal, cancel: RequestRelease): Promise<void> {
    const enough = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
    await waitForTwins(id, enough);
    const holder: Holder = { cancel, ended: Promise.withResolvers(), client: undefined };
    holders.set(id, holder);
    try {
      holder.client = await acquire(id, enough);
    } catch (error) {
      letGo(id, holder);
      throw error;
    }
  }

  function letGo(id: string, holder: Holder): void {
    holders.delete(id);
    holder.ended.resolve();
  }

  async function unlock(id: string): Promise<void> {
    const holder = holders.get(id);
    if (!holder) return;
    try {
      // On a connection that is gone the lock is gone too.
      if (holder.client) await ask(holder.client, UNLOCK, [id]).catch(() => undefined);
    } finally {
      letGo(id, holder);
    }
  }

  return {
    newLock: (id): Lock => ({ lock: (signal, cancel) => lock(id, signal, cancel), unlock: () => unlock(id) }),
    async close() {
      const client = await connection?.catch(() => undefined);
      await client?.end();
    },
  };
}

/** One statement at a time: the client has no queue that it means to keep. */
function createAsker() {
  let last: Promise<unknown> = Promise.resolve();
  return <Row extends object>(client: Client, statement: string, values: readonly string[]): Promise<Row[]> => {
    const asked = last.then(async () => (await client.query<Row>(statement, [...values])).rows);
    last = asked.catch(() => undefined);
    return asked;
  };
}

interface ConnectionEvents {
  readonly onLost: (client: Client, error?: Error) => void;
  /** Somebody in another process, or here, waits for the lock of this upload. */
  readonly onWanted: (id: string) => void;
}

async function openConnection(databaseUrl: string, { onLost, onWanted }: ConnectionEvents): Promise<Client> {
  const client = new Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'nt24-uploads',
  });
  client.on('error', (error) => onLost(client, error));
  client.on('end', () => onLost(client));
  client.on('notification', ({ payload = '' }) => onWanted(payload));
  try {
    await client.connect();
    await client.query(`listen ${CHANNEL}`);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}
