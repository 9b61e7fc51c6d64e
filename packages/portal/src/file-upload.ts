import { type DetailedError, Upload } from 'tus-js-client';
import { fingerprintOf } from './fingerprint.ts';
import { type FinishAnswer, finishUpload } from './finish-upload.ts';
import { storageOfPage } from './unfinished-uploads.ts';

/** Small enough that a piece passes over a slow line within the server's time for a request. */
const PIECE_BYTES = 2 * 1024 * 1024;
const RETRY_DELAYS_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 60_000, 60_000];
/** A line that is there and moves nothing is taken up anew. */
const STALLED_MS = 30_000;
const WATCH_MS = 5_000;
/** Come back later: another request is at the file, or there were too many. */
const PASSING = new Set([408, 409, 423, 425, 429]);

/** What happens to the file, one after the other. */
export type UploadEvent =
  | { readonly kind: 'sending'; readonly sent: number }
  | { readonly kind: 'offline' | 'checking' }
  | Exclude<FinishAnswer, { readonly kind: 'incomplete' }>;

export interface FileUpload {
  /** Starts, or goes on where it broke off. */
  start(): void;
  /** Takes the line up anew when there is one again; nothing where it is busy or done. */
  nudge(): void;
  /** Ends it; the bytes that came are deleted. */
  cancel(): Promise<void>;
  /** Of the upload on the server, once there is one. */
  id(): string | undefined;
}

export interface FileUploadOptions {
  readonly file: File;
  /** The document that the file is. */
  readonly type: string;
  readonly endpoint: string;
  /** Another upload of this page is at it. */
  readonly isTaken: (id: string) => boolean;
  readonly onEvent: (event: UploadEvent) => void;
}

export function createFileUpload({ file, type, endpoint, isTaken, onEvent }: FileUploadOptions): FileUpload {
  let upload: Upload | undefined;
  let isSending = false;
  let isCancelled = false;
  let movedAt = 0;
  let watch: ReturnType<typeof setInterval> | undefined;

  function moved(): void {
    movedAt = performance.now();
  }

  function tell(event: UploadEvent): void {
    if (!isCancelled) onEvent(event);
  }

  function pause(): void {
    isSending = false;
    clearInterval(watch);
  }

  async function prepare(): Promise<Upload> {
    const fingerprint = await fingerprintOf(file);
    const made = new Upload(file, {
      endpoint,
      chunkSize: PIECE_BYTES,
      retryDelays: RETRY_DELAYS_MS,
      metadata: { filename: file.name, type, fingerprint },
      fingerprint: async () => fingerprint,
      urlStorage: storageOfPage({ endpoint, type, isTaken }),
      storeFingerprintForResuming: false,
      onShouldRetry: (error) => mayRetry(error),
      onProgress: (sent) => {
        moved();
        tell({ kind: 'sending', sent });
      },
      onSuccess: () => void finish(),
      onError: (error) => fail(error as DetailedError),
    });
    const [previous] = await made.findPreviousUploads();
    if (previous) made.resumeFromPreviousUpload(previous);
    return made;
  }

  function mayRetry(error: DetailedError): boolean {
    const status = statusOf(error);
    const isPassing = status < 400 || status >= 500 || PASSING.has(status);
    if (isPassing) tell({ kind: 'offline' });
    return isPassing;
  }

  async function finish(): Promise<void> {
    pause();
    tell({ kind: 'checking' });
    const answer = await finishUpload(upload?.url ?? '');
    if (answer.kind === 'incomplete') start();
    else tell(answer);
  }

  function fail(error: DetailedError): void {
    pause();
    const status = statusOf(error);
    const message = messageOf(error);
    if (message !== undefined) tell({ kind: 'refused', message });
    else if (status === 410 || status === 403) tell({ kind: 'ended' });
    else if (status === 404) tell({ kind: 'gone' });
    else tell({ kind: 'failed' });
  }

  async function restart(): Promise<void> {
    moved();
    await upload?.abort();
    if (!isCancelled) upload?.start();
  }

  function start(): void {
    if (isSending || isCancelled) return;
    isSending = true;
    moved();
    watch = setInterval(() => void (performance.now() - movedAt > STALLED_MS && restart()), WATCH_MS);
    const begin = async (): Promise<void> => {
      upload ??= await prepare();
      if (!isCancelled) upload.start();
    };
    begin().catch(() => {
      pause();
      tell({ kind: 'failed' });
    });
  }

  return {
    start,
    nudge: () => void (isSending && restart()),
    async cancel() {
      isCancelled = true;
      pause();
      await upload?.abort(true).catch(() => undefined);
    },
    id: () => upload?.url?.split('/').at(-1),
  };
}

function statusOf(error: DetailedError): number {
  return error.originalResponse?.getStatus() ?? 0;
}

/** The server's words for a refused file. */
function messageOf(error: DetailedError): string | undefined {
  try {
    const body = JSON.parse(error.originalResponse?.getBody() ?? '') as { message?: string };
    return body.message;
  } catch {
    return undefined;
  }
}
