import { randomUUID } from 'node:crypto';
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** One line for the operator: which folder, and why it cannot be used. */
export class DataFolderError extends Error {}

/**
 * Makes the folder when it is missing. As root it stays passable (0711), not listable, for the account that runs the embedded
 * database; every file with a secret in it is 0600 anyway.
 * @throws DataFolderError when it cannot be made or written
 */
export function prepareDataFolder(folder: string): void {
  try {
    makeFolder(folder, process.getuid?.() === 0 ? 0o711 : 0o700);
    // Really writing also finds read-only mounts, which access(2) lets root pass.
    rmdirSync(mkdtempSync(join(folder, '.probe-')));
  } catch (error) {
    throw new DataFolderError(
      `cannot write to the data folder ${folder} (${reason(error)}); set DATA_DIR to another one`,
    );
  }
}

/** Node's own recursive mkdir never returns where an existing parent answers ENOENT, as /proc does. */
function makeFolder(folder: string, mode: number): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent, mode);
  mkdirSync(folder, { mode });
}

/** Readers see the old content or the new, never a half; mode 0600. */
export function writePrivateFile(path: string, content: string): void {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, content, { mode: 0o600, flush: true });
  renameSync(draft, path);
}

/** Leaves an existing file as it is: of two at once, one wins. Mode 0600. */
export function createPrivateFile(path: string, content: string): void {
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, content, { mode: 0o600, flush: true });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    unlinkSync(draft);
  }
}

function reason(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : error instanceof Error ? error.message : String(error);
}
