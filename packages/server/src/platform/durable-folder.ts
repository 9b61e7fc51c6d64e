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
  const firstMade = await mkdir(path, { recursive: true, mode: PRIVATE_DIRECTORY });
  if (firstMade === undefined && kept.has(path)) return;
  const known = resolve(base);
  const above = firstMade === undefined ? known : dirname(resolve(firstMade));
  const top = above.length < known.length ? above : known;
  for (let at = path; at !== top; at = dirname(at)) await syncFolder(dirname(at));
  kept.add(path);
}
