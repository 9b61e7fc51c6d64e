import { type FinishAnswer, finishUpload } from './finish-upload.ts';
import { createPatience } from './patience.ts';
import { createPieceUpload, type PieceEvent, type PieceUploadOptions } from './piece-upload.ts';
import { sendWhole, type WholeAnswer } from './send-whole.ts';

/** What happens to the file, one after the other. */
export type UploadEvent =
  | { readonly kind: 'sending'; readonly sent: number }
  /** In one request, since the line lets no pieces through. */
  | { readonly kind: 'whole'; readonly sent: number }
  | { readonly kind: 'offline' | 'checking' | 'later' }
  /** By the device. */
  | { readonly kind: 'unreadable' }
  | Exclude<FinishAnswer, { readonly kind: 'incomplete' | 'later' }>;

export interface FileUpload {
  /** Starts, or goes on where it broke off. */
  start(): void;
  /** Takes the line up anew when there is one again, or does not wait any longer; nothing where it is busy or done. */
  nudge(): void;
  /** Ends it; the bytes that came are deleted. */
  cancel(): Promise<void>;
  /** Of the upload on the server, once there is one. */
  id(): string | undefined;
}

export interface FileUploadOptions extends PieceUploadOptions {
  /** Where the form without script sends a file of this document, if it takes one more. */
  readonly formUrl: () => string | undefined;
  readonly onEvent: (event: UploadEvent) => void;
}

/** A file's way into the draft: in pieces and then their end, or as a whole where no pieces pass; later where there is no time now. */
export function createFileUpload(options: FileUploadOptions): FileUpload {
  const { file, type, way, formUrl, onEvent } = options;
  const pieces = createPieceUpload(options, handle);
  const patience = createPatience();
  const cancelled = new AbortController();
  let isWhole = false;
  let pausing: ReturnType<typeof setTimeout> | undefined;

  function tell(event: UploadEvent): void {
    if (!cancelled.signal.aborted) onEvent(event);
  }

  function tryLater(kind: 'later' | 'offline', retryAfterSeconds = 0): void {
    const pauseMs = patience.next(retryAfterSeconds);
    if (pauseMs === undefined) return tell({ kind: 'failed' });
    tell({ kind });
    if (!cancelled.signal.aborted) pausing = setTimeout(start, pauseMs);
  }

  function handle(event: PieceEvent): void {
    if (event.kind === 'arrived') patience.restart();
    else if (event.kind === 'complete') void finish();
    else if (event.kind === 'blocked') void sendInOne();
    else if (event.kind === 'later') tryLater('later', event.retryAfterSeconds);
    else tell(event);
  }

  async function finish(): Promise<void> {
    tell({ kind: 'checking' });
    const answer = await finishUpload(pieces.url() ?? '');
    if (answer.kind === 'incomplete') start();
    else if (answer.kind === 'later') tryLater('later', answer.retryAfterSeconds);
    else if (answer.kind === 'blocked') void sendInOne();
    else tell(answer);
  }

  /** As the form without script does. What came in pieces gives its place to it. */
  async function sendInOne(): Promise<void> {
    const url = formUrl();
    if (url === undefined) return tell({ kind: 'blocked' });
    isWhole = true;
    const onProgress = (sent: number): void => tell({ kind: 'whole', sent });
    onProgress(0);
    const answer = await sendWhole({ file, type, url, onProgress, signal: cancelled.signal }).catch(() => undefined);
    if (answer) endWhole(answer);
    else tell({ kind: 'unreadable' });
  }

  function endWhole(answer: WholeAnswer): void {
    if (answer.kind === 'later') return tryLater('later', answer.retryAfterSeconds);
    if (answer.kind === 'offline') return tryLater('offline');
    if (answer.kind === 'added') way.isWhole = true;
    if (answer.kind === 'refused') void pieces.drop().then(() => tell(answer));
    else tell(answer);
  }

  function start(): void {
    clearTimeout(pausing);
    pausing = undefined;
    if (cancelled.signal.aborted) return;
    if (isWhole || way.isWhole) void sendInOne();
    else pieces.start();
  }

  return {
    start,
    nudge() {
      if (pausing !== undefined) start();
      else pieces.restart();
    },
    async cancel() {
      cancelled.abort();
      clearTimeout(pausing);
      await pieces.drop();
    },
    id: () => pieces.url()?.split('/').at(-1),
  };
}
