import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LICENSE = fileURLToPath(new URL('../LICENSE', import.meta.url));

/** What the packages of this repository that are published say alike. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly type: string;
  readonly engines: Readonly<Record<string, string>>;
}

/** Puts README, LICENSE and a package.json into a built package: what all say alike, and what it says of itself. */
export function completePackage<Own extends Manifest>(
  { folder, dist }: { readonly folder: string; readonly dist: string },
  ofItsOwn: (manifest: Own) => object,
): void {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Own;
  const { name, version, description, license, type, engines } = manifest;
  const published = { name, version, description, license, type, engines, ...ofItsOwn(manifest) };
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`);
  copyFileSync(join(folder, 'README.md'), join(dist, 'README.md'));
  copyFileSync(LICENSE, join(dist, 'LICENSE'));
}
