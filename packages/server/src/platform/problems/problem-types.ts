import { defineProblem } from './problems.ts';

/** Problems that any HTTP server may answer with (contract 2.6). */

export const MalformedRequest = defineProblem('malformed-request', {
  status: 400,
  title: 'The request cannot be read',
  remedy:
    'Mend the request: its JSON, a header that is missing or cannot be read (`Idempotency-Key`, `If-Match`), or its form. `detail` says which. The key stays free.',
});
export const NotFound = defineProblem('not-found', {
  status: 404,
  title: 'Not found',
  kept: true,
  remedy:
    'Check the ids in the path, each below the one before it. What belongs to another seller is not found either.',
});
export const MethodNotAllowed = defineProblem('method-not-allowed', {
  status: 405,
  title: 'Method not allowed',
  remedy: 'Use one of the methods that the `Allow` header names.',
});
export const PayloadTooLarge = defineProblem('payload-too-large', {
  status: 413,
  title: 'The request is too large',
  remedy: 'Send less: `detail` says how much is taken. The key stays free.',
});
export const UnsupportedMediaType = defineProblem('unsupported-media-type', {
  status: 415,
  title: 'The media type is not supported',
  remedy:
    'Send the `Content-Type` that the operation declares, or a file of one of the types that it takes. Files are judged by content, not by name.',
});
export const ValidationError = defineProblem('validation-error', {
  status: 422,
  title: 'The request has invalid fields',
  remedy:
    'Mend the fields that `errors` names and send the call again; the key stays free. An unknown member is refused too, as it may be a typing error.',
});
export const RateLimited = defineProblem('rate-limited', {
  status: 429,
  title: 'Too many requests',
  remedy:
    'Wait as many seconds as `Retry-After` says and send the same call with the same key. The budget is shared by all clients of the organization; `X-RateLimit-Remaining` shows what is left of it.',
});
export const HeadersTooLarge = defineProblem('headers-too-large', {
  status: 431,
  title: 'The request headers are too large',
  remedy: 'Send smaller headers; 16 KiB are taken altogether.',
});
export const InternalError = defineProblem('internal-error', {
  status: 500,
  title: 'Something went wrong here',
  remedy:
    'Send the same call again later with the same key: nothing is done twice. If it stays, tell the operator the `traceId`.',
});
export const Unavailable = defineProblem('unavailable', {
  status: 503,
  title: 'The service is not available at the moment',
  remedy: 'Wait as many seconds as `Retry-After` says and send the same call with the same key: nothing is done twice.',
});
