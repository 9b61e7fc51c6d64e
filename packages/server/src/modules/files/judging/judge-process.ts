import type { MediaType } from '../content-judge.ts';
import { openRecords } from '../open-file.ts';
import { takeFrom } from '../take-bytes.ts';
import type { Acceptance, Judgement, Preview } from './judgement.ts';
import { TooComplex } from './too-complex.ts';

/* The entrance of a process of its own: everything here reads what a stranger wrote. */

/** The file itself comes sealed over the standard input, one behind the other. */
export interface JudgeOrder {
  readonly sealedBytes: number;
  readonly fileKey: Uint8Array;
  readonly byteSize: number;
  readonly mediaType: MediaType;
}

/** Of a file that was accepted before its preview was made. */
interface LatePreview {
  readonly preview: Preview | undefined;
}

/** Each step is told, so that the clock runs for the work alone. A failure is named and not quoted: its words may be the file's. */
export type Said =
  | 'started'
  | { readonly accepted: Acceptance }
  | { readonly judgement: Judgement }
  | LatePreview
  | { readonly failure: string };

// Parsers of damaged files throw by the thousand; none of these traces is read.
Error.stackTraceLimit = 0;

const take = takeFrom(process.stdin);

process.once('disconnect', () => process.exit());
// Sent to the whole group when the service stops: the parent still waits for the file at work, and then ends this process.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => undefined);
process.on('message', (order) => {
  tell('started');
  // Safe: the parent sends nothing else.
  void judge(order as JudgeOrder).then(tell, (error: unknown) => tell({ failure: nameOf(error) }));
});

function tell(said: Said): void {
  process.send?.(said);
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no error';
  return 'code' in error ? `${error.name} ${String(error.code)}` : error.name;
}

async function judge(order: JudgeOrder): Promise<Said> {
  try {
    return await judgeContent(await readContent(order), order.mediaType);
  } catch (error) {
    // The engine throws a RangeError where it gets no memory.
    if (error instanceof TooComplex || error instanceof RangeError) return { judgement: { refusal: 'too-complex' } };
    throw error;
  }
}

/** Each decoder is loaded when its first file comes. */
async function judgeContent(content: Buffer, mediaType: MediaType): Promise<Said> {
  if (mediaType !== 'application/pdf') {
    const { judgeHeic, judgePicture } = await import('./judge-picture.ts');
    return {
      judgement: mediaType === 'image/heic' ? await judgeHeic(content) : await judgePicture(content, mediaType),
    };
  }
  const { judgePdf } = await import('./judge-pdf.ts');
  const judgement = await judgePdf(content);
  if ('refusal' in judgement) return { judgement };
  tell({ accepted: judgement });
  const { renderFirstPage } = await import('./render-first-page.ts');
  return { preview: await renderFirstPage(judgement.review.bytes) };
}

async function readContent({ sealedBytes, fileKey, byteSize }: JudgeOrder): Promise<Buffer> {
  const content = Buffer.alloc(byteSize);
  let filled = 0;
  const nextRecord = await openRecords({ byteSize: sealedBytes, take }, () => Buffer.from(fileKey));
  for (let record = await nextRecord(); record !== null; record = await nextRecord()) {
    filled += record.copy(content, filled);
  }
  if (filled !== byteSize) throw new Error('the stored file is not as long as it was');
  return content;
}
