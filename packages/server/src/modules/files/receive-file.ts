import { createHash, randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Keyring } from '../../platform/keyring.ts';
import { createContentJudge, type MediaType } from './content-judge.ts';
import { FileEmpty, FileTooLarge } from './file-errors.ts';
import { parseFileName, type FileName } from './file-name.ts';
import { createRecordSealer, RECORD_BYTES } from './sealed-records.ts';
import { ensureShard, locate, syncDirectory } from './storage-places.ts';

const PRIVATE_FILE = 0o600;

export interface StoredFile {
  /** 32 hexadecimal digits, random: says nothing about the file. */
  readonly storageKey: string;
  /** Made safe for showing: base name only, no control characters, at most 200 code points. */
  readonly fileName: string;
  readonly mediaType: MediaType;
  readonly byteSize: number;
  /** Of the file as received, 32 bytes. */
  readonly sha256: Buffer;
}

export interface ReceiveOptions {
  /** As the sender claims it; may be hostile. */
  readonly fileName: string;
  readonly maxBytes: number;
}

interface StoreSettings {
  readonly directory: string;
  readonly keyring: Keyring;
}

interface FileRecord {
  /** Valid until the next record is asked for. */
  readonly plain: Buffer;
  readonly last: boolean;
}

/** Cuts the source into full records, however small or large its chunks are. */
async function* readRecords(source: Readable, maxBytes: number): AsyncGenerator<FileRecord> {
  const record = Buffer.allocUnsafe(RECORD_BYTES);
  let filled = 0;
  let received = 0;
  for await (const chunk of source) {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    received += bytes.length;
    if (received > maxBytes) throw new FileTooLarge(maxBytes);
    let at = 0;
    while (at < bytes.length) {
      if (filled === RECORD_BYTES) {
        yield { plain: record, last: false };
        filled = 0;
      }
      const copied = bytes.copy(record, filled, at);
      filled += copied;
      at += copied;
    }
  }
  if (filled === 0) throw new FileEmpty();
  yield { plain: record.subarray(0, filled), last: true };
}

async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  let at = 0;
  while (at < bytes.length) at += (await handle.write(bytes, at)).bytesWritten;
}

/** Judges, hashes, seals and writes record by record; the file is on the disk when it returns, under its temporary name. */
async function writePart(
  records: AsyncIterable<FileRecord>,
  part: { readonly path: string; readonly storageKey: string; readonly fileName: FileName; readonly keyring: Keyring },
): Promise<Pick<StoredFile, 'mediaType' | 'byteSize' | 'sha256'>> {
  const judge = createContentJudge(part.fileName.extension);
  const sealer = createRecordSealer(part.keyring, part.storageKey);
  const hash = createHash('sha256');
  let byteSize = 0;
  const handle = await open(part.path, 'wx', PRIVATE_FILE);
  try {
    await writeAll(handle, sealer.header);
    for await (const { plain, last } of records) {
      await judge.push(plain);
      hash.update(plain);
      byteSize += plain.length;
      await writeAll(handle, sealer.seal(plain, last));
    }
    const mediaType = judge.finish();
    await handle.sync();
    return { mediaType, byteSize, sha256: hash.digest() };
  } finally {
    await handle.close();
  }
}

/** Whatever goes wrong, the source is destroyed and nothing of the file stays behind. */
export async function receiveFile(
  settings: StoreSettings,
  source: Readable,
  options: ReceiveOptions,
): Promise<StoredFile> {
  // A source may fail before anything reads from it; the reading then meets the same error.
  source.on('error', () => undefined);
  const fileName = parseFileName(options.fileName);
  const storageKey = randomBytes(16).toString('hex');
  const place = locate(settings.directory, storageKey);
  try {
    await ensureShard(place.shard);
    const written = await writePart(readRecords(source, options.maxBytes), {
      path: place.part,
      storageKey,
      fileName,
      keyring: settings.keyring,
    });
    await rename(place.part, place.file);
    await syncDirectory(place.shard);
    return { storageKey, fileName: fileName.text, ...written };
  } catch (error) {
    source.destroy();
    await rm(place.part, { force: true });
    await rm(place.file, { force: true });
    throw error;
  }
}
