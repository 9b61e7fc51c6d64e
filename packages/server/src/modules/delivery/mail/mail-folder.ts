import { readdir, rm } from 'node:fs/promises';
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
    if (mailIds.some((id) => name.endsWith(`-${id}.eml`))) await rm(join(folder, name), { force: true });
}

async function listMailFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => name.endsWith('.eml'));
}
