import type { Sql } from 'sql-template-tag';
import type { Logger } from '../logger.ts';
import { ProblemError } from '../problems/problems.ts';
import { ConnectionsBusy, openSharedConnections } from './shared-connections.ts';

/** PostgreSQL over a few shared connections. Every statement is a transaction of its own, prepared once per connection. */
export interface Database {
  /** Runs one statement and returns its rows. Throws `ProblemError('unavailable')` when the database is out of reach. */
  rows<Row>(statement: Sql): Promise<Row[]>;
  /** The first row, or undefined. */
  first<Row>(statement: Sql): Promise<Row | undefined>;
  /** Round trips made so far; for tests and metrics. */
  roundTrips(): number;
  /** Connections: all, those without work, and statements that wait for one. */
  usage(): { total: number; idle: number; waiting: number };
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  /** Connections at most. */
  readonly poolSize: number;
  readonly log: Logger;
}

const RETRY_AFTER_SECONDS = 2;

export function openDatabase({ url, poolSize, log }: DatabaseOptions): Database {
  const connections = openSharedConnections({ url, size: poolSize, log });
  const known = new Map<string, Prepared>();
  let trips = 0;

  async function rows<Row>(statement: Sql): Promise<Row[]> {
    const { text } = statement;
    trips += 1;
    try {
      const { name, mayWait } = preparedOf(known, text);
      const result = await connections.query({ name, text, values: statement.values }, mayWait);
      return result.rows as Row[];
    } catch (error) {
      throw isOutOfReach(error) ? unavailable(error) : error;
    }
  }

  return {
    rows,
    first: async <Row>(statement: Sql) => (await rows<Row>(statement))[0],
    roundTrips: () => trips,
    usage: connections.usage,
    close: connections.close,
  };
}

interface Prepared {
  readonly name: string;
  /** For a lock that somebody else has: it changes or locks rows. */
  readonly mayWait: boolean;
}

const MAY_WAIT = /\b(?:insert|update|delete|share|lock|add_job|take_calls)\b/i;

/** By its words: it changes or locks rows itself, or calls a function that does. */
export function mayWaitForLock(text: string): boolean {
  return MAY_WAIT.test(text);
}

/** Statement texts come from a fixed set of templates, so the map is bounded by the code's size. */
function preparedOf(known: Map<string, Prepared>, text: string): Prepared {
  const found = known.get(text);
  if (found) return found;
  const made = { name: `s${known.size}`, mayWait: mayWaitForLock(text) };
  known.set(text, made);
  return made;
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
  const problem = new ProblemError('unavailable', 'The database is out of reach. Try again shortly.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
  problem.cause = cause;
  return problem;
}
