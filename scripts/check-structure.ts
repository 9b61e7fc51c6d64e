/**
 * `npm run structure`: the rules of the house that a general linter does not know. Prints each breach as file:line and
 * exits 1 when there is one.
 */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const SOURCE = 'packages/server/src';
const files = globSync(`${SOURCE}/**/*.ts`).filter((file) => !/\.(test|test-support)\.ts$/.test(file));

/** What each module may enter, by its index.ts only. A module not named here enters nothing but the platform. */
const MAY_ENTER: Readonly<Record<string, readonly string[]>> = {
  uploads: ['invitations', 'kyc', 'files'],
  brand: ['organizations'],
  portal: ['brand', 'invitations', 'kyc', 'receipts', 'mail', 'buyers', 'files', 'rate-limits', 'texts', 'uploads'],
  invitations: ['api', 'brand', 'kyc', 'files'],
  mail: ['brand', 'invitations', 'kyc', 'receipts', 'texts'],
  receipts: ['kyc', 'texts'],
  kyc: ['api', 'files', 'organizations'],
  buyers: ['api', 'organizations'],
  webhooks: ['api', 'organizations'],
  api: ['organizations', 'idempotency', 'rate-limits'],
};

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
    checkImport(line);
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

function areaOf(file: string): { layer: string; module?: string } {
  const [layer = '', module] = relative(SOURCE, file).split('/');
  return layer === 'modules' && module !== undefined ? { layer, module } : { layer };
}

function checkImport(line: Line): void {
  const target = /(?:from|import)\s+'(\.{1,2}\/[^']+)'/.exec(line.text)?.[1];
  if (target === undefined) return;
  const path = join(dirname(line.file), target);
  const [from, to] = [areaOf(line.file), areaOf(path)];
  if (from.layer === 'platform' && to.layer !== 'platform') report(line, 'platform may import platform only');
  if (
    from.layer === 'modules' &&
    !['modules', 'platform'].includes(to.layer) &&
    !path.startsWith(`${SOURCE}/config/config`)
  ) {
    report(line, 'a module may import modules, the platform and the type of the configuration only');
  }
  if (from.layer !== 'main' && to.layer === 'main') report(line, 'only entry points import entry points');
  if (from.module === undefined || to.module === undefined || from.module === to.module) return;
  if (!(MAY_ENTER[from.module] ?? []).includes(to.module)) report(line, `${from.module} may not enter ${to.module}`);
  if (!path.endsWith('/index.ts')) report(line, `enter ${to.module} by its index.ts`);
}

function checkWords(line: Line): void {
  const { layer } = areaOf(line.file);
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
