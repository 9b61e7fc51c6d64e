import { Pool } from 'pg';
import type { Sql } from 'sql-template-tag';
import type { Logger } from '../logger.ts';
import { ProblemError } from '../problems/problems.ts';

/** PostgreSQL through a bounded pool. Every statement is prepared once per connection. */
export interface Database {
  /** Runs one statement and returns its rows. Throws `ProblemError('unavailable')` when the database is out of reach. */
  rows<Row>(statement: Sql): Promise<Row[]>;
  /** The first row, or undefined. */
  first<Row>(statement: Sql): Promise<Row | undefined>;
  /** Round trips made so far; for tests and metrics. */
  roundTrips(): number;
  /** Connections: all, idle, and callers waiting for one. */
  usage(): { total: number; idle: number; waiting: number };
  readonly pool: Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  readonly log: Logger;
}

const CONNECT_TIMEOUT_MS = 3_000;
const STATEMENT_TIMEOUT_MS = 15_000;
const RETRY_AFTER_SECONDS = 2;

export function openDatabase({ url, poolSize, log }: DatabaseOptions): Database {
  const pool = new Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'nt24',
  });
  // Without a listener of its own a client whose backend ends takes the process down; the pool's covers idle ones only.
  pool.on('connect', (client) => client.on('error', (error) => log.warn({ err: error }, 'database connection lost')));
  pool.on('error', (error) => log.warn({ err: error }, 'idle database connection lost'));
  const names = new Map<string, string>();
  let trips = 0;

  async function rows<Row>(statement: Sql): Promise<Row[]> {
    const { text } = statement;
    trips += 1;
    try {
      const result = await pool.query({ name: nameOf(names, text), text, values: statement.values });
      return result.rows as Row[];
    } catch (error) {
      throw isOutOfReach(error) ? unavailable(error) : error;
    }
  }

  return {
    rows,
    first: async <Row>(statement: Sql) => (await rows<Row>(statement))[0],
    roundTrips: () => trips,
    usage: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    pool,
    close: () => pool.end(),
  };
}

/** Statement texts come from a fixed set of templates, so the map is bounded by the code's size. */
function nameOf(names: Map<string, string>, text: string): string {
  const known = names.get(text);
  if (known) return known;
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}

/** SQLSTATE of a database error, or a Node error code. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** Besides lost connections: a statement over its time, and one that another transaction made impossible. */
const OUT_OF_REACH = /^(08|53|57P|57014|58|40001|40P01|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EHOSTUNREACH|EAI_AGAIN|25006)/;
const OUT_OF_REACH_MESSAGES =
  /Connection terminated|timeout exceeded when trying to connect|not queryable|Client was closed/;

function isOutOfReach(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return OUT_OF_REACH.test(errorCode(error) ?? '') || OUT_OF_REACH_MESSAGES.test(error.message);
}

function unavailable(cause: unknown): ProblemError {
  const problem = new ProblemError('unavailable', 'The database is out of reach. Try again shortly.', {
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
  problem.cause = cause;
  return problem;
}
