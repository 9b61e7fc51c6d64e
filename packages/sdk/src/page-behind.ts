import type { Page } from './call.ts';
import type { Pagination } from './generated/schemas.ts';
import type { Input } from './request.ts';

/** A page by cursor may be empty and have one behind it: somebody is still writing. */
const PAUSE_AT_EMPTY_MS = 500;

/** A page of a list, or a piece of a feed. */
export interface Followed extends Page<unknown> {
  readonly pagination?: Pagination;
  readonly hasMore?: boolean;
  readonly nextCursor?: string | undefined;
}

/** The input that gets the page behind this one; undefined where there is none. */
export async function pageBehind(
  page: Followed,
  input: Input,
  signal: AbortSignal | undefined,
): Promise<Input | undefined> {
  if (!page.pagination) return feedBehind(page, input, signal);
  const { hasNext, nextCursor, page: number } = page.pagination;
  if (!hasNext && nextCursor === undefined) return undefined;
  if (page.data.length === 0) await pause(signal);
  if (nextCursor === undefined) return { ...input, page: number + 1 };
  return { ...input, cursor: nextCursor, page: undefined, sort: undefined };
}

/** Who waits for what comes has not come to its end where nothing is there. */
async function feedBehind(page: Followed, input: Input, signal: AbortSignal | undefined): Promise<Input | undefined> {
  const { hasMore = false, nextCursor = input['after'], data } = page;
  const isWaiting = Number(input['wait'] ?? 0) > 0;
  if (!hasMore && !isWaiting) return undefined;
  // Where too many are waiting the service does not wait, and must not be asked without a pause.
  if (!hasMore && data.length === 0) await pause(signal);
  return { ...input, after: nextCursor };
}

async function pause(signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const ended = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', ended);
      resolve();
    }, PAUSE_AT_EMPTY_MS);
    signal?.addEventListener('abort', ended, { once: true });
  });
}
