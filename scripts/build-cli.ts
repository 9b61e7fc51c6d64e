/**
 * `npm run build -w packages/cli`: makes packages/cli/dist, `nt24` as it is published: JavaScript, since Node strips no types in installed
 * packages, with README, LICENSE and a package.json of its own. `npm pack ./packages/cli/dist` packs it. The types are held by
 * `npm run types`.
 */
import { chmodSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { completePackage, type Manifest } from './published-package.ts';
import type TypeScript from '../packages/sdk/node_modules/typescript/lib/typescript.js';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const FOLDER = join(ROOT, 'packages/cli');
const DIST = join(FOLDER, 'dist');
/** Beside it lies package.json, as beside the source. */
const BUILT = join(DIST, 'src');

interface CliManifest extends Manifest {
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
completePackage<CliManifest>({ folder: FOLDER, dist: DIST }, ({ bin, dependencies }) => {
  const programs = Object.entries(bin).map(([word, path]) => [word, path.replace(/\.ts$/, '.js')] as const);
  for (const [, program] of programs) chmodSync(join(DIST, program), 0o755);
  return { bin: Object.fromEntries(programs), dependencies };
});

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
