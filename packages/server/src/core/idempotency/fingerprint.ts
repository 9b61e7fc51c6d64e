import { hash } from 'node:crypto';

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
  return hash('sha256', canonicalForm(compared), 'buffer');
}

function canonicalForm(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalForm).join()}]`;
  const members: Readonly<Record<string, unknown>> = { ...value };
  const names = Object.keys(members).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonicalForm(members[name])}`).join()}}`;
}
