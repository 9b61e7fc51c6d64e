import type { Node } from 'libpg-query';
import { namesOf } from './statement.ts';

/** A column that a query gives out. `isHeld`: its values are a parameter's, or those of rows that are held to one tenant. */
export interface Column {
  readonly name: string;
  readonly isHeld: boolean;
}

/** What a query takes its rows from: a table, or the result of another query. */
export interface Source {
  readonly alias: string;
  readonly columns: readonly string[];
  /** Of a table whose rows belong to sellers: its name, where it stands in the statement, and the columns that say whose a row is. */
  readonly tenant?: { readonly table: string; readonly location: number; readonly keys: readonly string[] };
  /** Columns whose values are held. */
  readonly held: Set<string>;
  /** All its rows are: a key is. */
  isHeld: boolean;
  /** Of a query that sees its neighbours (lateral): asks anew what it gives out. */
  readonly refresh?: () => void;
}

/** The sources of a query, within those of the queries around it. */
export interface Level {
  readonly sources: Source[];
  readonly outer: Level | undefined;
  /** What a subquery gives out when it is run within the level. */
  readonly ask: (query: Node, level: Level) => readonly Column[];
}

export interface Place {
  readonly source: Source;
  readonly column: string;
}

/** The result of another query. */
export function resultSource(alias: string, columns: readonly Column[], refresh?: () => readonly Column[]): Source {
  const heldOf = (now: readonly Column[]): string[] => now.filter(({ isHeld }) => isHeld).map(({ name }) => name);
  const held = new Set(heldOf(columns));
  return {
    alias,
    columns: columns.map(({ name }) => name),
    held,
    isHeld: false,
    ...(refresh && { refresh: () => heldOf(refresh()).forEach((name) => held.add(name)) }),
  };
}

/** What a column's name means here, looked for from the inside out. */
export function placeOf(fields: readonly Node[] | undefined, level: Level | undefined): Place | undefined {
  const names = namesOf(fields);
  const column = names.at(-1) ?? '';
  const alias = names.at(-2);
  for (let at = level; at; at = at.outer) {
    const source = at.sources.find((one) => (alias === undefined ? one.columns.includes(column) : one.alias === alias));
    if (source) return { source, column };
  }
  return undefined;
}

export function isPlaceHeld({ source, column }: Place): boolean {
  return source.isHeld || source.held.has(column);
}

/** The columns that `*` or `alias.*` stands for. */
export function starColumns(fields: readonly Node[] | undefined, { sources }: Level): Column[] {
  const alias = namesOf(fields).at(-2);
  return sources
    .filter((source) => alias === undefined || source.alias === alias)
    .flatMap((source) => source.columns.map((name) => ({ name, isHeld: isPlaceHeld({ source, column: name }) })));
}
