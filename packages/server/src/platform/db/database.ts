import type { Sql } from 'sql-template-tag';
import type { Logger } from '../logger.ts';
import { ProblemError } from '../problems/problems.ts';
import { BatchUndone, openLane } from './lane.ts';
import type { LaneCall } from './waiting-calls.ts';
import { ConnectionsBusy } from './open-client.ts';
import { openSharedConnections } from './shared-connections.ts';
import { Unavailable } from '../problems/problem-types.ts';

/** Values by position for a text with `$1`, `$2`, ...: what the tagged template `sql` makes. */
export type Statement = Pick<Sql, 'text' | 'values'>;

/** Its text takes a list for each value, one of it for each call, and gives each call's row with its place in them as `n`, from 1. */
export interface SharedStatement extends Statement {
  readonly isShared: true;
}

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
  /**
   * Runs a statement that looks up few rows by their keys, and changes and locks none: what is looked up at the same moment travels
   * together ({@link Lane}).
   */
  find<Row>(statement: Statement): Promise<Row[]>;
  findFirst<Row>(statement: Statement): Promise<Row | undefined>;
  /**
   * Runs a statement that writes what one request decided, and returns its first row: what is to be written at the same moment travels
   * together, in one commit, and each stands or falls by its own conditions. In a batch it waits for no lock; then, and when another
   * statement of the batch fails, it goes by itself.
   */
  commit<Row>(statement: Statement | SharedStatement, traveller: Traveller): Promise<Row | undefined>;
  /** Runs any other statement. It may have to wait for somebody's lock, so it travels alone: nothing is sent behind it. */
  write<Row>(statement: Statement): Promise<Row[]>;
  writeFirst<Row>(statement: Statement): Promise<Row | undefined>;
  /** Round trips made so far; for tests and metrics. */
  roundTrips(): number;
  /** Connections: all, those without work, and statements that wait for one. */
  usage(): { total: number; idle: number; waiting: number };
  close(): Promise<void>;
}

/** Whose turns go round, and what no two of a batch may lock. */
export type Traveller = Omit<LaneCall, 'statement'>;

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
  const lanes = { find: openLane({ url, log }), commit: openLane({ url, log }) };
  const names = new Map<string, string>();
  let trips = 0;

  async function run<Row>({ text, values }: Statement, kind: StatementKind): Promise<Row[]> {
    trips += 1;
    const lane = kind === 'list' ? listLane : connections;
    const detail = kind === 'list' ? LIST_TOO_SLOW : OUT_OF_REACH_NOW;
    const result = await reached(
      () => lane.query({ name: nameOf(names, text), text, values }, kind !== 'read'),
      (error) => (errorCode(error) === QUERY_CANCELED ? detail : OUT_OF_REACH_NOW),
    );
    return result.rows as Row[];
  }

  /** Together with others; by itself where that was undone. */
  async function travel<Row>(lane: keyof typeof lanes, statement: Statement, traveller: Traveller): Promise<Row[]> {
    const { text, values } = statement;
    const isShared = 'isShared' in statement;
    try {
      const call = { statement: { name: nameOf(names, text), text, values, isShared }, ...traveller };
      return (await reached(() => lanes[lane].run(call))) as Row[];
    } catch (error) {
      if (!(error instanceof BatchUndone)) throw error;
      const alone = isShared ? { text, values: values.map((value) => [value]) } : statement;
      return run(alone, lane === 'find' ? 'read' : 'write');
    }
  }

  const find = <Row>(statement: Statement): Promise<Row[]> => travel('find', statement, { group: '' });

  return {
    read: (statement) => run(statement, 'read'),
    readFirst: async <Row>(statement: Statement) => (await run<Row>(statement, 'read'))[0],
    find,
    findFirst: async <Row>(statement: Statement) => (await find<Row>(statement))[0],
    commit: async <Row>(statement: Statement | SharedStatement, traveller: Traveller) =>
      (await travel<Row>('commit', statement, traveller))[0],
    list: (statement) => run(statement, 'list'),
    listFirst: async <Row>(statement: Statement) => (await run<Row>(statement, 'list'))[0],
    write: (statement) => run(statement, 'write'),
    writeFirst: async <Row>(statement: Statement) => (await run<Row>(statement, 'write'))[0],
    roundTrips: () => trips + lanes.find.trips() + lanes.commit.trips(),
    usage: () => sumOf([connections.usage(), listLane.usage(), lanes.find.usage(), lanes.commit.usage()]),
    async close() {
      await Promise.all([connections.close(), listLane.close(), lanes.find.close(), lanes.commit.close()]);
    },
  };
}

type Usage = ReturnType<Database['usage']>;

function sumOf(usages: readonly Usage[]): Usage {
  const sum = (of: keyof Usage): number => usages.reduce((total, usage) => total + usage[of], 0);
  return { total: sum('total'), idle: sum('idle'), waiting: sum('waiting') };
}

/** @throws ProblemError `unavailable` where the database is out of reach */
async function reached<T>(work: () => Promise<T>, detailOf = (_error: unknown) => OUT_OF_REACH_NOW): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw isOutOfReach(error) ? unavailable(error, detailOf(error)) : error;
  }
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
