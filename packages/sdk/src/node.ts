import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { FileSource } from './upload.ts';

/**
 * A file to upload, read piece by piece in each try. Its name is that of the path's last part.
 * @throws what the file system says; TypeError where it is no regular file, as of those nobody knows the end
 */
export async function fileFrom(path: string): Promise<FileSource> {
  const file = await stat(path);
  if (!file.isFile()) throw new TypeError(`${path} is no regular file`);
  return { name: basename(path), size: file.size, stream: () => asWebStream(createReadStream(path)) };
}

/** Node's own type of its web streams is not the global one, but they are the same. */
function asWebStream(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}
