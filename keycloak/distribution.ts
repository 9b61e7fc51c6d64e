import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { missingProgram, succeeds } from '../clients/tools.ts';

const VERSION = '26.7.3';
const ARTIFACT = `org.keycloak:keycloak-quarkus-dist:${VERSION}:tar.gz`;
const LEAST_JAVA = 17;
/** Built into the distribution, so that each start is one of seconds: the database of a trial, and two secrets side by side, still a preview. */
const BUILD = ['build', '--db=dev-file', '--features=client-secret-rotation'];

/** Of this user, so that it outlives checkouts. */
const CACHE = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'nt24');

export type Distribution = { readonly folder: string } | { readonly missing: string };

/** Keycloak, unpacked and built, from the cache; fetched by Maven where it is not there yet. */
export async function getDistribution(): Promise<Distribution> {
  const missing = missingProgram([
    ['tar', '--version'],
    ['java', '-version'],
  ]);
  if (missing !== undefined) return { missing };
  if (!(javaVersion() >= LEAST_JAVA)) return { missing: `Java ${LEAST_JAVA} or newer` };
  const folder = join(CACHE, `keycloak-${VERSION}`);
  if (existsSync(folder)) return { folder };
  const noMaven = missingProgram([['mvn', '--version']]);
  if (noMaven !== undefined) return { missing: noMaven };
  return (await fetchInto(folder)) ? { folder } : { missing: `registry that gives ${ARTIFACT}` };
}

function javaVersion(): number {
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  return Number(/version "(\d+)/.exec(stderr)?.[1]);
}

/** Made beside its place and moved there when it is whole: another run may do the same at this moment. */
async function fetchInto(folder: string): Promise<boolean> {
  const making = `${folder}.${process.pid}`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(making, { recursive: true });
  const archive = join(making, `keycloak-quarkus-dist-${VERSION}.tar.gz`);
  const whole = join(making, `keycloak-${VERSION}`);
  try {
    const copy = ['-q', '-B', 'dependency:copy', `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${making}`];
    // By its own word: what it says of a registry that cannot be reached helps nobody here.
    if (spawnSync('mvn', copy, { stdio: 'ignore' }).status !== 0) return false;
    if (!(await succeeds('tar', ['-xzf', archive, '-C', making]))) throw new Error(`${archive} cannot be unpacked`);
    if (!(await succeeds(join(whole, 'bin', 'kc.sh'), BUILD))) throw new Error('Keycloak cannot be built');
    if (!existsSync(folder)) renameSync(whole, folder);
    return true;
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
}
