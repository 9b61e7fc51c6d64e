/**
 * `npm run build -w packages/cli`: makes packages/cli/dist, `nt24` as it is published: JavaScript, since Node strips no types in installed
 * packages, with README, LICENSE and a package.json of its own. `npm pack ./packages/cli/dist` packs it. The types are held by
 * `npm run types`.
 */
import { chmodSync, copyFileSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type TypeScript from '../packages/sdk/node_modules/typescript/lib/typescript.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const FOLDER = join(ROOT, 'packages/cli');
const DIST = join(FOLDER, 'dist');
/** Beside it lies package.json, as beside the source. */
const BUILT = join(DIST, 'src');

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly type: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The SDK's compiler: the newest has no interface for JavaScript any more. */
const compiler = createRequire(join(ROOT, 'packages/sdk/package.json'))('typescript') as typeof TypeScript;

rmSync(DIST, { recursive: true, force: true });
const sources = globSync('**/*.ts', { cwd: join(FOLDER, 'src') }).filter(
  (file) => !/\.(test|test-support)\.ts$/.test(file),
);
for (const file of sources) {
  const path = join(BUILT, file.replace(/\.ts$/, '.js'));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, built(readFileSync(join(FOLDER, 'src', file), 'utf8')));
}
const manifest = JSON.parse(readFileSync(join(FOLDER, 'package.json'), 'utf8')) as Manifest;
for (const program of Object.values(published(manifest).bin)) chmodSync(join(DIST, program), 0o755);
writeFileSync(join(DIST, 'package.json'), `${JSON.stringify(published(manifest), undefined, 2)}\n`);
copyFileSync(join(FOLDER, 'README.md'), join(DIST, 'README.md'));
copyFileSync(join(ROOT, 'LICENSE'), join(DIST, 'LICENSE'));

function built(source: string): string {
  const { ScriptTarget, ModuleKind } = compiler;
  const compilerOptions = {
    target: ScriptTarget.ES2022,
    module: ModuleKind.ESNext,
    rewriteRelativeImportExtensions: true,
    verbatimModuleSyntax: true,
    removeComments: true,
  };
  return compiler.transpileModule(source, { compilerOptions }).outputText;
}

function published({ name, version, description, license, type, engines, bin, dependencies }: Manifest): Manifest {
  const programs = Object.entries(bin).map(([word, path]) => [word, path.replace(/\.ts$/, '.js')] as const);
  return { name, version, description, license, type, engines, bin: Object.fromEntries(programs), dependencies };
}
