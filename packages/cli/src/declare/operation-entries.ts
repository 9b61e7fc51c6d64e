import { type OperationEntry, operations } from '@nt24/sdk/operations';

const byId = new Map(operations.map((entry) => [entry.id, entry]));

/** What the SDK tells of an operation. @throws TypeError at an id that is none */
export function entryOf(id: string): OperationEntry {
  const entry = byId.get(id);
  if (!entry) throw new TypeError(`the SDK has no operation ${id}`);
  return entry;
}
