import type { Logger } from '../logger.ts';
import { openClient } from './open-client.ts';

export interface SessionLockWish {
  readonly databaseUrl: string;
  readonly log: Logger;
  /** One holder of it at a time, in all processes. */
  readonly key: string;
}

export type WhileLocked<Result> = { readonly isHeld: false } | { readonly isHeld: true; readonly result: Result };

const QUERY_TIMEOUT_MS = 5_000;
const TRY = 'select pg_try_advisory_lock(hashtextextended($1, 0)) as held';

/**
 * Does the work while this process holds the lock, or nothing where somebody else does. The lock is a session's, on a connection of its
 * own: no transaction is open meanwhile, and it dies with the process. Where the connection is lost so is the lock, and the signal tells.
 */
export async function whileLocked<Result>(
  { databaseUrl, log, key }: SessionLockWish,
  work: (lost: AbortSignal) => Promise<Result>,
): Promise<WhileLocked<Result>> {
  const lost = new AbortController();
  const settings = { application_name: 'nt24-locks', query_timeout: QUERY_TIMEOUT_MS };
  const client = await openClient({ url: databaseUrl, log, settings }, () => lost.abort());
  try {
    const { rows } = await client.query<{ held: boolean }>(TRY, [key]);
    if (rows[0]?.held !== true) return { isHeld: false };
    return { isHeld: true, result: await work(lost.signal) };
  } finally {
    await client.end().catch(() => undefined);
  }
}
