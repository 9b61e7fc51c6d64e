import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from '../platform/data-folder.ts';

/** Secrets by client id, as the local identity provider reads them. */
export function localClientFile(dataDir: string): string {
  return join(dataDir, 'local-idp-clients.json');
}

/** Adds or replaces some clients; the provider sees them at its next call. */
export function mergeLocalClients(dataDir: string, secrets: Readonly<Record<string, string>>): void {
  const path = localClientFile(dataDir);
  const known: object = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  writePrivateFile(path, `${JSON.stringify({ ...known, ...secrets }, undefined, 2)}\n`);
}
