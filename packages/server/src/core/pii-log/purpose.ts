import type { FastifyRequest } from 'fastify';
import { singleHeader } from '../../platform/http/single-header.ts';
import { MalformedRequest } from '../../platform/problems/problem-types.ts';
import { ProblemError } from '../../platform/problems/problems.ts';

const PRINTABLE = /^[\x20-\x7e]{1,200}$/;

/** Why a caller reads personal data. It stands in the log of readings, where the reading is written down. */
export const PURPOSE = {
  'X-Purpose': {
    description: 'Why personal data is read; kept where the reading is logged. At most 200 printable ASCII characters.',
    required: false,
  },
};

/** In the caller's own words; undefined where he says nothing. */
export function purposeOf(request: FastifyRequest): string | undefined {
  const purpose = singleHeader(request, 'X-Purpose');
  if (purpose === undefined || purpose === '') return undefined;
  if (!PRINTABLE.test(purpose)) {
    throw new ProblemError(MalformedRequest, 'The header X-Purpose has at most 200 printable ASCII characters.');
  }
  return purpose;
}
