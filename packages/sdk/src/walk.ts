import type { Entries } from './call.ts';
import type { Pagination } from './generated/schemas.ts';
import { pause } from './pause.ts';
import type { Input } from './request.ts';
import { mayPass, pauseMs } from './retry-plan.ts';
import type { Route } from './route.ts';

/** A page by cursor may be empty and have one behind it: somebody is still writing. */
const PAUSE_AT_EMPTY_MS = 500;

/** Between the calls of a feed that waits, while the service is away. */
const LONGEST_PAUSE_MS = 60_000;

/** A page of a list, or a piece of a feed. */
export interface Followed extends Entries<unknown> {
  readonly pagination?: Pagination;
  readonly hasMore?: boolean;
  readonly nextCursor?: string | undefined;
}

/**
 * How all of a list is begun: by the cursor, from the oldest on, where it takes one and no other order is asked for. A first page by number has
 * a cursor too, but what was written just before it may be shown again behind it.
 */
export function firstOf({ answer }: Route, input: Input): Input {
  const isOrdered = input['page'] !== undefined || input['sort'] !== undefined;
  return answer === 'cursor' && !isOrdered ? { cursor: '', ...defined(input) } : input;
}

/** The input that gets the page behind this one; undefined where there is none. */
export async function behind(
  page: Followed,
  input: Input,
  signal: AbortSignal | undefined,
): Promise<Input | undefined> {
  if (!page.pagination) return feedBehind(page, input, signal);
  const { hasNext, nextCursor, page: number } = page.pagination;
  if (!hasNext) return undefined;
  if (page.data.length === 0) await pause(PAUSE_AT_EMPTY_MS, signal);
  return input['cursor'] === undefined ? { ...input, page: number + 1 } : { ...input, cursor: nextCursor };
}

/**
 * A page of a feed that waits for what comes: once the service is there again.
 * @throws what no waiting mends; the signal's reason
 */
export async function onceThere<Page>(ask: () => Promise<Page>, signal: AbortSignal | undefined): Promise<Page> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (signal?.aborted || !mayPass(error)) throw error;
      await pause(pauseMs(error, attempt, LONGEST_PAUSE_MS), signal);
    }
  }
}

/** Only a feed can. */
export function isWaiting(input: Input): boolean {
  return Number(input['wait'] ?? 0) > 0;
}

function defined(input: Input): Input {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}

/** Who waits for what comes has not come to its end where nothing is there. */
async function feedBehind(page: Followed, input: Input, signal: AbortSignal | undefined): Promise<Input | undefined> {
  const { hasMore = false, nextCursor = input['after'], data } = page;
  if (!hasMore && !isWaiting(input)) return undefined;
  // Where too many are waiting the service does not wait, and must not be asked without a pause.
  if (!hasMore && data.length === 0) await pause(PAUSE_AT_EMPTY_MS, signal);
  return { ...input, after: nextCursor };
}
