import type { EventType } from '../../../core/events/index.ts';
import type { Call } from '../../../core/api/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { goneSignal } from '../../../platform/http/gone-signal.ts';
import { fieldProblem } from '../../../platform/problems/field-problem.ts';
import type { EventWait, EventWaitDeps, EventWaits } from './event-waits.ts';
import { findLatestPlace, findPlace, type Place, readPage, START, type StreamPage } from './repository.ts';
import { LATEST, type ListEventsQuery } from './schemas.ts';

export interface EventStreamDeps extends EventWaitDeps {
  /** All that modules declare. */
  readonly events: readonly EventType[];
}

const DEFAULT_SIZE = 20;
/** Between two readings of one call: each looks at up to a thousand events. */
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 1_000;

/**
 * What the organization was told, the oldest first (contract 3.8): the very bytes that its webhooks are sent. Where there is nothing it
 * waits as long as the caller wishes, without a connection to the database.
 * @returns JSON
 */
export async function listEvents(
  { db, waits }: Pick<EventStreamDeps, 'db'> & { readonly waits: EventWaits },
  { actor, query, request }: Call<{ query: ListEventsQuery }>,
): Promise<string> {
  const { organizationId, clientId } = actor;
  const { after, types, size = DEFAULT_SIZE, wait = 0 } = query;
  // No events with it: who repeats a call whose answer was lost would begin behind them.
  if (after === LATEST) return textOf(emptyPage((await findLatestPlace(db, organizationId)) ?? START));
  const reader = { organizationId, clientId, types, size };
  const page = await readPage(db, reader, await placeOf(db, organizationId, after));
  if (isWorthTelling(page) || wait === 0) return textOf(page);

  const turn = waits.begin(organizationId, { ms: wait * 1000, gone: goneSignal(request) });
  try {
    return textOf(await pageWithNews(page, { turn, read: (place) => readPage(db, reader, place) }));
  } finally {
    turn.end();
  }
}

interface Waiting {
  readonly turn: EventWait;
  read(after: Place): Promise<StreamPage>;
}

/**
 * What is behind may be of another type, or of a seller without a grant: then the wait goes on behind it, and reads less and less often. A
 * client that may not act any more gets no further, and is not kept waiting.
 */
async function pageWithNews(page: StreamPage, { turn, read }: Waiting): Promise<StreamPage> {
  let latest = page;
  let pauseMs = FIRST_PAUSE_MS;
  while (await turn.news(latest.end)) {
    const { end } = latest;
    latest = await read(end);
    if (isWorthTelling(latest) || latest.end.id === end.id) break;
    await turn.pause(pauseMs);
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  }
  return latest;
}

function emptyPage(end: Place): StreamPage {
  return { envelopes: [], end, hasMore: false };
}

function isWorthTelling({ envelopes, hasMore }: StreamPage): boolean {
  return envelopes.length > 0 || hasMore;
}

async function placeOf(db: Database, organizationId: string, after: string | undefined): Promise<Place> {
  if (after === undefined) return START;
  const place = await findPlace(db, organizationId, after);
  if (place) return place;
  throw fieldProblem('after', 'is none of your events of the last 30 days; begin anew without it', after);
}

function textOf({ envelopes, end, hasMore }: StreamPage): string {
  const cursor = end.id === null ? '' : `,"nextCursor":${JSON.stringify(end.id)}`;
  return `{"data":[${envelopes.join(',')}],"hasMore":${hasMore}${cursor}}`;
}
