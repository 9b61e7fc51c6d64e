import { dirname } from 'node:path/posix';
import type { Breach } from './known-breaches.ts';
import { namedIn } from './named-tables.ts';
import { readSource } from './read-source.ts';

export interface SourceQuestion {
  /** Texts by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Tables, views and functions of the database. */
  readonly database: ReadonlySet<string>;
}

export interface SourceChecked {
  readonly statements: number;
  readonly breaches: readonly Breach[];
}

const SERVER = 'packages/server/src/';
const TRANSACTIONS = `${SERVER}platform/db/`;
const TRANSACTION = /^\s*(?:begin|start\s+transaction|commit|rollback|savepoint)\b/i;

/**
 * Holds the server's source against the rules that are about its SQL: a table is named in the folder of its owner alone, what is made for
 * others may be named by all, everything has one owner, and transactions are begun in platform/db. And a dynamic import names its file.
 */
export function checkSource({ files, database }: SourceQuestion): SourceChecked {
  const sources = Object.entries(files).map(([file, source]) => ({ file, ...readSource(file, source) }));
  const owned = sources.flatMap(({ file, possessions }) =>
    possessions.flatMap(({ tables }) => tables.map((table) => [table, dirname(file)] as const)),
  );
  const folderOf = new Map(owned);
  const views = sources.flatMap(({ possessions }) => possessions.flatMap((one) => one.views));
  const breaches = declarationBreaches([...owned.map(([table]) => table), ...views], database);
  for (const { file, statements, blindImports } of sources) {
    const add = (breach: string, line: number): void =>
      void breaches.push({ breach: `${file} ${breach}`.replaceAll(SERVER, ''), at: `${file}:${line}` });
    for (const line of blindImports) add('imports what it does not name', line);
    for (const { text, line } of statements) {
      if (TRANSACTION.test(text) && !file.startsWith(TRANSACTIONS)) add('begins or ends a transaction', line);
      for (const name of namedIn(text, database)) {
        const folder = folderOf.get(name);
        if (folder !== undefined && !file.startsWith(`${folder}/`)) add(`names ${name} of ${folder}`, line);
      }
    }
  }
  return { statements: sources.reduce((sum, { statements }) => sum + statements.length, 0), breaches };
}

function declarationBreaches(declared: readonly string[], database: ReadonlySet<string>): Breach[] {
  const twice = declared.filter((name, n) => declared.indexOf(name) < n).map((name) => `${name} is declared twice`);
  const absent = declared.filter((name) => !database.has(name)).map((name) => `${name} is declared, but not there`);
  const open = [...database].filter((name) => !declared.includes(name)).map((name) => `${name} has no owner`);
  return [...twice, ...absent, ...open].map((breach) => ({ breach, at: 'the declarations of modules' }));
}
