import type { Sql } from 'sql-template-tag';
import type { Logger } from '../logger.ts';
import { ProblemError } from '../problems/problems.ts';
import { ConnectionsBusy, openSharedConnections } from './shared-connections.ts';
import { Unavailable } from '../problems/problem-types.ts';

/** Values by position for a text with `$1`, `$2`, ...: what the tagged template `sql` makes. */
export type Statement = Pick<Sql, 'text' | 'values'>;

/**
 * PostgreSQL over a few shared connections. Every statement is a transaction of its own, prepared once per connection. All of these
 * throw `ProblemError` `unavailable` when the database is out of reach.
 */
export interface Database {
  /** Runs a statement that neither changes nor locks a row, and returns its rows. Such statements of several callers share a connection. */
  read<Row>(statement: Statement): Promise<Row[]>;
  /** The first row of it, or undefined. */
  readFirst<Row>(statement: Statement): Promise<Row | undefined>;
  /**
   * Runs one that reads a list, whose length nobody knows beforehand: in a lane of its own, so that a slow one never holds up other
   * calls, and for at most a second. Longer: `unavailable`.
   */
  list<Row>(statement: Statement): Promise<Row[]>;
  listFirst<Row>(statement: Statement): Promise<Row | undefined>;
  /** Runs any other statement. It may have to wait for somebody's lock, so it travels alone: nothing is sent behind it. */
  write<Row>(statement: Statement): Promise<Row[]>;
  writeFirst<Row>(statement: Statement): Promise<Row | undefined>;
  /** Round trips made so far; for tests and metrics. */
  roundTrips(): number;
  /** Connections, but for those of lists: all, those without work, and statements that wait for one. */
  usage(): { total: number; idle: number; waiting: number };
  close(): Promise<void>;
}

export type StatementKind = 'read' | 'write' | 'list';

export interface DatabaseOptions {
  readonly url: string;
  /** Connections at most; two more are opened for lists where there are any. */
  readonly poolSize: number;
  readonly log: Logger;
}

const RETRY_AFTER_SECONDS = 2;
const LIST_CONNECTIONS = 2;
const LIST_TIMEOUT_MS = 1_000;
const QUERY_CANCELED = '57014';

export function openDatabase({ url, poolSize, log }: DatabaseOptions): Database {
  const connections = openSharedConnections({ url, size: poolSize, log });
  const listLane = openSharedConnections({ url, size: LIST_CONNECTIONS, log, statementTimeoutMs: LIST_TIMEOUT_MS });
  const names = new Map<string, string>();
  let trips = 0;

  async function run<Row>({ text, values }: Statement, kind: StatementKind): Promise<Row[]> {
    trips += 1;
    try {
      const lane = kind === 'list' ? listLane : connections;
      const result = await lane.query({ name: nameOf(names, text), text, values }, kind !== 'read');
      return result.rows as Row[];
    } catch (error) {
      if (kind === 'list' && errorCode(error) === QUERY_CANCELED) throw unavailable(error, LIST_TOO_SLOW);
      throw isOutOfReach(error) ? unavailable(error, OUT_OF_REACH_NOW) : error;
    }
  }

  return {
    read: (statement) => run(statement, 'read'),
    readFirst: async <Row>(statement: Statement) => (await run<Row>(statement, 'read'))[0],
    list: (statement) => run(statement, 'list'),
    listFirst: async <Row>(statement: Statement) => (await run<Row>(statement, 'list'))[0],
    write: (statement) => run(statement, 'write'),
    writeFirst: async <Row>(statement: Statement) => (await run<Row>(statement, 'write'))[0],
    roundTrips: () => trips,
    usage: connections.usage,
    async close() {
      await Promise.all([connections.close(), listLane.close()]);
    },
  };
}

/** Statement texts come from a fixed set of templates, so the map is bounded by the code's size. */
function nameOf(names: Map<string, string>, text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}

/** SQLSTATE of a database error, or a Node error code. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/**
 * Besides lost connections: a statement over its time, one that another transaction made impossible, and one whose preparation, made
 * by the statement before it on the same connection, was cancelled with that (26000).
 */
const OUT_OF_REACH =
  /^(08|53|57P|57014|58|26000|40001|40P01|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|EAI_AGAIN|25006)/;
const OUT_OF_REACH_MESSAGES =
  /Connection terminated|timeout expired|Query read timeout|not queryable|Client was closed/;

function isOutOfReach(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof ConnectionsBusy) return true;
  return OUT_OF_REACH.test(errorCode(error) ?? '') || OUT_OF_REACH_MESSAGES.test(error.message);
}

const OUT_OF_REACH_NOW = 'The database is out of reach. Try again shortly.';
const LIST_TOO_SLOW = 'The list took longer than a second. Try again shortly, with narrower filters or by cursor.';

function unavailable(cause: unknown, detail: string): ProblemError {
  const problem = new ProblemError(Unavailable, detail, { retryAfterSeconds: RETRY_AFTER_SECONDS });
  problem.cause = cause;
  return problem;
}
