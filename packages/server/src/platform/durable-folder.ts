import { mkdir, open } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

const PRIVATE_DIRECTORY = 0o700;

/** Makes a name created in the folder survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open folders for this; its file systems journal names themselves.
  if (process.platform === 'win32') return;
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Folders whose names this process has brought to the disk. */
const kept = new Set<string>();

/**
 * Makes a folder and all above it, so that they survive a power cut: a file is only as durable as the names on the way to it. From
 * `base` down, what is there already is synced once by each process, as whoever made it may not have come to that.
 */
export async function ensureFolder(folder: string, base: string): Promise<void> {
  const path = resolve(folder);
  const firstMade = await makeFolder(path);
  if (firstMade === undefined && kept.has(path)) return;
  const known = resolve(base);
  const above = firstMade === undefined ? known : dirname(firstMade);
  const top = above.length < known.length ? above : known;
  for (let at = path; at !== top; at = dirname(at)) await syncFolder(dirname(at));
  kept.add(path);
}

/** Returns the highest folder that it made. Node's own recursive mkdir says ENOENT where the file system is read-only. */
async function makeFolder(path: string): Promise<string | undefined> {
  try {
    return await makeOne(path);
  } catch (error) {
    const parent = dirname(path);
    if (codeOf(error) !== 'ENOENT' || parent === path) throw error;
    const above = await makeFolder(parent);
    const made = await makeOne(path);
    return above ?? made;
  }
}

async function makeOne(path: string): Promise<string | undefined> {
  try {
    await mkdir(path, { mode: PRIVATE_DIRECTORY });
    return path;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
