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
  /** Runs any other statement. It may have to wait for somebody's lock, so it travels alone: nothing is sent behind it. */
  write<Row>(statement: Statement): Promise<Row[]>;
  writeFirst<Row>(statement: Statement): Promise<Row | undefined>;
  /** Round trips made so far; for tests and metrics. */
  roundTrips(): number;
  /** Connections: all, those without work, and statements that wait for one. */
  usage(): { total: number; idle: number; waiting: number };
  close(): Promise<void>;
}

export type StatementKind = 'read' | 'write';

export interface DatabaseOptions {
  readonly url: string;
  /** Connections at most. */
  readonly poolSize: number;
  readonly log: Logger;
}

const RETRY_AFTER_SECONDS = 2;

export function openDatabase({ url, poolSize, log }: DatabaseOptions): Database {
  const connections = openSharedConnections({ url, size: poolSize, log });
  const names = new Map<string, string>();
  let trips = 0;

  async function run<Row>({ text, values }: Statement, kind: StatementKind): Promise<Row[]> {
    trips += 1;
    try {
      const result = await connections.query({ name: nameOf(names, text), text, values }, kind === 'write');
      return result.rows as Row[];
    } catch (error) {
      throw isOutOfReach(error) ? unavailable(error) : error;
    }
  }

  return {
    read: (statement) => run(statement, 'read'),
    readFirst: async <Row>(statement: Statement) => (await run<Row>(statement, 'read'))[0],
    write: (statement) => run(statement, 'write'),
    writeFirst: async <Row>(statement: Statement) => (await run<Row>(statement, 'write'))[0],
    roundTrips: () => trips,
    usage: connections.usage,
    close: connections.close,
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

function unavailable(cause: unknown): ProblemError {
  const problem = new ProblemError(Unavailable, 'The database is out of reach. Try again shortly.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
  problem.cause = cause;
  return problem;
}
