/**
 * `npm run structure`: the rules of the house that a general linter does not know. Prints each breach as file:line and
 * exits 1 when there is one.
 */
import { globSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

const SOURCE = 'packages/server/src';
const files = globSync(`${SOURCE}/**/*.ts`).filter((file) => !/\.(test|test-support)\.ts$/.test(file));

/** Tables that hold a seller's data: a statement on them names its seller, or says why it need not. */
const TENANT_TABLES = /\b(from|join|update|into)\s+(buyers|buyer_contacts|invitations|kyc_documents)\b/i;
const SCOPE = /seller_id|across sellers:/;

interface Line {
  readonly file: string;
  readonly number: number;
  readonly text: string;
}

const breaches: string[] = [];
for (const file of files) {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .map((text, n): Line => ({ file, number: n + 1, text }));
  for (const line of lines) {
    checkWords(line);
  }
  checkTenantScope(file, lines);
}
for (const breach of breaches) console.error(breach);
console.log(`structure: ${files.length} files, ${breaches.length} breaches`);
process.exitCode = breaches.length === 0 ? 0 : 1;

function report({ file, number }: Line, rule: string): void {
  breaches.push(`${file}:${number} ${rule}`);
}

function checkWords(line: Line): void {
  const [layer] = relative(SOURCE, line.file).split('/');
  const { text } = line;
  if (/process\.env/.test(text) && layer !== 'main') report(line, 'only entry points read the environment');
  if (/\b(new Date\(\)|Date\.now\(\))/.test(text) && !line.file.endsWith('/clock.ts'))
    report(line, 'the time comes from clock.ts');
  if (/(['"`])\s*(begin|commit|rollback)\s*(;|\1)/i.test(text) && !line.file.includes('/platform/db/'))
    report(line, 'transactions belong to platform/db');
}

function checkTenantScope(file: string, lines: readonly Line[]): void {
  const text = lines.map((line) => line.text).join('\n');
  for (const match of text.matchAll(/sql(?:<[^>]*>)?`((?:[^`\\]|\\.|\$\{[^}]*\})*)`/g)) {
    const statement = match[1] ?? '';
    if (!TENANT_TABLES.test(statement)) continue;
    // The block between two blank lines: the function and what its comment says.
    const block = text.slice(text.lastIndexOf('\n\n', match.index), match.index) + statement;
    if (SCOPE.test(block) || /isAt\(|\$\{where\}/.test(statement)) continue;
    const number = text.slice(0, match.index).split('\n').length;
    report({ file, number, text: '' }, 'a statement on tenant data without its seller');
  }
}
