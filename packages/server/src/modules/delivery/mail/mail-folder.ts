import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../../platform/db/database.ts';

/** Where mails become files without a mail server. */
export function mailFolder(dataDir: string): string {
  return join(dataDir, 'mail');
}

/** The files of these mails; what is not there is no error. */
export async function removeMailFiles(dataDir: string, mailIds: readonly string[]): Promise<void> {
  const folder = mailFolder(dataDir);
  for (const name of await listMailFiles(folder))
    if (mailIds.some((id) => name.includes(`-${id}.eml`))) await rm(join(folder, name), { force: true });
}

/** Removes mails that were written before then. Two at once are safe. */
export async function sweepMailFolder(dataDir: string, writtenBefore: Date): Promise<void> {
  const folder = mailFolder(dataDir);
  for (const name of await listMailFiles(folder)) {
    const path = join(folder, name);
    const { mtimeMs = Infinity } = (await stat(path).catch(() => undefined)) ?? {};
    if (mtimeMs < writtenBefore.getTime()) await rm(path, { force: true });
  }
}

/** Those too that a crash left under a name for the moment. */
async function listMailFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => name.includes('.eml'));
}
