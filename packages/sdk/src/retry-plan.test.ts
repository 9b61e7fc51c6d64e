import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  ConnectionError,
  mayPass,
  type Problem,
  ProblemError,
  TimeoutError,
  TokenError,
  UnexpectedAnswerError,
} from './index.ts';

const problem = (status: number, slug = 'x'): ProblemError =>
  new ProblemError({ type: `https://api.example/${slug}`, status, detail: 'x' } as Problem);
const page = (status: number): UnexpectedAnswerError =>
  new UnexpectedAnswerError('x', { status, requestId: 'x', retryAfterSeconds: undefined });

it('knows what may pass on a later try', () => {
  for (const error of [
    new ConnectionError('x', {}),
    new TimeoutError('x', {}),
    ...[429, 503].map((status) => problem(status)),
    problem(409, 'idempotency-key-in-progress'),
    ...[429, 502, 503, 504].map(page),
    new TokenError({ status: 503 }),
  ])
    assert.ok(mayPass(error), String(error));
  for (const error of [
    ...[400, 401, 403, 404, 409, 422, 500].map((status) => problem(status)),
    ...[200, 307, 404, 413, 500].map(page),
    new TokenError({ status: 400, code: 'invalid_client' }),
    new TypeError('x'),
    new DOMException('x', 'AbortError'),
    undefined,
  ])
    assert.equal(mayPass(error), false, String(error));
});
