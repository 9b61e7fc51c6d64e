import { execFile } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const README = 'packages/sdk/README.md';
export const TOUR = 'docs/examples/sdk/tour.ts';

/** What `tour.ts` prints where all is well. */
export const TOUR_SAYS = [
  'invited boss@garagem-central.example office@garagem-central.example sales@garagem-central.example',
  'revoked REVOKED',
  'refused 409 invitation-not-active The deal was called off.',
  'document COC_EXTRACT whole',
];

/** Builds and packs the SDK; the tarball's path. */
export async function packSdk(folder: string): Promise<string> {
  const built = join(folder, 'sdk-built');
  await run(process.execPath, ['scripts/build-sdk.ts', built]);
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder, resolve(built)]);
  return join(folder, nameOf(stdout));
}

/** npm tells the packages as a list, or since its version 12 by their names. */
function nameOf(json: string): string {
  const [packed] = Object.values(JSON.parse(json) as object) as { readonly filename: string }[];
  if (!packed) throw new Error(`npm pack says ${json}`);
  return packed.filename;
}

/** An empty project outside the repository, with the tarball installed and the tour in it. Nothing is fetched: the SDK needs nothing. */
export async function projectWith(tarball: string, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'project', private: true, type: 'module' }));
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: folder });
  writeFileSync(join(folder, 'tour.ts'), readFileSync(TOUR));
  return folder;
}

/** How strict a caller's compiler may be. */
const STRICT = {
  target: 'es2024',
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  verbatimModuleSyntax: true,
  skipLibCheck: false,
};
const ON_NODE = { ...STRICT, module: 'nodenext', lib: ['es2024'], types: ['node'] };
const IN_BROWSER = {
  ...STRICT,
  module: 'esnext',
  moduleResolution: 'bundler',
  lib: ['es2024', 'dom', 'dom.iterable'],
  types: [],
};

/**
 * Compiles the tour, and the samples of the SDK's README, as a caller's strict project would; the tour to `out/tour.js`. The samples are
 * compiled for browsers too, without Node's types.
 */
export async function compileIn(folder: string, compiler: string): Promise<void> {
  for (const name of ['@types/node', 'undici-types']) linkInto(folder, name);
  const samples = writeSamples(folder);
  const isOfBrowsers = (file: string): boolean => !readFileSync(join(folder, file), 'utf8').includes("from 'node:");
  await compile({
    folder,
    compiler,
    options: { ...ON_NODE, outDir: 'out', rootDir: '.' },
    files: ['tour.ts', ...samples],
  });
  await compile({ folder, compiler, options: { ...IN_BROWSER, noEmit: true }, files: samples.filter(isOfBrowsers) });
}

interface Compilation {
  readonly folder: string;
  readonly compiler: string;
  readonly options: object;
  readonly files: readonly string[];
}

async function compile({ folder, compiler, options, files }: Compilation): Promise<void> {
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files }));
  try {
    await run(process.execPath, [compiler, '-p', folder]);
  } catch (error) {
    throw new Error(String((error as { stdout?: string }).stdout ?? error), { cause: error });
  }
}

/** What callers install beside the SDK is here already. */
function linkInto(folder: string, name: string): void {
  const place = join(folder, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  if (globSync(place).length === 0) symlinkSync(resolve('node_modules', name), place);
}

/** Each TypeScript block of the README as a module of its own; what the first ones made is there in the others. */
function writeSamples(folder: string): string[] {
  const blocks = [...readFileSync(README, 'utf8').matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => code);
  return blocks.map((code, n) => {
    const file = `sample-${n + 1}.ts`;
    writeFileSync(join(folder, file), `${missingFrom(code)}${code}`);
    return file;
  });
}

const GIVEN: Readonly<Record<string, string>> = {
  client: `declare const client: import('@nt24/sdk').Client;`,
  ids: 'declare const ids: { readonly sellerId: string; readonly buyerId: string };',
  invitationUuid: 'declare const invitationUuid: string;',
  store: `declare function store(event: import('@nt24/sdk/webhooks').WebhookEvent): Promise<void>;`,
};

function missingFrom(code: string): string {
  const isMissing = (name: string): boolean =>
    new RegExp(`\\b${name}\\b`).test(code) && !new RegExp(`(const|function) (\\{[^}]*)?\\b${name}\\b`).test(code);
  const lines = Object.entries(GIVEN).filter(([name]) => isMissing(name));
  return [...lines.map(([, line]) => line), 'export {};', ''].join('\n');
}

/** The compilers that this repository has, by version: the oldest that callers may have, and the newest. */
export function compilers(): readonly { readonly version: string; readonly path: string }[] {
  return ['packages/sdk/package.json', 'package.json'].map((from) => {
    const require = createRequire(resolve(from));
    const manifest = require.resolve('typescript/package.json');
    const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
    return { version, path: join(dirname(manifest), 'bin', 'tsc') };
  });
}
