/**
 * `npm run structure`: the walls of the house. Which file may import which, and which module's SQL may name which table. Prints each breach
 * and exits 1 when there is one that scripts/known-breaches.json does not list.
 */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { checkImports } from '../packages/guards/src/check-imports.ts';
import { checkSource } from '../packages/guards/src/check-source.ts';
import { definedNames } from '../packages/guards/src/defined-names.ts';
import { compareBreaches, readKnownBreaches, tellBreaches } from '../packages/guards/src/known-breaches.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const sources = globSync('packages/server/src/**/*.ts', { cwd: root }).filter(
  (name) => !/\.(test|test-support)\.ts$/.test(name),
);
const database = definedNames(textOf('schema/schema.sql'));
// The migrations' own record.
database.delete('schema_migrations');
const known = readKnownBreaches();

const imports = await checkImports(root, ['packages', 'scripts', 'tests', 'bench', 'chaos']);
const source = checkSource({
  files: Object.fromEntries(sources.sort().map((name) => [name, textOf(name)])),
  database,
});
const areGood = [
  tellBreaches(compareBreaches(imports.breaches, known.imports)),
  tellBreaches(compareBreaches(source.breaches, known.source)),
];
const breaches = imports.breaches.length + source.breaches.length;
console.log(
  `structure: ${imports.files} files, ${imports.imports} imports, ${source.statements} pieces of SQL, ${breaches} breaches`,
);
process.exitCode = areGood.every(Boolean) ? 0 : 1;

function textOf(name: string): string {
  return readFileSync(`${root}/${name}`, 'utf8');
}
