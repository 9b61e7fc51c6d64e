import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { DiskRoom } from '../../platform/disk-room.ts';
import { ProblemError } from '../../platform/problems/problems.ts';
import { createContentJudge } from './content-judge.ts';
import { FileEmpty, FileError, FileTooLarge, FileUnreadable, FileUnsafe } from './file-errors.ts';
import { nameByContent, parseFileName } from './file-name.ts';
import { createFileSet, type FileSet, type FileSetSettings, type WrittenFile } from './file-set.ts';
import type { MediaType } from './media-type.ts';
import { createJudgePool } from './judging/judge-pool.ts';
import type { Acceptance, Findings, Preview } from './judging/judgement.ts';
import type { Sender } from './judging/sender.ts';
import { openSealed } from './open-file.ts';
import type { Scanner } from './scanner.ts';
import { cutIntoRecords, type FileRecord, RECORD_BYTES } from './sealed-records.ts';

/** A file that was made from the one received, stored beside it and removed with it. */
export interface DerivedFile {
  readonly storageKey: string;
  readonly byteSize: number;
}

export interface StoredFile {
  /** 32 hexadecimal digits, random: says nothing about the file. */
  readonly storageKey: string;
  /** Made safe for showing: base name only, no control characters, at most 200 code points, and the ending of its type. */
  readonly fileName: string;
  readonly mediaType: MediaType;
  readonly byteSize: number;
  /** Of the file as received, 32 bytes. */
  readonly sha256: Buffer;
  /** UNSCANNED: no virus scanner is configured. */
  readonly scan: 'CLEAN' | 'UNSCANNED';
  /** What the file as received holds beside pages or a picture. */
  readonly findings: Findings;
  /** What reviewers get instead: pages or a picture, and nothing else. */
  readonly review: DerivedFile & { readonly mediaType: MediaType };
  /** WebP of at most 320 by 452 pixels. Left out where nothing can be shown. */
  readonly preview?: DerivedFile & Omit<Preview, 'bytes'>;
}

/** Who sends a file, or asks for what was sent to become one. */
export interface Asker {
  /** Whose turn and limits it is in the judging. */
  readonly sender: Sender;
  /** Aborted when he is gone: his file is judged no more where it still waits for that. */
  readonly signal: AbortSignal;
}

export interface ReceiveOptions extends Partial<Asker> {
  /** As the sender claims it; may be hostile. */
  readonly fileName: string;
  readonly maxBytes: number;
  /** It was let in when it began to come, and lies here already: it may use the room that is kept free. */
  readonly isBegun?: true;
}

export interface ReceiveSettings extends FileSetSettings {
  readonly room?: DiskRoom | undefined;
  readonly scanner?: Scanner | undefined;
  /**
   * Told of each verdict: `accepted`, or the code of the error; never of names or contents. `seconds`: from the last byte to the
   * verdict, where scanner or decoders were asked.
   */
  readonly report?: ((verdict: string, seconds?: number) => void) | undefined;
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

interface Arrival extends WrittenFile {
  readonly mediaType: MediaType;
  readonly sha256: Buffer;
}

/** Judges start, structure and end, and hashes, while the records go to the disk. */
async function writeArrival(set: FileSet, records: AsyncIterable<FileRecord>, extension: string): Promise<Arrival> {
  const judge = createContentJudge(extension);
  const hash = createHash('sha256');
  async function* judged(): AsyncGenerator<FileRecord> {
    for await (const record of records) {
      await judge.push(record.plain);
      hash.update(record.plain);
      yield record;
    }
  }
  const written = await set.write(judged());
  return { ...written, mediaType: judge.finish(), sha256: hash.digest() };
}

async function scan(scanner: Scanner | undefined, { open, fileKey }: Arrival): Promise<StoredFile['scan']> {
  if (!scanner) return 'UNSCANNED';
  await scanner.requireClean(await openSealed(await open(), () => fileKey));
  return 'CLEAN';
}

/** One for the process, however many stores it has: the memory of as many decoders at a time as it has judges. */
const judgePool = createJudgePool();

async function judge(arrival: Arrival, { sender, signal }: ReceiveOptions): Promise<Acceptance> {
  const { open, fileKey, byteSize, mediaType } = arrival;
  const judgement = await judgePool.judge({ open, fileKey, byteSize, mediaType, sender, signal });
  if (!('refusal' in judgement)) return judgement;
  const { refusal } = judgement;
  throw refusal === 'unreadable' ? new FileUnreadable() : new FileUnsafe(refusal);
}

/** Whatever goes wrong, the source is destroyed and nothing of the file stays behind. */
export async function receiveFile(
  settings: ReceiveSettings,
  source: Readable,
  options: ReceiveOptions,
): Promise<StoredFile> {
  // A source may fail before anything reads from it; the reading then meets the same error.
  source.on('error', () => undefined);
  const name = parseFileName(options.fileName);
  const set = createFileSet(settings);
  let arrivedAt: number | undefined;
  const report = (verdict: string): void => {
    settings.report?.(verdict, arrivedAt === undefined ? undefined : (performance.now() - arrivedAt) / 1000);
  };
  try {
    if (!options.isBegun) await settings.room?.require(0);
    const arrival = await writeArrival(set, readRecords(source, options.maxBytes), name.extension);
    arrivedAt = performance.now();
    // The scanner first: what it found is what is told, and no decoder of ours meets it.
    const scanned = await scan(settings.scanner, arrival);
    const { findings, review, preview } = await judge(arrival, options);
    const { storageKey, mediaType, byteSize, sha256 } = arrival;
    const stored: StoredFile = {
      storageKey,
      fileName: nameByContent(name, mediaType),
      mediaType,
      byteSize,
      sha256,
      scan: scanned,
      findings,
      review: { ...(await derive(set, review.records)), mediaType: review.mediaType },
      ...(preview && {
        preview: {
          ...(await derive(set, cutIntoRecords(preview.bytes))),
          width: preview.width,
          height: preview.height,
          looksEmpty: preview.looksEmpty,
        },
      }),
    };
    await set.publish();
    report('accepted');
    return stored;
  } catch (error) {
    source.destroy();
    await set.discard();
    if (error instanceof FileError) report(error.code);
    else if (error instanceof ProblemError) report(error.slug);
    throw error;
  }
}

async function derive(set: FileSet, records: readonly Uint8Array[]): Promise<DerivedFile> {
  const { storageKey, byteSize } = await set.write(recordsOf(records));
  return { storageKey, byteSize };
}

async function* recordsOf(records: readonly Uint8Array[]): AsyncGenerator<FileRecord> {
  for (const [index, { buffer, byteOffset, byteLength }] of records.entries()) {
    yield { plain: Buffer.from(buffer, byteOffset, byteLength), last: index === records.length - 1 };
  }
}
