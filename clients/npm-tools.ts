import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { succeeds } from './tools.ts';

const MANIFEST = 'clients/npm/package.json';
/** Stays between runs. */
const CACHE = resolve('node_modules/.cache/clients-npm');

/** Written last: what a kill left half done is done anew. */
const INSTALLED = join(CACHE, 'installed.json');

export interface NpmTools {
  /** @hey-api/openapi-ts, a script. */
  readonly generator: string;
  /** Undefined where it has no build for this machine. */
  readonly bun: string | undefined;
  readonly deno: string | undefined;
}

/** Packages in the versions of clients/npm/package.json, beside the project's own; their scripts are not run. Undefined where no registry gives them. */
export async function installNpmTools(): Promise<NpmTools | undefined> {
  if (!existsSync(INSTALLED) || readFileSync(INSTALLED, 'utf8') !== readFileSync(MANIFEST, 'utf8')) {
    rmSync(CACHE, { recursive: true, force: true });
    mkdirSync(CACHE, { recursive: true });
    copyFileSync(MANIFEST, join(CACHE, 'package.json'));
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel', 'error'];
    if (!(await succeeds('npm', ['install', ...options], { cwd: CACHE }))) {
      rmSync(CACHE, { recursive: true, force: true });
      return undefined;
    }
    copyFileSync(MANIFEST, INSTALLED);
  }
  return {
    generator: join(CACHE, 'node_modules/@hey-api/openapi-ts/bin/run.js'),
    bun: find('@oven/*/bin/bun'),
    deno: find('@deno/*/deno'),
  };
}

/** The programs lie in packages of their platforms, of which the fitting ones are installed. */
function find(pattern: string): string | undefined {
  const [first] = globSync(join(CACHE, 'node_modules', pattern)).toSorted();
  return first;
}
