import { copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compilers, packSdk, projectWith } from '../scripts/sdk-package.ts';
import type { NpmTools } from './npm-tools.ts';
import type { Stage } from './stage.ts';
import { succeeds } from './tools.ts';

/** As strict as the generator's own code lets its callers be. */
const STRICT = {
  target: 'es2024',
  module: 'nodenext',
  types: ['node'],
  strict: true,
  noUncheckedIndexedAccess: true,
  rewriteRelativeImportExtensions: true,
  outDir: 'out',
  skipLibCheck: true,
};

/** @hey-api/openapi-ts's client compiles strictly, and makes the calls of clients/hey-api/calls.ts. */
export async function callByTypescript({ generator }: NpmTools, stage: Stage): Promise<boolean> {
  const folder = join(stage.folder, 'hey-api');
  mkdirSync(folder);
  const made = ['-i', stage.document, '-o', join(folder, 'generated'), '-c', '@hey-api/client-fetch'];
  if (!(await succeeds(process.execPath, [generator, ...made], { cwd: folder }))) return false;
  copyFileSync('clients/hey-api/calls.ts', join(folder, 'calls.ts'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: STRICT, include: ['**/*.ts'] }));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  for (const { path } of compilers()) if (!(await succeeds(process.execPath, [path, '-p', folder]))) return false;
  return succeeds(process.execPath, ['out/calls.js'], { cwd: folder, env: stage.env, tells: true });
}

/** The SDK as it is packed takes its tour in another runtime; words where there is none. */
export async function takeTour(
  stage: Stage,
  program: string | undefined,
  args: readonly string[],
): Promise<boolean | string> {
  if (program === undefined) return 'there is none for this machine';
  return succeeds(program, [...args, 'tour.ts'], { cwd: await sdkProject(stage), env: stage.env, tells: true });
}

async function sdkProject(stage: Stage): Promise<string> {
  const folder = join(stage.folder, 'sdk');
  return existsSync(folder) ? folder : projectWith(await packSdk(stage.folder), folder);
}
