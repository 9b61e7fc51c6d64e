import type { FastifyRequest } from 'fastify';
import { singleHeader } from '../../platform/http/single-header.ts';
import { MalformedRequest } from '../../platform/problems/problem-types.ts';
import { ProblemError } from '../../platform/problems/problems.ts';

/** Printable ASCII, and no blank at either end: HTTP cuts those off (RFC 9110, 5.5), and clients refuse to send them. */
export const KEY_PATTERN = '^[!-~]([ -~]*[!-~])?$';
export const MAX_KEY_LENGTH = 255;

const KEY_FORM = new RegExp(KEY_PATTERN);

/** The header of every write (contract 2.4); 400 for what is none. */
export function keyOf(request: FastifyRequest): string {
  const key = singleHeader(request, 'Idempotency-Key');
  if (key === undefined || key.length > MAX_KEY_LENGTH || !KEY_FORM.test(key)) {
    throw new ProblemError(
      MalformedRequest,
      'The header Idempotency-Key is required: 1 to 255 printable ASCII characters.',
    );
  }
  return key;
}
