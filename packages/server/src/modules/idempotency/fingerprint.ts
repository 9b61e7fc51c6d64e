import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

export interface FingerprintInput {
  readonly method: string;
  /** The path with its ids, without the query. */
  readonly path: string;
  readonly query: unknown;
  /** The body as data; of an upload, its fields, file names and hashes. */
  readonly body: unknown;
}

/** SHA-256 over what contract 2.4 compares, in the canonical form of RFC 8785: members sorted by code unit, no white space. */
export function fingerprintOf(input: FingerprintInput): Buffer {
  const canonical = canonicalize([
    input.method,
    input.path,
    input.query ?? null,
    input.body === undefined ? 'absent' : [input.body],
  ]);
  return createHash('sha256')
    .update(canonical ?? '')
    .digest();
}
