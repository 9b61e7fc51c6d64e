/**
 * `npm run packages`: judges the papers and everything that the lock files install, without asking anybody. Prints each breach and
 * exits 1 when there is one.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import semver from 'semver';

const PAPERS = ['LICENSE', 'NOTICE', 'SECURITY.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'README.md', '.editorconfig'];
/** Of the Apache License 2.0, as its publisher has it. */
const LICENSE_SHA256 = 'cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30';
const PERMISSIVE = new Set(
  '0BSD Apache-2.0 BSD-2-Clause BSD-3-Clause BlueOak-1.0.0 CC0-1.0 ISC MIT MIT-0 Python-2.0 Unlicense Zlib'.split(' '),
);
/** Each of them must be able to install the project; which of their releases, `engines` says. */
const NODE_LINES = ['20.x', '22.x', '24.x'];
const TOOLS = ['node', 'npm'] as const;

interface Engines {
  readonly node?: string;
  readonly npm?: string;
}

interface Manifest {
  readonly version: string;
  readonly engines?: Engines;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** A package as a lock file has it. */
interface Locked {
  readonly link?: boolean;
  readonly optional?: boolean;
  readonly license?: string;
  readonly engines?: Engines;
  readonly hasInstallScript?: boolean;
  readonly deprecated?: string;
  readonly resolved?: string;
}

interface Installed extends Locked {
  readonly name: string;
}

const breaches: string[] = [];
const root = readJson<Manifest>('package.json');
const engines = root.engines ?? {};
const noticed = namesIn(readText('NOTICE'));
const installed = packagesOf('package-lock.json');
const measured = packagesOf('bench/package-lock.json');
checkPapers();
checkOwnEngines();
for (const path of ['package.json', 'bench/package.json', ...globSync('packages/*/package.json')]) checkVersions(path);
checkPackages('package-lock.json', installed, new Set(Object.keys(root.allowScripts ?? {})));
checkPackages('bench/package-lock.json', measured, new Set());
checkNothingIsStale();
for (const breach of breaches) console.error(breach);
console.log(`packages: ${installed.length} + ${measured.length} locked, ${breaches.length} breaches`);
process.exitCode = breaches.length === 0 ? 0 : 1;

function readText(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function packagesOf(path: string): Installed[] {
  const { packages } = readJson<{ packages: Record<string, Locked> }>(path);
  return Object.entries(packages)
    .filter(([place, { link }]) => place.includes('node_modules/') && link !== true)
    .map(([place, locked]) => ({ ...locked, name: place.split('node_modules/').at(-1) ?? place }));
}

/** NOTICE names a package at the start of a line and its licence behind at least two spaces; `*` stands for any end of a name. */
function namesIn(notice: string): string[] {
  return [...notice.matchAll(/^([@a-z][\w@./*-]*) {2,}\S/gm)].map(([, name]) => name ?? '');
}

function stands(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

function checkPapers(): void {
  for (const path of PAPERS) if (readText(path).trim() === '') breaches.push(`${path} is missing or empty`);
  if (createHash('sha256').update(readText('LICENSE')).digest('hex') !== LICENSE_SHA256)
    breaches.push('LICENSE is not the unmodified text of Apache-2.0');
  const pinned = root.dependencies?.node;
  if (readText('.node-version').trim() !== pinned)
    breaches.push(`.node-version is not ${pinned}, as package.json has it`);
  const entries = readText('CHANGELOG.md').split(/^## /m).slice(1);
  const newest = entries.find((entry) => entry.startsWith('[Unreleased]') || entry.startsWith(`[${root.version}]`));
  if (!newest || !/^- \S/m.test(newest)) breaches.push(`CHANGELOG.md says nothing of ${root.version}`);
}

function checkOwnEngines(): void {
  for (const line of NODE_LINES)
    if (!semver.intersects(line, engines.node ?? '')) breaches.push(`package.json: engines leave out Node ${line}`);
}

function checkVersions(path: string): void {
  const { dependencies, devDependencies, optionalDependencies } = readJson<Manifest>(path);
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }))
    if (semver.valid(version) === null) breaches.push(`${path}: ${name} ${version} is no exact version`);
}

function checkPackages(path: string, packages: readonly Installed[], mayRunScripts: ReadonlySet<string>): void {
  for (const { name, license = 'none stated', optional, ...locked } of packages) {
    const report = (what: string): void => void breaches.push(`${path}: ${name} ${what}`);
    for (const tool of TOOLS) {
      const range = locked.engines?.[tool];
      // npm says nothing of an optional one that does not fit, and goes on without it.
      if (range !== undefined && optional !== true && !semver.subset(engines[tool] ?? '*', range))
        report(`wants ${tool} ${range}, which leaves out some of ${engines[tool]}`);
    }
    if (locked.hasInstallScript && !mayRunScripts.has(name)) report('has an install script that nobody approved');
    if (locked.deprecated !== undefined) report(`is deprecated: ${locked.deprecated}`);
    if (locked.resolved !== undefined) report('names a registry');
    if (!isPermissive(license) && !noticed.some((pattern) => stands(pattern, name)))
      report(`has a licence that NOTICE must name: ${license}`);
  }
}

/** An SPDX expression with one level of brackets at most; a more involved one is for a person to judge. */
function isPermissive(expression: string): boolean {
  const flat = /^\(?([^()]+)\)?$/.exec(expression)?.[1] ?? '';
  return flat.split(' OR ').some((choice) => choice.split(' AND ').every((id) => PERMISSIVE.has(id)));
}

function checkNothingIsStale(): void {
  const names = [...installed, ...measured].map(({ name }) => name);
  for (const pattern of noticed)
    if (!names.some((name) => stands(pattern, name))) breaches.push(`NOTICE names ${pattern}, which nothing installs`);
  const withScripts = new Set(installed.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name));
  for (const name of Object.keys(root.allowScripts ?? {}))
    if (!withScripts.has(name)) breaches.push(`package.json: allowScripts names ${name}, which has no script`);
}
