import { createHash } from 'node:crypto';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

export interface ZipEntry {
  /** Inside the archive, with `/`. */
  readonly path: string;
  /** Pictures and PDFs have little to gain. */
  readonly isCompressed: boolean;
  /** Asked for when its turn comes, after all those before it are written. */
  content(): AsyncIterable<Uint8Array | string>;
}

/** What was written, uncompressed. */
export interface ZippedFile {
  readonly path: string;
  readonly byteSize: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

const OWN_FILE = 0o100600;

/**
 * Writes the entries one after the other, with the memory of one chunk; `onWritten` hears of each that is whole. The sink is ended, or
 * destroyed where it fails.
 * @throws what a content throws, or the sink
 */
export async function writeZip(
  entries: Iterable<ZipEntry>,
  sink: Writable,
  { madeAt, onWritten }: { readonly madeAt: Date; readonly onWritten: (file: ZippedFile) => void },
): Promise<void> {
  const zip = new ZipFile();
  const broken = new AbortController();
  let open: Readable | undefined;
  const stop = (error: Error): void => broken.abort(error);
  zip.on('error', stop);
  for (const entry of entries) {
    zip.addReadStreamLazy(entry.path, { compress: entry.isCompressed, mode: OWN_FILE, mtime: madeAt }, (give) => {
      // The library pipes it, and pipes hand no error on.
      open = Readable.from(measured(entry, onWritten), { objectMode: false }).on('error', stop);
      give(null, open);
    });
  }
  zip.end();
  try {
    await pipeline(zip.outputStream, sink, { signal: broken.signal });
  } catch (error) {
    open?.destroy();
    throw broken.signal.aborted ? broken.signal.reason : error;
  }
}

async function* measured({ path, content }: ZipEntry, onWritten: (file: ZippedFile) => void): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let byteSize = 0;
  for await (const chunk of content()) {
    const bytes = Buffer.from(chunk);
    hash.update(bytes);
    byteSize += bytes.length;
    yield bytes;
  }
  onWritten({ path, byteSize, sha256: hash.digest('hex') });
}
