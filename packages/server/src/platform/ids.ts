import { AsyncLocalStorage } from 'node:async_hooks';
import { createHmac, randomUUID } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const UUID_BYTES = 16;

/** Makes ids one after the other. */
export type IdSource = () => string;

const chosen = new AsyncLocalStorage<IdSource>();

export function newId(): string {
  return (chosen.getStore() ?? randomUUID)();
}

/** Whatever is begun within has its ids of the source. */
export function withIds<Result>(source: IdSource, work: () => Result): Result {
  return chosen.run(source, work);
}

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

export function isUuid(text: string): boolean {
  return UUID.test(text);
}
