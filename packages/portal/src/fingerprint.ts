import { readBytes } from './read-file.ts';

const SAMPLE_BYTES = 64 * 1024;
const DIGEST_BYTES = 32;

/**
 * Knows the same file again, under another name and on another device too: a hash of its size, its start and its end. Nothing is
 * kept on this device; the server keeps it with the unfinished upload. @throws FileUnreadable
 */
export async function fingerprintOf(file: File): Promise<string> {
  // Of one that is gone the device may say that it is empty, and parts of nothing can always be read.
  if (file.size === 0) await readBytes(file);
  const sample = new Blob([`${file.size}:`, file.slice(0, SAMPLE_BYTES), file.slice(-SAMPLE_BYTES)]);
  return inHex(new Uint8Array(await digestOf(await readBytes(sample))));
}

/** Over plain http, as to a trial in the local network, browsers keep hashes from pages: the file is then known on this page alone. */
async function digestOf(bytes: BufferSource): Promise<ArrayBuffer> {
  if (!isSecureContext) return crypto.getRandomValues(new Uint8Array(DIGEST_BYTES)).buffer;
  return crypto.subtle.digest('SHA-256', bytes);
}

function inHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
