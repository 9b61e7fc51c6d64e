import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, EventEnvelope, EventPage } from '@nt24/sdk';
import { EXIT, UsageError } from '../failure.ts';
import { localTime } from '../output/cells.ts';
import { jsonText, plainText } from '../output/plain-text.ts';
import { note, writeLine } from '../output/show.ts';
import { exitCodeOf, tellFailure } from '../tell-failure.ts';
import { isPassing } from './passing.ts';
import { type Outcome, forward } from './forward.ts';

export interface ListenWish {
  readonly client: Client;
  readonly forwardTo: string;
  readonly types: readonly string[] | undefined;
  /** Default: the latest event that there is. */
  readonly after: string | undefined;
  readonly tries: number;
  readonly isJson: boolean;
  readonly signal: AbortSignal;
}

const WAIT_SECONDS = 20;
const MOST_EVENTS = 100;
const PAUSE_MS = 5_000;
/** Of a call that waits, and may be tried anew. */
const TIMEOUT_MS = 90_000;
const SECRET_BYTES = 32;

/** Pulls until the signal aborts. @throws UsageError; its reason; what no waiting mends, such as refused credentials */
export async function listen(wish: ListenWish): Promise<void> {
  refusePassword(wish.forwardTo);
  const given = process.env['NT24_WEBHOOK_SECRET'];
  const secret = given || `whsec_${randomBytes(SECRET_BYTES).toString('base64url')}`;
  let cursor = wish.after ?? (await pull(wish, { after: 'latest' })).nextCursor;
  // One that was given is known where it came from, and may be that of a real endpoint.
  note(`forwarding to ${plainText(wish.forwardTo)}, signed with ${given ? 'NT24_WEBHOOK_SECRET' : secret}`);
  note(cursor === undefined ? 'from the first event on' : `from behind ${cursor} on`);
  try {
    for (;;) {
      const page = await nextPage(wish, cursor);
      for (const event of page.data) {
        tell(event, await forward(event, { ...wish, secret }), wish.isJson);
        cursor = event.id;
      }
      cursor = page.nextCursor ?? cursor;
    }
  } finally {
    if (cursor !== undefined) note(`to go on later: --after ${cursor}`);
  }
}

/** fetch takes no address with one, and names the whole address in what it says of it. */
function refusePassword(forwardTo: string): void {
  const { username, password } = new URL(forwardTo);
  if (username !== '' || password !== '') throw new UsageError('--forward-to takes no address with a user or password');
}

/** As soon as there is something, however long the service is away meanwhile. */
async function nextPage(wish: ListenWish, after: string | undefined): Promise<EventPage> {
  for (;;) {
    try {
      return await pull(wish, { after, types: wish.types, size: MOST_EVENTS, wait: WAIT_SECONDS });
    } catch (error) {
      if (wish.signal.aborted) throw wish.signal.reason;
      if (!isPassing(error) || exitCodeOf(error) !== EXIT.failed) throw error;
      tellFailure(error, wish.isJson);
      await sleep(PAUSE_MS, undefined, { signal: wish.signal }).catch(() => undefined);
      wish.signal.throwIfAborted();
    }
  }
}

type Query = Parameters<Client['events']['list']>[0];

async function pull({ client, signal }: ListenWish, query: Record<string, unknown>): Promise<EventPage> {
  return client.events.list(withoutUndefined(query), { signal, timeoutMs: TIMEOUT_MS });
}

/** Names of types are the service's to judge: it may have newer ones. */
function withoutUndefined(query: Record<string, unknown>): Query {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as Query;
}

function tell(event: EventEnvelope, { status, failure, tries, durationMs }: Outcome, isJson: boolean): void {
  const { id, type, createdAt } = event;
  if (isJson) return writeLine(jsonText({ event, status, failure, tries, durationMs }));
  const answer = status === undefined ? failure : `${status} in ${durationMs} ms`;
  const again = tries > 1 ? `, try ${tries}` : '';
  writeLine(`${localTime(createdAt)}  ${plainText(type)}  ${plainText(id)}  ${answer}${again}`);
}
