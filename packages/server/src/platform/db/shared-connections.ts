import type { Client, QueryConfig, QueryResult } from 'pg';
import type { Logger } from '../logger.ts';
import { ConnectionsBusy, openClient, SILENCE_TIMEOUT_MS, WAIT_MS } from './open-client.ts';

/** Statements on their way at once over one connection. A slow one holds up those behind it, so they are few. */
const WINDOW = 8;
/** A connection at work that gave no answer for so long gets no more while another one has room. */
const SLOW_MS = 20;

/**
 * A few connections that carry the statements of many callers, one behind the other on the wire (pipelining). Every statement is a
 * transaction of its own, so that nothing but the connection is shared. One that may have to wait for somebody's lock travels alone:
 * nothing is sent behind it.
 */
export interface SharedConnections {
  /** One statement. Rejects with the database's error, the connection's, or ConnectionsBusy. */
  query(statement: QueryConfig, travelsAlone: boolean): Promise<QueryResult>;
  /** Open connections, those of them without work, and statements that wait for a place. */
  usage(): { total: number; idle: number; waiting: number };
  /** What is on its way ends first. */
  close(): Promise<void>;
}

export interface SharedConnectionsOptions {
  readonly url: string;
  readonly size: number;
  readonly log: Logger;
  /** Longest that a statement may take, 15 s by default; then the server ends it. */
  readonly statementTimeoutMs?: number;
}

interface Connection {
  /** Opened by the first statement, and anew by the next one after it was lost. */
  client: Promise<Client> | undefined;
  /** Statements on their way; one that travels alone counts as a whole window. */
  load: number;
  /** When it last gave an answer, or got something to do. */
  movedMs: number;
}

interface Waiter {
  readonly weight: number;
  readonly get: (connection: Connection) => void;
}

export function openSharedConnections(options: SharedConnectionsOptions): SharedConnections {
  const connections: Connection[] = Array.from({ length: options.size }, () => ({
    client: undefined,
    load: 0,
    movedMs: 0,
  }));
  /** Longest first; nobody passes by them. */
  const waiting: Waiter[] = [];

  /** A place on the connection that is likely to answer first. Undefined where none has room. */
  function take(weight: number): Connection | undefined {
    const nowMs = performance.now();
    const best = connections.reduce((one, other) => (costOf(other, nowMs) < costOf(one, nowMs) ? other : one));
    if (best.load + weight > WINDOW) return undefined;
    if (best.load === 0) best.movedMs = nowMs;
    best.load += weight;
    return best;
  }

  function wait(weight: number): Promise<Connection> {
    const { promise, resolve, reject } = Promise.withResolvers<Connection>();
    const get = (connection: Connection): void => {
      clearTimeout(timer);
      resolve(connection);
    };
    const waiter = { weight, get };
    const timer = setTimeout(() => {
      waiting.splice(waiting.indexOf(waiter), 1);
      reject(new ConnectionsBusy(`no place on a database connection within ${WAIT_MS} ms`));
    }, WAIT_MS);
    waiting.push(waiter);
    return promise;
  }

  function giveBack(connection: Connection, weight: number): void {
    connection.movedMs = performance.now();
    connection.load -= weight;
    for (let next = waiting[0]; next; next = waiting[0]) {
      const free = take(next.weight);
      if (!free) return;
      waiting.shift();
      next.get(free);
    }
  }

  return {
    async query(statement, travelsAlone) {
      const weight = travelsAlone ? WINDOW : 1;
      const connection = (waiting.length === 0 ? take(weight) : undefined) ?? (await wait(weight));
      try {
        connection.client ??= connect(connection, options);
        const client = await connection.client;
        return await client.query(statement);
      } finally {
        giveBack(connection, weight);
      }
    },
    usage() {
      const open = connections.filter(({ client }) => client !== undefined);
      return { total: open.length, idle: open.filter(({ load }) => load === 0).length, waiting: waiting.length };
    },
    async close() {
      await Promise.all(connections.map(async ({ client }) => (await client?.catch(() => undefined))?.end()));
    },
  };
}

/** What is before a new statement; one to be opened costs a little more, a slow one more than any other, a full one most. */
function costOf({ client, load, movedMs }: Connection, nowMs: number): number {
  if (load >= WINDOW) return Number.POSITIVE_INFINITY;
  const isSlow = load > 0 && nowMs - movedMs > SLOW_MS;
  return load + (client === undefined ? 0.5 : 0) + (isSlow ? WINDOW : 0);
}

function connect(connection: Connection, options: SharedConnectionsOptions): Promise<Client> {
  const { url, log, statementTimeoutMs } = options;
  const settings = {
    pipeline: true,
    query_timeout: SILENCE_TIMEOUT_MS,
    ...(statementTimeoutMs !== undefined && { statement_timeout: statementTimeoutMs }),
  };
  const opening: Promise<Client> = openClient({ url, log, settings }, () => {
    if (connection.client === opening) connection.client = undefined;
  });
  return opening;
}
