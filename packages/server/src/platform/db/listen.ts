import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { Logger } from '../logger.ts';

export interface ListenOptions {
  readonly databaseUrl: string;
  /** Plain names. */
  readonly channels: readonly string[];
  /** Called for each notice, and with every channel whenever the connection stands anew: what came before may have been missed. */
  readonly onNotice: (channel: string) => void;
  readonly log: Logger;
}

const RECONNECT_MS = 1_000;
const CONNECT_TIMEOUT_MS = 3_000;

/** Listens to the database's notices by a connection of its own until stopped. Notices only wake: they are lost when it is. */
export function listen({ databaseUrl, channels, onNotice, log }: ListenOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();

  async function session(): Promise<void> {
    const client = new Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      application_name: 'nt24-listen',
    });
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    client.on('error', () => end());
    client.on('end', () => end());
    client.on('notification', ({ channel }) => onNotice(channel));
    stopping.signal.addEventListener('abort', () => end(), { once: true });
    try {
      await client.connect();
      await client.query(channels.map((channel) => `listen ${client.escapeIdentifier(channel)}`).join('; '));
      channels.forEach(onNotice);
      if (!stopping.signal.aborted) await ended;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  async function keepConnected(): Promise<void> {
    while (!stopping.signal.aborted) {
      await session().catch((error: unknown) => log.warn({ err: error }, 'listening connection lost'));
      await sleep(RECONNECT_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const running = keepConnected();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
