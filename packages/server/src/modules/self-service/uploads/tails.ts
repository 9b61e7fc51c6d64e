import { open, readFile, rm } from 'node:fs/promises';
import type { Keyring } from '../../../platform/keyring.ts';
import { openFrame, sealFrame } from './frames.ts';

/*
 * What came behind the last full frame of a partial file. There are two tails for each, and the one that is not in use is written
 * anew: what is acknowledged stays on the disk until more of it is. One that does not start where the full frames end is an old one;
 * of two that do the longer one counts.
 */
const NAMES = ['tail0', 'tail1'] as const;
const PRIVATE_FILE = 0o600;

export interface Tail {
  readonly name: (typeof NAMES)[number] | undefined;
  readonly chunk: Buffer;
}

/** The partial file that it is the end of. */
export interface TailPlace {
  readonly id: string;
  readonly path: string;
  /** Where its full frames end. */
  readonly start: number;
}

export interface Tails {
  /** The empty one where there is none; torn and altered ones are none. */
  read(place: TailPlace): Promise<Tail>;
  /** On the disk when it resolves, its name aside. */
  write(place: TailPlace, chunk: Buffer, inUse: Tail): Promise<void>;
}

/** Of the partial file at `path`, whether they are there or not. */
export function tailPaths(path: string): string[] {
  return NAMES.map((name) => `${path}.${name}`);
}

export function createTails(keyring: Keyring): Tails {
  return {
    async read({ id, path, start }) {
      let longest: Tail = { name: undefined, chunk: Buffer.alloc(0) };
      for (const name of NAMES) {
        const bytes = await readFile(`${path}.${name}`).catch((error: unknown) => ifMissing(error, undefined));
        const opened = bytes && openOrNone(keyring, id, bytes);
        if (opened?.start === start && opened.chunk.length > longest.chunk.length)
          longest = { name, chunk: opened.chunk };
      }
      return longest;
    },
    async write({ id, path, start }, chunk, inUse) {
      const free = `${path}.${inUse.name === NAMES[0] ? NAMES[1] : NAMES[0]}`;
      const handle = await open(free, 'w', PRIVATE_FILE);
      try {
        await handle.writeFile(sealFrame(keyring, { id, start }, chunk));
        await handle.sync();
      } catch (error) {
        await rm(free, { force: true }).catch(() => undefined);
        throw error;
      } finally {
        await handle.close();
      }
    },
  };
}

function openOrNone(keyring: Keyring, id: string, bytes: Buffer): ReturnType<typeof openFrame> | undefined {
  try {
    return openFrame(keyring, id, bytes);
  } catch {
    return undefined;
  }
}

export function ifMissing<T>(error: unknown, value: T): T {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return value;
  throw error;
}
