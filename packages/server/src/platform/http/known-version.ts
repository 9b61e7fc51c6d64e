import type { FastifyRequest } from 'fastify';
import fresh from 'fresh';
import { MalformedRequest } from '../problems/problem-types.ts';
import { ProblemError } from '../problems/problems.ts';

/** RFC 9110, 8.8.3. */
const ENTITY_TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/g;
/** Stands for one; no header holds it. */
const TAG = '\u0000';
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
  const expected = headers['if-match']?.trim() ?? '';
  if (expected !== '*' && !isTagList(expected))
    throw new ProblemError(MalformedRequest, 'The header If-Match is required: the ETag that was read, such as "0".');
  return (etag) => names(expected, etag);
}

/** Between commas stands one tag or nothing (RFC 9110, 5.6.1). */
function isTagList(text: string): boolean {
  const members = text.replaceAll(ENTITY_TAG, TAG).split(',');
  const isMember = (member: string): boolean => ['', TAG].includes(member.trim());
  return members.every(isMember) && members.some((member) => member.trim() === TAG);
}

/** Byte by byte, in a list, or `*`; also by the tag that a compressing proxy made of ours. */
function names(header: string | undefined, etag: string): boolean {
  const made = CODINGS.map((coding) => `${etag.slice(0, -1)}-${coding}"`);
  return [etag, ...made].some((one) => fresh({ 'if-none-match': header }, { etag: one }));
}
