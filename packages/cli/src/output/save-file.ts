import { randomUUID } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { link, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { FailedError, UsageError } from '../failure.ts';
import { plainText } from './plain-text.ts';
import { progressLine, transferText } from './progress.ts';

export interface Target {
  /** A file, or `-` for stdout. Default: the name that the answer gives, in this folder. */
  readonly out: string | undefined;
  readonly isOverwriting: boolean;
}

export interface SaveWish extends Target {
  readonly isQuiet: boolean;
  readonly signal: AbortSignal;
}

/**
 * To be asked before the call, which may be long, and may not come again.
 * @throws UsageError where bytes would go to a terminal; FailedError where the file is there
 */
export function refuseTarget({ out, isOverwriting }: Target): void {
  if (out === '-') {
    if (process.stdout.isTTY) throw new UsageError('a file is no text for a terminal: give --out a file, or pipe it');
  } else if (out !== undefined) refuseTaken(out, isOverwriting);
}

/**
 * Writes the body to a file that its owner alone may read, and that is there as a whole or not at all. Its path; undefined for stdout.
 * @throws as refuseTarget
 */
export async function saveFile(response: Response, wish: SaveWish): Promise<string | undefined> {
  refuseTarget(wish);
  if (wish.out === '-') {
    await pipeline(bodyOf(response), process.stdout, { end: false, signal: wish.signal });
    return undefined;
  }
  const path = wish.out ?? givenName(response);
  refuseTaken(path, wish.isOverwriting);
  // Nobody knows its name beforehand, and what lies there all the same, a link too, is left alone.
  const part = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  const file = await open(part, 'wx', 0o600);
  try {
    await pipeline(bodyOf(response), counted(response, wish.isQuiet), file.createWriteStream(), {
      signal: wish.signal,
    });
    await place(part, path, wish.isOverwriting);
  } finally {
    await rm(part, { force: true });
  }
  return path;
}

/** A link takes no place that another program has taken meanwhile. */
async function place(part: string, path: string, isOverwriting: boolean): Promise<void> {
  refuseTaken(path, isOverwriting);
  if (isOverwriting) return rename(part, path);
  try {
    await link(part, path);
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? isThere(path) : error;
  }
}

/** Written over are plain files alone: in place of a link, a folder or a device, something else would be lost. */
function refuseTaken(path: string, isOverwriting: boolean): void {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!isOverwriting) throw isThere(path);
  if (!found.isFile()) throw new FailedError(`${plainText(path)} is no plain file: nothing is written over it`);
}

function isThere(path: string): FailedError {
  return new FailedError(`${plainText(path)} is there already: --force writes over it`);
}

function bodyOf({ body }: Response): Readable {
  return body === null ? Readable.from([]) : Readable.fromWeb(body as ReadableStream<Uint8Array>);
}

function counted({ headers }: Response, isQuiet: boolean): Transform {
  const progress = progressLine(isQuiet);
  const total = Number(headers.get('content-length') ?? 0);
  let done = 0;
  return new Transform({
    transform(piece: Uint8Array, _, next) {
      done += piece.length;
      progress.tell(transferText('download', done, total));
      next(null, piece);
    },
    flush(next) {
      progress.end();
      next();
    },
  });
}

/** Only a name of it: never a way out of this folder, and never a hidden file. */
function givenName({ headers }: Response): string {
  const disposition = headers.get('content-disposition') ?? '';
  const [, coded] = /filename\*=UTF-8''([^;]+)/i.exec(disposition) ?? [];
  const [, plain] = /filename="?([^";]+)"?/i.exec(disposition) ?? [];
  const name = plainText(coded === undefined ? (plain ?? '') : decoded(coded)).replaceAll(/[/\\:*?"<>|]/g, '_');
  return name.replace(/^[.\s]+/, '').trim() || 'download';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
