import { type Client, DatabaseError } from 'pg';
import type { Logger } from '../logger.ts';
import { type KnownStatements, type NamedStatement, type Row, StatementBatch, wireValues } from './statement-batch.ts';
import { ConnectionsBusy, openClient, SILENCE_TIMEOUT_MS, WAIT_MS } from './open-client.ts';
import { type CallStatement, type LaneCall, type WaitingCall, WaitingCalls } from './waiting-calls.ts';

/** Calls that travel together at most. With `waitMs` a batch waits so long for as many: only tests change this, to have batches of one size. */
export const batching = { maxCalls: 64, waitMs: 0 };

/** A batch waits for nobody's lock: what meets one ends it. Above what the growth of a table takes, which counts as a lock too. */
const LOCK_TIMEOUT_MS = 10;

/**
 * All is found by keys. A plan is made once, not for each batch: it costs more than what it plans. And none reads a table whole, as one
 * does that is made while there is little in it, and is kept.
 */
const PLANNING = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off';

/** The batch that a call was in was undone, by the call itself or by another one. Nothing of it is written. */
export class BatchUndone extends Error {}

/**
 * One connection on which what waits at the same moment travels together, in one transaction: while a batch is on its way the next one
 * gathers; a call alone leaves at once. Each call's statement stands or falls by its own conditions. An error undoes the batch, and each of its calls is
 * told to go by itself (`BatchUndone`).
 */
export interface Lane {
  /** Rejects with BatchUndone, ConnectionsBusy, or the connection's error. */
  run(call: LaneCall): Promise<readonly Row[]>;
  trips(): number;
  usage(): { total: number; idle: number; waiting: number };
  /** What is on its way ends first. */
  close(): Promise<void>;
}

export interface LaneOptions {
  readonly url: string;
  readonly log: Logger;
}

interface Link {
  readonly client: Client;
  readonly known: KnownStatements;
}

export function openLane({ url, log }: LaneOptions): Lane {
  const waiting = new WaitingCalls(WAIT_MS, () => new ConnectionsBusy(`no place in a batch within ${WAIT_MS} ms`));
  let link: Promise<Link> | undefined;
  let onItsWay: Promise<void> | undefined;
  let isLeaving = false;
  let trips = 0;

  /** After all that the same turn of the event loop brings. */
  function leaveSoon(): void {
    if (isLeaving || onItsWay || waiting.count === 0) return;
    isLeaving = true;
    const { waitMs, maxCalls } = batching;
    if (waitMs > 0 && waiting.count < maxCalls) setTimeout(leave, waitMs);
    else setImmediate(leave);
  }

  function leave(): void {
    isLeaving = false;
    const calls = waiting.take(batching.maxCalls);
    if (calls.length === 0) return;
    trips += 1;
    onItsWay = travel(calls).finally(() => {
      onItsWay = undefined;
      leaveSoon();
    });
  }

  async function travel(calls: ReturnType<WaitingCalls['take']>): Promise<void> {
    try {
      link ??= openLink();
      const { client, known } = await link;
      const groups = statementsOf(calls);
      const batch = new StatementBatch(
        groups.map(({ statement }) => statement),
        known,
      );
      const silence = setTimeout(() => void client.end(), SILENCE_TIMEOUT_MS);
      client.query(batch);
      const results = await batch.done.finally(() => clearTimeout(silence));
      for (const [at, { members }] of groups.entries()) answer(members, results[at] ?? []);
    } catch (error) {
      const isOver = isUndone(error);
      if (!isOver) leaveLink();
      const reason = isOver ? new BatchUndone('the batch was undone', { cause: error }) : error;
      for (const { reject } of calls) reject(reason);
    }
  }

  function openLink(): Promise<Link> {
    const client = openClient({ url, log, settings: { lock_timeout: LOCK_TIMEOUT_MS, options: PLANNING } }, () => {
      if (link === opening) link = undefined;
    });
    const opening = client.then((it): Link => ({ client: it, known: new Map() }));
    return opening;
  }

  /** It may have gone: the next batch takes another one. */
  function leaveLink(): void {
    const left = link;
    link = undefined;
    left?.then(({ client }) => client.end()).catch(() => undefined);
  }

  return {
    run({ statement, ...traveller }) {
      const values = statement.isShared ? statement.values : wireValues(statement.values);
      const { promise, resolve, reject } = Promise.withResolvers<readonly Row[]>();
      waiting.add({ statement: { ...statement, values }, ...traveller, resolve, reject });
      leaveSoon();
      return promise;
    },
    trips: () => trips,
    usage: () => ({ total: link ? 1 : 0, idle: link && !onItsWay ? 1 : 0, waiting: waiting.count }),
    async close() {
      while (onItsWay || isLeaving) await (onItsWay ?? new Promise((resolve) => setImmediate(resolve)));
      await (await link?.catch(() => undefined))?.client.end();
    },
  };
}

interface StatementGroup {
  readonly statement: NamedStatement;
  readonly members: readonly WaitingCall[];
}

/** One for each call, or for all that share one. */
function statementsOf(calls: readonly WaitingCall[]): StatementGroup[] {
  const shared = new Map<string, WaitingCall[]>();
  const groups: { statement: CallStatement; members: WaitingCall[] }[] = [];
  for (const call of calls) {
    const { statement } = call;
    const members = statement.isShared ? shared.get(statement.name) : undefined;
    if (members) members.push(call);
    else {
      const group = { statement, members: [call] };
      if (statement.isShared) shared.set(statement.name, group.members);
      groups.push(group);
    }
  }
  return groups.map(({ statement, members }) => ({
    members,
    statement: statement.isShared ? listed(statement, members) : statement,
  }));
}

/** Each value becomes the list of what the calls have there. */
function listed(statement: CallStatement, members: readonly WaitingCall[]): NamedStatement {
  const lists = statement.values.map((_, at) => members.map((call) => call.statement.values[at]));
  return { name: statement.name, text: statement.text, values: wireValues(lists) };
}

function answer(members: readonly WaitingCall[], rows: readonly Row[]): void {
  const [only] = members;
  if (only && !only.statement.isShared) return only.resolve(rows);
  const byPlace = new Map(rows.map((row) => [row['n'], row]));
  for (const [at, { resolve }] of members.entries()) {
    const row = byPlace.get(at + 1);
    resolve(row ? [row] : []);
  }
}

/** Of a server that goes, or of a connection: whether the batch was committed is not known. The severity is in the server's language. */
const LOST = /^(08|28|25P0[34]|57P|58)/;

/** The server says itself that the transaction is over. A connection that was lost may have lost no more than the answer. */
export function isUndone(error: unknown): boolean {
  return error instanceof DatabaseError && error.code !== undefined && !LOST.test(error.code);
}
