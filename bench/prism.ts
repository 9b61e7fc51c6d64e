import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const PROGRAM = 'bench/node_modules/@stoplight/prism-cli/dist/index.js';

/**
 * Prism's program. It is no part of an install of the server: it comes with `bench/package.json`, the first time that it is
 * wanted, without running a script of any package.
 */
export function installedPrism(): string {
  if (existsSync(PROGRAM)) return PROGRAM;
  console.log('Prism is not here yet: installing bench/package-lock.json');
  const args = ['ci', '--prefix', 'bench', '--ignore-scripts'];
  // npm is a script on Windows, which only a shell starts.
  const { status } = spawnSync('npm', args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0 || !existsSync(PROGRAM)) throw new Error('Prism could not be installed: see what npm said above');
  return PROGRAM;
}
