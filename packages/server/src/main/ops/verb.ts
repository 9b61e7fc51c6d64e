import type { Command } from '@commander-js/extra-typings';
import type { Config } from '../../config/config.ts';
import type { Logger } from '../../platform/logger.ts';
import type { Database } from '../../platform/db/database.ts';

/** The operator typed something that is no command; exit code 2. */
export class UsageError extends Error {}

export interface OpsContext {
  readonly config: Config;
  readonly db: Database;
  readonly databaseUrl: string;
  readonly log: Logger;
  readonly print: (line: string) => void;
}

/** Gives a verb its context once its options have been read: the database is opened for it, and closed behind it. */
export type WithContext = <Options>(
  carryOut: (context: OpsContext, options: Options) => Promise<void>,
) => (options: Options) => Promise<void>;

/** Adds the commands on one kind of thing. */
export type Noun = (program: Command, withContext: WithContext) => void;

/** Columns padded to their longest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
