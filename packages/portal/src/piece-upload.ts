import { type DetailedError, Upload } from 'tus-js-client';
import { fingerprintOf } from './fingerprint.ts';
import { failureOf, isCutOffPiece, isPassing, isTooLargeOnTheWay, type PieceFailure } from './piece-failure.ts';
import { FileUnreadable, pieceReader } from './read-file.ts';
import { storageOfPage } from './unfinished-uploads.ts';
import { halvePieces, type UploadWay } from './upload-way.ts';
import { createWayRequests } from './way-requests.ts';

const RETRY_DELAYS_MS = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 30_000, 60_000, 60_000];
/** A line that is there and moves nothing is taken up anew. */
const STALLED_MS = 30_000;
const WATCH_MS = 5_000;
/** Pieces in a row that broke off. There are firewalls that hang up without a word. */
const STUMBLES = 3;

export type PieceEvent =
  | { readonly kind: 'sending'; readonly sent: number }
  /** It goes on by itself. */
  | { readonly kind: 'offline' }
  /** One more piece. */
  | { readonly kind: 'arrived' }
  /** All of them. */
  | { readonly kind: 'complete' }
  | PieceFailure;

/** The pieces of one file, on their way to the server. */
export interface PieceUpload {
  /** Starts, or goes on where it broke off. */
  start(): void;
  /** Takes the line up anew, where pieces are on their way. */
  restart(): void;
  /** Ends it; the bytes that came are deleted. */
  drop(): Promise<void>;
  /** Of the upload on the server, once there is one. */
  url(): string | undefined;
}

export interface PieceUploadOptions {
  readonly file: File;
  /** The document that the file is. */
  readonly type: string;
  readonly endpoint: string;
  readonly way: UploadWay;
  /** Another upload of this page is at it. */
  readonly isTaken: (id: string) => boolean;
}

export function createPieceUpload(options: PieceUploadOptions, tell: (event: PieceEvent) => void): PieceUpload {
  const { file, type, endpoint, way, isTaken } = options;
  let upload: Upload | undefined;
  let isDropped = false;
  let stumbles = 0;
  let movedAt = 0;
  let watch: ReturnType<typeof setInterval> | undefined;

  function moved(): void {
    movedAt = performance.now();
  }

  function end(event: PieceEvent): void {
    clearInterval(watch);
    watch = undefined;
    tell(event);
  }

  async function prepare(): Promise<Upload> {
    const fingerprint = await fingerprintOf(file);
    const made = new Upload(file, {
      endpoint,
      retryDelays: RETRY_DELAYS_MS,
      metadata: { filename: file.name, type, fingerprint },
      fingerprint: async () => fingerprint,
      urlStorage: storageOfPage({ endpoint, type, isTaken }),
      fileReader: pieceReader,
      httpStack: createWayRequests(way),
      storeFingerprintForResuming: false,
      onShouldRetry: (error) => mayRetry(error, made),
      onProgress: (sent) => {
        moved();
        tell({ kind: 'sending', sent });
      },
      onChunkComplete: () => {
        stumbles = 0;
        tell({ kind: 'arrived' });
      },
      onSuccess: () => end({ kind: 'complete' }),
      onError: (error) => end(failureOf(error as DetailedError)),
    });
    const [previous] = await made.findPreviousUploads();
    if (previous) made.resumeFromPreviousUpload(previous);
    return made;
  }

  function mayRetry(error: DetailedError, { options: sent }: Upload): boolean {
    if (isTooLargeOnTheWay(error)) {
      const isSmaller = halvePieces(way, sent.chunkSize ?? 0);
      sent.chunkSize = way.pieceBytes;
      return isSmaller;
    }
    if (isCutOffPiece(error)) stumbles += 1;
    if (stumbles >= STUMBLES) way.usesPost = true;
    if (isPassing(error)) tell({ kind: 'offline' });
    return isPassing(error);
  }

  async function begin(): Promise<void> {
    upload ??= await prepare();
    upload.options.chunkSize = way.pieceBytes;
    if (!isDropped) upload.start();
  }

  async function restart(): Promise<void> {
    moved();
    await upload?.abort();
    if (!isDropped) upload?.start();
  }

  return {
    start() {
      moved();
      watch = setInterval(() => void (performance.now() - movedAt > STALLED_MS && restart()), WATCH_MS);
      begin().catch((error: unknown) => end({ kind: error instanceof FileUnreadable ? 'unreadable' : 'failed' }));
    },
    restart: () => void (watch !== undefined && restart()),
    async drop() {
      isDropped = true;
      clearInterval(watch);
      // Where no DELETE passes, as the button without script does.
      const remove = (): Promise<unknown> => fetch(`${upload?.url}/remove`, { method: 'POST' });
      await upload?.abort(true).catch(() => remove().catch(() => undefined));
    },
    url: () => upload?.url ?? undefined,
  };
}
