import type { Answered } from './call.ts';
import { ConnectionError, UnexpectedAnswerError } from './errors.ts';
import type { Problem } from './generated/schemas.ts';
import { ProblemError } from './problem-error.ts';
import { retryAfterSeconds } from './retry-plan.ts';
import type { Route } from './route.ts';

/**
 * What the answer says, by its route's kind.
 * @throws ProblemError, UnexpectedAnswerError where it is no success; ConnectionError where it breaks off
 */
export async function readAnswer(response: Response, route: Route, requestId: string): Promise<Answered<unknown>> {
  if (response.status === 304 || response.status === 204) return { data: undefined, response };
  if (!response.ok) throw await refusalOf(response, requestId);
  const isJson = mediaTypeOf(response) === 'application/json';
  if (route.answer === 'bytes' || (route.answer === 'any' && !isJson)) return { data: response, response };
  const data = parsed(await textOf(response, requestId));
  if (!isJson || data === undefined) throw unexpected(response, requestId);
  return { data, response };
}

async function refusalOf(response: Response, requestId: string): Promise<Error> {
  const value = parsed(await textOf(response, requestId));
  const isProblem = mediaTypeOf(response) === 'application/problem+json' && looksLikeProblem(value);
  if (!isProblem) return unexpected(response, requestId);
  return new ProblemError(value, retryAfterSeconds(response.headers), requestId);
}

function unexpected({ status, headers }: Response, requestId: string): UnexpectedAnswerError {
  const message = `an answer that is not the API's: ${status} ${mediaTypeOf({ headers })}`.trimEnd();
  return new UnexpectedAnswerError(message, { status, requestId, retryAfterSeconds: retryAfterSeconds(headers) });
}

async function textOf(response: Response, requestId: string): Promise<string> {
  try {
    return await response.text();
  } catch (cause) {
    throw new ConnectionError('the answer broke off', { requestId, cause });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function mediaTypeOf({ headers }: Pick<Response, 'headers'>): string {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
}

/** What an error is made of. */
function looksLikeProblem(value: unknown): value is Problem {
  if (typeof value !== 'object' || value === null) return false;
  const { type, status, detail } = value as Readonly<Record<string, unknown>>;
  return typeof type === 'string' && typeof status === 'number' && typeof detail === 'string';
}
