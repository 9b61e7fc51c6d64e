/**
 * `npm run structure`: the walls of the house. Which file may import which, and which module's SQL may name which table; and whether
 * schema/statements.sql is fresh. Prints each breach and exits 1 when there is one that scripts/known-breaches.json does not list.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findStale, STATEMENTS_FILE } from '../packages/guards/src/assembled-statements.ts';
import { checkImports } from '../packages/guards/src/check-imports.ts';
import { checkSource } from '../packages/guards/src/check-source.ts';
import { definedNames } from '../packages/guards/src/defined-names.ts';
import { compareBreaches, readKnownBreaches, tellBreaches } from '../packages/guards/src/known-breaches.ts';
import { readServerFiles } from '../packages/guards/src/server-files.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const database = definedNames(textOf('schema/schema.sql'));
// The migrations' own record.
database.delete('schema_migrations');
const known = readKnownBreaches();

const imports = await checkImports(root, ['packages', 'scripts', 'tests', 'bench', 'chaos']);
const files = readServerFiles(root);
const source = checkSource({ files, database });
const stale = findStale(textOf(STATEMENTS_FILE), files);
for (const one of stale) console.log(one);
if (stale.length > 0) console.log('run npm run statements');
const areGood = [
  tellBreaches(compareBreaches(imports.breaches, known.imports)),
  tellBreaches(compareBreaches(source.breaches, known.source)),
  stale.length === 0,
];
const breaches = imports.breaches.length + source.breaches.length;
console.log(
  `structure: ${imports.files} files, ${imports.imports} imports, ${source.statements} pieces of SQL, ${breaches} breaches`,
);
process.exitCode = areGood.every(Boolean) ? 0 : 1;

function textOf(name: string): string {
  return readFileSync(`${root}/${name}`, 'utf8');
}
