import type { Command } from 'commander';

/** One command: its word behind the noun's, and what it is made of. */
export interface Declared {
  readonly verb: string;
  /** The operations that it calls by their ids: what is reachable besides by `nt24 api` alone is found by what lacks here. */
  readonly operations: readonly string[];
  build(): Command;
}
