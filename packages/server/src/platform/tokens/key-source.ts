import type { Clock } from '../clock.ts';
import type { Logger } from '../logger.ts';
import { fetchKeySet, type Fetch } from './fetch-key-set.ts';
import type { KeySet } from './key-set.ts';
import { ProviderUnavailable } from './token-errors.ts';

const REFRESH_MS = 5 * 60_000;
const RETRY_MS = 30_000;
const FIRST_LOAD_RETRY_MS = 1_000;
const UNKNOWN_KEY_COOL_DOWN_MS = 30_000;
const KEEP_LAST_GOOD_MS = 24 * 3_600_000;
const TICK_MS = 1_000;

export interface KeySourceStatus {
  /** Seconds since the provider last confirmed the keys in use; absent while there are none. */
  readonly keysAgeSeconds?: number;
  readonly lastFetchFailed: boolean;
}

/** The provider's keys, cached and refreshed in the background (strength.md 4). */
export interface KeySource {
  /** The last good key set, at most 24 h old. */
  current(nowMs: number): KeySet | undefined;
  /**
   * The key set to look `keyId` up in; fetched anew for an unknown id, once per 30 s. Throws ProviderUnavailable when there is none,
   * and where the keys at hand cannot tell: an unknown id may be that of a key that was published since.
   */
  getFor(keyId: string): Promise<KeySet>;
  /** Starts a fetch in the background when one is due. */
  refreshIfDue(nowMs: number): void;
  start(): void;
  close(): void;
  status(): KeySourceStatus;
}

interface KeySourceOptions {
  readonly jwksUrl: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly fetch: Fetch;
}

export function createKeySource({ jwksUrl, clock, log, fetch }: KeySourceOptions): KeySource {
  const closing = new AbortController();
  let keySet: KeySet | undefined;
  let loadedAtMs = Number.NEGATIVE_INFINITY;
  let lastAttemptMs = Number.NEGATIVE_INFINITY;
  let lastUnknownKeyFetchMs = Number.NEGATIVE_INFINITY;
  let lastFetchFailed = false;
  let inFlight: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const nowMs = (): number => clock.now().getTime();

  function current(atMs: number): KeySet | undefined {
    return atMs - loadedAtMs < KEEP_LAST_GOOD_MS ? keySet : undefined;
  }

  function refresh(): Promise<void> {
    inFlight ??= attempt().finally(() => (inFlight = undefined));
    return inFlight;
  }

  async function attempt(): Promise<void> {
    lastAttemptMs = nowMs();
    try {
      const fetched = await fetchKeySet(fetch, jwksUrl, closing.signal);
      // The same keys again keep the tokens already verified with them.
      if (fetched.fingerprint !== keySet?.fingerprint) keySet = fetched;
      loadedAtMs = nowMs();
      if (lastFetchFailed) log.info('the identity provider publishes its keys again');
      lastFetchFailed = false;
    } catch (err) {
      if (closing.signal.aborted) return;
      if (!lastFetchFailed) log.warn({ err }, 'the keys of the identity provider cannot be fetched');
      lastFetchFailed = true;
    }
  }

  function refreshIfDue(atMs: number): void {
    if (inFlight || closing.signal.aborted) return;
    const failedWaitMs = current(atMs) ? RETRY_MS : FIRST_LOAD_RETRY_MS;
    if (atMs - lastAttemptMs >= (lastFetchFailed ? failedWaitMs : REFRESH_MS)) void refresh();
  }

  /** When the keys may be fetched for an unknown id: made-up ones must not become a flood at the provider. */
  function nextUnknownKeyFetchMs(): number {
    const afterFailureMs = lastFetchFailed ? lastAttemptMs + RETRY_MS : Number.NEGATIVE_INFINITY;
    return Math.max(afterFailureMs, lastUnknownKeyFetchMs + UNKNOWN_KEY_COOL_DOWN_MS);
  }

  async function getFor(keyId: string): Promise<KeySet> {
    const known = current(nowMs());
    if (!known) return load();
    if (known.has(keyId)) return known;
    await inFlight;
    if (!current(nowMs())?.has(keyId)) await fetchForUnknownKey();
    return current(nowMs()) ?? known;
  }

  /** A fetch that was under way before the token came may have been answered before its key was published, hence one more. */
  async function fetchForUnknownKey(): Promise<void> {
    const waitMs = nextUnknownKeyFetchMs() - nowMs();
    if (!inFlight && waitMs > 0) throw new ProviderUnavailable('the keys were fetched a moment ago', waitMs);
    if (!inFlight) lastUnknownKeyFetchMs = nowMs();
    await refresh();
    if (lastFetchFailed) throw new ProviderUnavailable('the keys cannot be fetched', RETRY_MS);
  }

  async function load(): Promise<KeySet> {
    if (inFlight || nowMs() - lastAttemptMs >= FIRST_LOAD_RETRY_MS) await refresh();
    const loaded = current(nowMs());
    if (!loaded) throw new ProviderUnavailable('the identity provider has not published its keys yet');
    return loaded;
  }

  function start(): void {
    void refresh();
    timer ??= setInterval(() => refreshIfDue(nowMs()), TICK_MS).unref();
  }

  function close(): void {
    clearInterval(timer);
    closing.abort();
  }

  function status(): KeySourceStatus {
    if (!current(nowMs())) return { lastFetchFailed };
    return { keysAgeSeconds: Math.floor((nowMs() - loadedAtMs) / 1000), lastFetchFailed };
  }

  return { current, getFor, refreshIfDue, start, close, status };
}
