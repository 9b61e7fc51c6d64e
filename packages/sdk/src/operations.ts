import { OPERATIONS } from './generated/catalogue.ts';
import type { OperationEntry } from './operation-entry.ts';

export type * from './operation-entry.ts';

/** Every operation with what can be told of it, for programs that offer them to people. Not loaded by the client. */
export const operations: readonly OperationEntry[] = OPERATIONS;
