import type { FastifyRequest } from 'fastify';
import fresh from 'fresh';
import { MalformedRequest } from '../problems/problem-types.ts';
import { ProblemError } from '../problems/problems.ts';

/** RFC 9110, 8.8.3. Without a quotation mark in it, on which generators of clients trip. */
const ENTITY_TAG = '(W/)?\\x22[!#-~\\x80-\\xff]*\\x22';
/** What an If-Match may be: `*`, or tags and nothing between commas (RFC 9110, 5.6.1). No text can be read in two ways. */
export const IF_MATCH_PATTERN = `^(\\*|(,[ \\t,]*)?${ENTITY_TAG}([ \\t]*,[ \\t,]*${ENTITY_TAG})*([ \\t]*,)*)$`;
const IF_MATCH_FORM = new RegExp(IF_MATCH_PATTERN);
/** What Apache and others write into a tag when they compress the answer. */
const CODINGS = ['gzip', 'br', 'deflate', 'zstd'];

/**
 * Whether the caller has this version already (RFC 9110, 13.1.2), so that 304 is all he needs. His Cache-Control is for the caches
 * between us: Node's own fetch says `no-cache` with every If-None-Match.
 */
export function isKnownVersion({ headers }: FastifyRequest, etag: string): boolean {
  return names(headers['if-none-match'], etag);
}

/**
 * Asks for an If-Match (RFC 9110, 13.1.1); what it returns tells whether a version is one that it names. Absent, or no list of tags: 400.
 * A weak tag counts, against the RFC's strong comparison: ours are strong, so a proxy has made it weak by compressing the answer.
 */
export function expectedVersion({ headers }: FastifyRequest): (etag: string) => boolean {
  const expected = headers['if-match'] ?? '';
  if (!IF_MATCH_FORM.test(expected))
    throw new ProblemError(MalformedRequest, 'The header If-Match is required: the ETag that was read, such as "0".');
  return (etag) => names(expected, etag);
}

/** Byte by byte, in a list, or `*`; also by the tag that a compressing proxy made of ours. */
function names(header: string | undefined, etag: string): boolean {
  const made = CODINGS.map((coding) => `${etag.slice(0, -1)}-${coding}"`);
  return [etag, ...made].some((one) => fresh({ 'if-none-match': header }, { etag: one }));
}
