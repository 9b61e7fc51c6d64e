import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CredentialsError, UsageError } from '../failure.ts';
import { configFolder } from './config-folder.ts';

/** How one organization's client reaches one service. */
export interface Profile {
  readonly baseUrl: string;
  /** One of both. */
  readonly issuer?: string | undefined;
  readonly tokenUrl?: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Where no `--seller` is given. */
  readonly seller?: string | undefined;
}

export const DEFAULT_PROFILE = 'default';
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Undefined where there is none. @throws CredentialsError where others may read it, or it is broken */
export async function readProfile(name: string): Promise<Profile | undefined> {
  const path = pathOf(name);
  let text: string;
  try {
    await refuseIfOpen(path);
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  const profile = parsed(text);
  if (profile === undefined) throw new CredentialsError(`${path} is no profile: log in anew`);
  return profile;
}

/** Each profile is a file of its own, so that two who log in at once do not undo each other. It is there as a whole or not at all. */
export async function writeProfile(name: string, profile: Profile): Promise<string> {
  const path = pathOf(name);
  const folder = profilesFolder();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // A folder that was there before may be open to others.
  await Promise.all([chmod(configFolder(), 0o700), chmod(folder, 0o700)]);
  const draft = join(folder, `.${randomUUID()}`);
  try {
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(`${JSON.stringify(profile, undefined, 2)}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
  return path;
}

/** Whether there was one. */
export async function removeProfile(name: string): Promise<boolean> {
  try {
    await rm(pathOf(name));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

export async function profileNames(): Promise<string[]> {
  const files = await readdir(profilesFolder()).catch(() => []);
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .filter((name) => NAME.test(name))
    .sort();
}

const profilesFolder = (): string => join(configFolder(), 'profiles');

function pathOf(name: string): string {
  if (!NAME.test(name)) throw new UsageError('a profile is named by letters, digits, dots, hyphens and underscores');
  return join(profilesFolder(), `${name}.json`);
}

/** It holds a secret. Windows keeps the folder for its owner by itself. */
async function refuseIfOpen(path: string): Promise<void> {
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new CredentialsError(`others may read ${path}: chmod 600 it, and think of a new secret`);
  }
}

function parsed(text: string): Profile | undefined {
  try {
    const value = JSON.parse(text) as Partial<Record<keyof Profile, unknown>>;
    const isWhole = [value.baseUrl, value.clientId, value.clientSecret, value.issuer ?? value.tokenUrl].every(
      (one) => typeof one === 'string',
    );
    return isWhole ? (value as Profile) : undefined;
  } catch {
    return undefined;
  }
}
