import { defineProblem } from './problems.ts';

/** Problems that any HTTP server may answer with (contract 2.6). */

export const MalformedRequest = defineProblem('malformed-request', {
  status: 400,
  title: 'The request cannot be read',
});
export const NotFound = defineProblem('not-found', { status: 404, title: 'Not found', kept: true });
export const MethodNotAllowed = defineProblem('method-not-allowed', { status: 405, title: 'Method not allowed' });
export const PayloadTooLarge = defineProblem('payload-too-large', { status: 413, title: 'The request is too large' });
export const UnsupportedMediaType = defineProblem('unsupported-media-type', {
  status: 415,
  title: 'The media type is not supported',
});
export const ValidationError = defineProblem('validation-error', {
  status: 422,
  title: 'The request has invalid fields',
});
export const RateLimited = defineProblem('rate-limited', { status: 429, title: 'Too many requests' });
export const HeadersTooLarge = defineProblem('headers-too-large', {
  status: 431,
  title: 'The request headers are too large',
});
export const InternalError = defineProblem('internal-error', { status: 500, title: 'Something went wrong here' });
export const Unavailable = defineProblem('unavailable', {
  status: 503,
  title: 'The service is not available at the moment',
});
