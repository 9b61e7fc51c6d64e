import { PassThrough, Readable } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { Server } from '@tus/server';
import type { DataStore, Locker } from '@tus/utils';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { isUuid, newId } from '../../../platform/ids.ts';
import { MAX_FILE_BYTES } from '../../kyc/documents/index.ts';
import { uploadMethodOf } from './upload-method.ts';

/** How long a request that holds the lock may go on when another one asks for it: time to write down what came. */
const LOCK_DRAIN_MS = 300;

export interface TusAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface TusDeps {
  /** Where the address of an upload starts; answers hold it without a host. */
  readonly path: string;
  readonly store: DataStore;
  readonly locker: Locker;
  /** Hears of failures that are the server's own. */
  readonly onFailure: (error: unknown) => void;
}

type TusFailure = ProblemError | Error | { readonly status_code: number; readonly body: string };

/**
 * One request of the tus protocol 1.0 (creation, termination, expiration). The body of a failure is a word such as
 * `too-many-files`, for the caller to put into the reader's language.
 */
export async function answerTus(raw: IncomingMessage, deps: TusDeps): Promise<TusAnswer> {
  let retryAfterSeconds: number | undefined;
  const server = new Server({
    path: deps.path,
    datastore: deps.store,
    locker: deps.locker,
    lockDrainTimeout: LOCK_DRAIN_MS,
    relativeLocation: true,
    maxSize: MAX_FILE_BYTES,
    allowedOrigins: () => false,
    namingFunction: newId,
    getFileIdFromRequest: (_request, id) => (id !== undefined && isUuid(id) ? id.toLowerCase() : undefined),
    onResponseError: (_request, error: TusFailure) => {
      // The library's answers to failures have no place for a header.
      if (error instanceof ProblemError) ({ retryAfterSeconds } = error.extras);
      return failureOf(error, deps);
    },
  });
  const body = bodyOf(raw);
  try {
    const response = await server.handleWeb(requestOf(raw, body));
    const retry = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
    return { status: response.status, headers: { ...headersOf(response), ...retry }, body: await response.text() };
  } finally {
    // Without this the rest of a refused body would block the connection.
    raw.unpipe(body);
    raw.resume();
    body.destroy();
  }
}

/** The bytes as they come; fails when the connection breaks before the last one. */
function bodyOf(raw: IncomingMessage): PassThrough {
  const body = new PassThrough();
  body.on('error', () => undefined);
  raw.once('close', () => void (raw.complete || body.destroy(new Error('the connection broke off'))));
  return raw.pipe(body);
}

/** The host is nobody's: no answer may depend on it. */
function requestOf(raw: IncomingMessage, body: Readable): Request {
  const method = uploadMethodOf(raw);
  const headers = new Headers();
  for (const [name, value] of Object.entries(raw.headers)) headers.set(name, String(value));
  const url = new URL(raw.url ?? '/', 'http://uploads.invalid');
  if (method !== 'PATCH' && method !== 'POST') return new Request(url, { method, headers });
  return new Request(url, { method, headers, body: Readable.toWeb(body) as ReadableStream, duplex: 'half' });
}

/** The page is for its own origin: whatever speaks to others is left out. */
function headersOf(response: Response): Record<string, string> {
  const headers = [...response.headers].filter(([name]) => !name.startsWith('access-control-'));
  return Object.fromEntries(headers.filter(([name]) => name !== 'content-length' && name !== 'content-type'));
}

function failureOf(error: TusFailure, { onFailure }: TusDeps): { status_code: number; body: string } {
  if (error instanceof ProblemError) {
    onFailure(error.cause ?? error);
    return { status_code: error.status, body: error.slug };
  }
  const { status_code: status, body } = { status_code: 500, body: '', ...error };
  if (status === 413) return { status_code: status, body: 'file-too-large' };
  if (status >= 500) onFailure(error);
  return { status_code: status, body: status >= 500 ? 'failed' : body.trim() };
}
