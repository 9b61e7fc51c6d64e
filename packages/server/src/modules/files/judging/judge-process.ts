import type { MediaType } from '../media-type.ts';
import { openRecords } from '../open-file.ts';
import { cutIntoRecords } from '../sealed-records.ts';
import { takeFrom } from '../take-bytes.ts';
import type { Findings, Preview, Refusal, ReviewCopy, Verdict } from './judgement.ts';
import { TooComplex } from './too-complex.ts';

/* The entrance of a process of its own: everything here reads what a stranger wrote. */

/** The file itself comes sealed over the standard input, one behind the other. */
export interface JudgeOrder {
  readonly sealedBytes: number;
  readonly fileKey: Uint8Array;
  readonly byteSize: number;
  readonly mediaType: MediaType;
}

/** Each step is told, so that the clock runs for the work alone. A failure is named and not quoted: its words may be the file's. */
export type Said =
  | 'started'
  | { readonly refusal: Refusal }
  | { readonly record: Uint8Array }
  /** Its copy has been told. The preview comes last: a file counts as accepted without one. */
  | { readonly accepted: { readonly findings: Findings; readonly mediaType: MediaType } }
  | { readonly preview: Preview | undefined }
  | { readonly failure: string };

// Parsers of damaged files throw by the thousand; none of these traces is read.
Error.stackTraceLimit = 0;

const take = takeFrom(process.stdin);

process.once('disconnect', () => process.exit());
// Sent to the whole group when the service stops: the parent still waits for the file at work, and then ends this process.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);
process.on('message', (order) => {
  void tell('started');
  // Safe: the parent sends nothing else.
  void judge(order as JudgeOrder).catch((error: unknown) => tell({ failure: nameOf(error) }));
});

/** Resolves when it has left this process. */
function tell(said: Said): Promise<void> {
  return new Promise((resolve) => process.send?.(said, () => resolve()));
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no error';
  return 'code' in error ? `${error.name} ${String(error.code)}` : error.name;
}

async function judge(order: JudgeOrder): Promise<void> {
  const verdict = await verdictOn(order);
  if ('refusal' in verdict) return tell(verdict);
  const { findings, review } = verdict;
  await tellCopy(review);
  await tell({ accepted: { findings, mediaType: review.mediaType } });
  return tell({ preview: verdict.preview ?? (await lastPreview(review)) });
}

async function verdictOn(order: JudgeOrder): Promise<Verdict> {
  try {
    return await judgeContent(await readContent(order), order.mediaType);
  } catch (error) {
    // The engine throws a RangeError where it gets no memory.
    if (error instanceof TooComplex || error instanceof RangeError) return { refusal: 'too-complex' };
    throw error;
  }
}

async function tellCopy({ bytes }: ReviewCopy): Promise<void> {
  for (const record of cutIntoRecords(bytes)) await tell({ record });
}

/** Each decoder is loaded when its first file comes. */
async function judgeContent(content: Buffer<ArrayBuffer>, mediaType: MediaType): Promise<Verdict> {
  if (mediaType === 'application/pdf') return (await import('./judge-pdf.ts')).judgePdf(content);
  const { judgeHeic, judgePicture } = await import('./judge-picture.ts');
  return mediaType === 'image/heic' ? judgeHeic(content) : judgePicture(content, mediaType);
}

/** Of a document: a picture is not accepted before it has been drawn. */
async function lastPreview({ mediaType, bytes }: ReviewCopy): Promise<Preview | undefined> {
  if (mediaType !== 'application/pdf') return undefined;
  const { renderFirstPage } = await import('./render-first-page.ts');
  return renderFirstPage(bytes);
}

async function readContent({ sealedBytes, fileKey, byteSize }: JudgeOrder): Promise<Buffer<ArrayBuffer>> {
  // Never a part of Node's pool.
  const content = Buffer.alloc(byteSize);
  let filled = 0;
  const nextRecord = await openRecords({ byteSize: sealedBytes, take }, () => Buffer.from(fileKey));
  for (let record = await nextRecord(); record !== null; record = await nextRecord()) {
    filled += record.copy(content, filled);
  }
  if (filled !== byteSize) throw new Error('the stored file is not as long as it was');
  return content;
}
