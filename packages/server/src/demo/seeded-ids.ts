import { createHmac } from 'node:crypto';
import type { IdSource } from '../platform/ids.ts';

const UUID_BYTES = 16;

/** The same ids in the same order for the same words, in the form of random ones (RFC 9562, version 4). */
export function idsOf(seed: string, about: string): IdSource {
  let count = 0;
  return () => {
    count += 1;
    const bytes = createHmac('sha256', seed).update(`${about} ${count}`).digest().subarray(0, UUID_BYTES);
    bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
    bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
    return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  };
}
