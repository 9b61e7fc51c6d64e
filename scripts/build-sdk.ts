/**
 * `npm run build -w packages/sdk`: makes packages/sdk/dist, the package as it is published: ESM and types, README, LICENSE and a
 * package.json of its own, since within this repository the SDK is used from its source. `npm pack ./packages/sdk/dist` packs it.
 */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { completePackage, type Manifest } from './published-package.ts';

const FOLDER = fileURLToPath(new URL('../packages/sdk/', import.meta.url));
/** Another folder may be said: what builds at the same time must not meet. */
const DIST = process.argv[2] ?? `${FOLDER}dist`;

interface SdkManifest extends Manifest {
  readonly exports: Readonly<Record<string, string>>;
}

rmSync(DIST, { recursive: true, force: true });
// The compiler of the SDK's own, whose types the oldest compilers understand that its callers may have.
const compiler = createRequire(`${FOLDER}package.json`).resolve('typescript/bin/tsc');
execFileSync(process.execPath, [compiler, '-p', `${FOLDER}tsconfig.build.json`, '--outDir', DIST], {
  stdio: 'inherit',
});
completePackage<SdkManifest>({ folder: FOLDER, dist: DIST }, ({ exports }) => {
  const entries = Object.entries(exports).map(([entry, source]) => {
    const built = source.replace('./src/', './').replace(/\.ts$/, '');
    return [entry, { types: `${built}.d.ts`, default: `${built}.js` }] as const;
  });
  return { sideEffects: false, exports: { ...Object.fromEntries(entries), './package.json': './package.json' } };
});
