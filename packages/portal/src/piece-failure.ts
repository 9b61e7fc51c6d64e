import type { DetailedError } from 'tus-js-client';
import { isLater, isOurs, type ReadHeader, retryAfterOf } from './our-answers.ts';
import { FileUnreadable } from './read-file.ts';
import { WayBlocked } from './way-requests.ts';

/** Why the pieces do not go on by themselves. */
export type PieceFailure =
  | { readonly kind: 'refused'; readonly message: string }
  /** The service has no time or room for it now, and keeps it. */
  | { readonly kind: 'later'; readonly retryAfterSeconds: number }
  /** `unreadable`: by the device. `blocked`: by something on the way. `ended`: the link or the session. `gone`: somebody removed it. */
  | { readonly kind: 'unreadable' | 'blocked' | 'ended' | 'gone' | 'failed' };

const TOO_LARGE = 413;
/** Come back soon: another request is at the file. */
const PASSING = new Set([408, 409, 423, 425]);

export function failureOf(error: DetailedError): PieceFailure {
  const { status, header } = answerOf(error);
  const message = messageOf(error);
  if (error.causingError instanceof FileUnreadable) return { kind: 'unreadable' };
  if (message !== undefined) return { kind: 'refused', message };
  if (error.causingError instanceof WayBlocked || isTooLargeOnTheWay(error)) return { kind: 'blocked' };
  if (isLater(status)) return { kind: 'later', retryAfterSeconds: retryAfterOf(header) };
  if (status === 410 || status === 403 || isEndOfLink(error)) return { kind: 'ended' };
  return { kind: status === 404 ? 'gone' : 'failed' };
}

/** The same may be asked again at once: there was no answer, or another request is at the file. */
export function isPassing(error: DetailedError): boolean {
  const { causingError } = error;
  if (causingError instanceof WayBlocked || causingError instanceof FileUnreadable) return false;
  const { status } = answerOf(error);
  return status < 400 || (PASSING.has(status) && !isEndOfLink(error));
}

export function isTooLargeOnTheWay(error: DetailedError): boolean {
  const { status, header } = answerOf(error);
  return status === TOO_LARGE && !isOurs(header);
}

export function isCutOffPiece({ originalRequest, originalResponse, causingError }: DetailedError): boolean {
  const isOfTheLine = !(causingError instanceof FileUnreadable || causingError instanceof WayBlocked);
  return originalRequest.getMethod() === 'PATCH' && !originalResponse && isOfTheLine;
}

function answerOf({ originalResponse: response }: DetailedError): { status: number; header: ReadHeader } {
  return { status: response?.getStatus() ?? 0, header: (name) => response?.getHeader(name) };
}

/** A conflict that is none of the tus protocol's: the link is at rest. */
function isEndOfLink(error: DetailedError): boolean {
  const { status, header } = answerOf(error);
  return status === 409 && isOurs(header) && !header('Tus-Resumable');
}

/** The server's words for a refused file. */
function messageOf(error: DetailedError): string | undefined {
  if (!isOurs(answerOf(error).header)) return undefined;
  try {
    const body = JSON.parse(error.originalResponse?.getBody() ?? '') as { message?: string };
    return body.message;
  } catch {
    return undefined;
  }
}
