/**
 * `npm run build -w packages/sdk`: makes packages/sdk/dist, the package as it is published: ESM and types, README, LICENSE and a
 * package.json of its own, since within this repository the SDK is used from its source. `npm pack ./packages/sdk/dist` packs it.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('../packages/sdk/', import.meta.url));
/** Another folder may be said: what builds at the same time must not meet. */
const DIST = process.argv[2] ?? `${FOLDER}dist`;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly type: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string>>;
}

rmSync(DIST, { recursive: true, force: true });
// The compiler of the SDK's own, whose types the oldest compilers understand that its callers may have.
const compiler = createRequire(`${FOLDER}package.json`).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [compiler, '-p', `${FOLDER}tsconfig.build.json`, '--outDir', DIST], {
  stdio: 'inherit',
});
const manifest = JSON.parse(readFileSync(`${FOLDER}package.json`, 'utf8')) as Manifest;
writeFileSync(`${DIST}/package.json`, `${JSON.stringify(published(manifest), undefined, 2)}\n`);
copyFileSync(`${FOLDER}README.md`, `${DIST}/README.md`);
copyFileSync(fileURLToPath(new URL('../LICENSE', import.meta.url)), `${DIST}/LICENSE`);

function published({ name, version, description, license, type, engines, exports }: Manifest): object {
  const entries = Object.entries(exports).map(([entry, source]) => {
    const built = source.replace('./src/', './').replace(/\.ts$/, '');
    return [entry, { types: `${built}.d.ts`, default: `${built}.js` }] as const;
  });
  return {
    name,
    version,
    description,
    license,
    type,
    engines,
    sideEffects: false,
    exports: { ...Object.fromEntries(entries), './package.json': './package.json' },
  };
}
