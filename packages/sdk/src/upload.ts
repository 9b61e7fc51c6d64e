import { type FileReading, readingOf } from './file-reading.ts';
import type { UploadProgress } from './options.ts';
import { tell } from './tell.ts';

/** A file that can be read from its beginning as often as a try needs it. `Blob` and `File` are such; `fileFrom` of `@nt24/sdk/node` makes one of a path. */
export interface FileSource {
  readonly name?: string | undefined;
  /** In bytes. */
  readonly size?: number | undefined;
  stream(): ReadableStream<Uint8Array>;
}

/** A stream is read once: a try that has read of it is not repeated. */
export type FileToUpload = Blob | Uint8Array | ReadableStream<Uint8Array> | FileSource;

/** The body of a request, made anew for each try. */
export interface RepeatableBody {
  readonly contentType: string | undefined;
  /** Whether one more try can send all of it. */
  isWhole(): boolean;
  open(): string | Blob | ReadableStream<Uint8Array> | undefined;
  /** What the caller's own file has failed with in this try. */
  failure(): { readonly error: unknown } | undefined;
  /** Lets go of what `open` has opened, and can be opened anew. */
  endTry(): void;
  /** When no try will follow. */
  close(isDone: boolean): void;
}

export const NO_BODY: RepeatableBody = {
  contentType: undefined,
  isWhole: () => true,
  open: () => undefined,
  failure: () => undefined,
  endTry: () => undefined,
  close: () => undefined,
};

interface Form {
  /** In this order, before the file. */
  readonly fields: Readonly<Record<string, string>>;
  readonly file: FileToUpload;
  readonly fileName: string | undefined;
  readonly onProgress: ((progress: UploadProgress) => void) | undefined;
}

/** Browsers send streams over HTTP/2 only, or not at all. */
const SENDS_STREAMS = !('document' in globalThis || 'WorkerGlobalScope' in globalThis) || 'Deno' in globalThis;

/** multipart/form-data (RFC 7578) with one file, its last field. Of a path or a stream no more is in memory than a piece. */
export function formBody({ fields, file, fileName, onProgress }: Form): RepeatableBody {
  const boundary = `nt24-${crypto.randomUUID()}`;
  const name = fileName ?? ('name' in file ? file.name : undefined) ?? 'file';
  const head = [...Object.entries(fields).map((field) => fieldPart(boundary, field)), fileHead(boundary, name)].join(
    '',
  );
  const tail = `\r\n--${boundary}--\r\n`;
  const contentType = `multipart/form-data; boundary=${boundary}`;
  const blob = file instanceof Blob ? file : file instanceof Uint8Array ? new Blob([bytesOf(file)]) : undefined;
  const told = (sentBytes: number): void => tell(onProgress, { sentBytes, totalBytes: sizeOf(file) });
  if (blob && (!onProgress || !SENDS_STREAMS)) {
    const open = (): Blob => {
      told(0);
      return new Blob([head, blob, tail]);
    };
    return { ...NO_BODY, contentType, open, close: (isDone) => isDone && told(blob.size) };
  }
  const source = blob ?? file;
  const once = source instanceof ReadableStream ? source.getReader() : undefined;
  let reading: FileReading | undefined;
  return {
    contentType,
    isWhole: () => !once || !reading?.isBegun(),
    open() {
      reading = readingOf(() => once ?? (source as FileSource).stream().getReader());
      return streamOf(framed(reading.pieces(), { head, tail, told }));
    },
    failure: () => reading?.failure(),
    // A stream of which nothing was read may be sent by the next try.
    endTry: () => (once && !reading?.isBegun() ? undefined : reading?.end()),
    close() {
      reading?.end();
      void once?.cancel().catch(() => undefined);
    },
  };
}

interface Frame {
  readonly head: string;
  readonly tail: string;
  readonly told: (sentBytes: number) => void;
}

async function* framed(file: AsyncIterable<Uint8Array>, { head, tail, told }: Frame): AsyncGenerator<Uint8Array> {
  const text = new TextEncoder();
  let sentBytes = 0;
  told(sentBytes);
  yield text.encode(head);
  for await (const piece of file) {
    yield piece;
    sentBytes += piece.length;
    told(sentBytes);
  }
  yield text.encode(tail);
}

/** Reads no more ahead than it is asked for. */
function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await pieces.next();
        if (next.done) controller.close();
        else controller.enqueue(next.value);
      },
      async cancel() {
        await pieces.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

function fieldPart(boundary: string, [name, value]: readonly [string, string]): string {
  return `--${boundary}\r\nContent-Disposition: form-data; name="${escaped(name)}"\r\n\r\n${value}\r\n`;
}

function fileHead(boundary: string, fileName: string): string {
  const disposition = `form-data; name="file"; filename="${escaped(fileName)}"`;
  return `--${boundary}\r\nContent-Disposition: ${disposition}\r\nContent-Type: application/octet-stream\r\n\r\n`;
}

/** As browsers write names, so that none can end its line or its quotes (HTML, 4.10.22.8). */
function escaped(name: string): string {
  return name.replace(/["\r\n]/g, encodeURIComponent);
}

function sizeOf(file: FileToUpload): number | undefined {
  if (file instanceof Uint8Array) return file.length;
  return 'size' in file ? file.size : undefined;
}

/** Of no shared memory, as a Blob wants it. */
function bytesOf(file: Uint8Array): Uint8Array<ArrayBuffer> {
  return file.buffer instanceof ArrayBuffer ? (file as Uint8Array<ArrayBuffer>) : new Uint8Array(file);
}
