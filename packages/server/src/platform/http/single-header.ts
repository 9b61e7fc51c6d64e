import type { FastifyRequest } from 'fastify';
import { MalformedRequest } from '../problems/problem-types.ts';
import { ProblemError } from '../problems/problems.ts';

/**
 * A header that says one thing. Sent more than once it is 400 that names it: Node joins some and drops others, and a proxy on the
 * way may have read another one than we would.
 */
export function singleHeader({ raw }: FastifyRequest, name: string): string | undefined {
  const sent = raw.headersDistinct[name.toLowerCase()];
  if (sent !== undefined && sent.length > 1)
    throw new ProblemError(MalformedRequest, `The header ${name} was sent more than once.`);
  return sent?.[0];
}
