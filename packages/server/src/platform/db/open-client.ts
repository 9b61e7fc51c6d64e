import { Client, type ClientConfig } from 'pg';
import type { Logger } from '../logger.ts';

const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 15_000;
/** The server's own limit comes first; after this one a connection that nobody answers any more is ended. */
export const SILENCE_TIMEOUT_MS = 20_000;
/** Longest wait of a call for its place on a connection; then there is more to do than the database can. */
export const WAIT_MS = 3_000;

/** No connection had room in time. */
export class ConnectionsBusy extends Error {}

export interface ClientPlace {
  readonly url: string;
  readonly log: Logger;
  readonly settings: ClientConfig;
}

/** A connection to the database. `onLost` is told when it ends, or cannot be opened, once or more often. */
export function openClient({ url, log, settings }: ClientPlace, onLost: () => void): Promise<Client> {
  const client = new Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'nt24',
    ...settings,
  });
  // Without a listener of its own a client whose backend ends takes the process down.
  client.on('error', (error) => {
    onLost();
    log.warn({ err: error }, 'database connection lost');
  });
  client.on('end', onLost);
  const opening = client.connect().then(() => client);
  opening.catch(onLost);
  return opening;
}
