import { parseKeySet, type KeySet } from './key-set.ts';

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 256 * 1024;

export type Fetch = typeof globalThis.fetch;

/** One GET of the JWKS: 5 s and 256 KiB at most, no redirects. Rejects on anything but a usable key set. */
export async function fetchKeySet(fetch: Fetch, jwksUrl: string, closing: AbortSignal): Promise<KeySet> {
  const response = await fetch(jwksUrl, {
    headers: { accept: 'application/json, application/jwk-set+json' },
    redirect: 'error',
    signal: AbortSignal.any([closing, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  if (response.status !== 200) {
    await response.body?.cancel();
    throw new Error(`the key set answered with status ${response.status}`);
  }
  return parseKeySet(await readBounded(response));
}

async function readBounded(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error(`the key set is larger than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
