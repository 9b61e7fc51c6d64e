import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after } from 'node:test';
import { createKeyring } from '../../platform/keyring.ts';
import { createDiskDriver, createFileStore, type FileStore } from './index.ts';
import type { ScannerAddress } from './scanner.ts';

/** Gone when the test file ends. */
export const directory = await mkdtemp(join(tmpdir(), 'nt24-scanner-'));
after(() => rm(directory, { recursive: true, force: true }));

/** A store in a folder of its own, which asks this scanner. */
export function storeWith(scanner: ScannerAddress): { store: FileStore; root: string } {
  const root = join(directory, randomBytes(4).toString('hex'));
  const keyring = createKeyring([{ id: 1, key: Buffer.alloc(32, 3) }]);
  return { store: createFileStore({ storage: createDiskDriver(root), keyring, scanner }), root };
}

export const receive = (store: FileStore, content: Buffer) =>
  store.receive(Readable.from([content]), { fileName: 'a.pdf', maxBytes: 30 * 1024 * 1024 });

export async function filesIn(root: string): Promise<number> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).length;
}
