import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

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

export function isUuid(text: string): boolean {
  return UUID.test(text);
}
