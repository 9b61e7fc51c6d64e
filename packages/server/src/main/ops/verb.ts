import type { ParseArgsOptionsConfig } from 'node:util';
import type { Config } from '../../config/config.ts';
import type { Database } from '../../platform/db/database.ts';

/** The operator typed something that is no command; exit code 2. */
export class UsageError extends Error {}

export interface OpsContext {
  readonly config: Config;
  readonly db: Database;
  readonly print: (line: string) => void;
}

/** Options as typed; every one is a string. */
export type OptionValues = Readonly<Record<string, string | undefined>>;

export interface Verb {
  /** What follows noun and verb; options in brackets may be left out. */
  readonly usage: string;
  readonly summary: string;
  run(context: OpsContext, values: OptionValues): Promise<void>;
}

/** The commands on one kind of thing, by verb. */
export interface Noun {
  readonly summary: string;
  readonly verbs: Readonly<Record<string, Verb>>;
}

/** The usage line is the declaration: every `--name` in it is an option with a value. */
export function optionsOf(verb: Verb): ParseArgsOptionsConfig {
  const names = [...verb.usage.matchAll(/--([a-z-]+)/g)].map(([, name]) => [name ?? '', { type: 'string' }] as const);
  return Object.fromEntries(names);
}

export function required(values: OptionValues, name: string): string {
  const value = values[name];
  if (value === undefined) throw new UsageError(`--${name} is missing`);
  return value;
}

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
