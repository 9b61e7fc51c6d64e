import { createHash } from 'node:crypto';

export interface FingerprintInput {
  readonly method: string;
  /** The path with its ids, without the query. */
  readonly path: string;
  readonly query: unknown;
  /** The body as data; of an upload, its fields, file names and hashes. */
  readonly body: unknown;
}

/**
 * SHA-256 over what contract 2.4 compares, in the canonical form of RFC 8785: members sorted by code unit, no white space.
 * Unpaired surrogates, which that form does not have, are compared as their escapes; validation refuses them by name.
 */
export function fingerprintOf(input: FingerprintInput): Buffer {
  const compared = [input.method, input.path, input.query ?? null, input.body === undefined ? 'absent' : [input.body]];
  return createHash('sha256').update(JSON.stringify(compared, sortMembers)).digest();
}

function sortMembers(_name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
