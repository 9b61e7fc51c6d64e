import type { FastifyRequest } from 'fastify';
import { singleHeader } from '../../platform/http/single-header.ts';
import { MalformedRequest } from '../../platform/problems/problem-types.ts';
import { ProblemError } from '../../platform/problems/problems.ts';

const PATTERN = '^([!-~]([ -~]*[!-~])?)?$';
const MAX_LENGTH = 200;
const PRINTABLE = new RegExp(PATTERN);

/** Why a caller reads personal data. It stands in the log of readings, where the reading is written down. */
export const PURPOSE = {
  'X-Purpose': {
    description:
      'Why personal data is read, in your own words; kept for 6 years where the reading is logged. At most 200 printable ASCII characters; others are 400.',
    required: false,
    pattern: PATTERN,
    maxLength: MAX_LENGTH,
  },
};

/** What the log of readings takes. */
export function isPurpose(text: string): boolean {
  return text.length <= MAX_LENGTH && PRINTABLE.test(text);
}

/** In the caller's own words; undefined where he says nothing. */
export function purposeOf(request: FastifyRequest): string | undefined {
  const purpose = singleHeader(request, 'X-Purpose');
  if (purpose === undefined || purpose === '') return undefined;
  if (!isPurpose(purpose)) {
    throw new ProblemError(MalformedRequest, 'The header X-Purpose has at most 200 printable ASCII characters.');
  }
  return purpose;
}
