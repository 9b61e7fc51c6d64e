import { isLater, isOurs, isRefusedOnTheWay, retryAfterOf, type ReadHeader } from './our-answers.ts';
import { readBytes } from './read-file.ts';

export type WholeAnswer =
  | { readonly kind: 'added'; readonly html: string }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'later'; readonly retryAfterSeconds: number }
  /** `ended`: the link or the session. `blocked`: something on the way does not let it through. `offline`: no answer. */
  | { readonly kind: 'ended' | 'blocked' | 'offline' };

export interface WholeFile {
  readonly file: File;
  readonly type: string;
  /** Where the form of the page without script sends it. */
  readonly url: string;
  readonly onProgress: (sent: number) => void;
  readonly signal: AbortSignal;
}

/** Sends the file as the form without script does. @throws FileUnreadable */
export async function sendWhole({ file, type, url, onProgress, signal }: WholeFile): Promise<WholeAnswer> {
  const form = new FormData();
  // In this order: the server must know the type when the bytes come.
  form.append('type', type);
  form.append('file', new Blob([await readBytes(file)], { type: file.type }), file.name);
  const request = new XMLHttpRequest();
  request.open('POST', url);
  request.setRequestHeader('Accept', 'text/html');
  request.upload.addEventListener('progress', ({ loaded }) => onProgress(Math.min(loaded, file.size)));
  signal.addEventListener('abort', () => request.abort());
  await new Promise((resolve) => {
    request.addEventListener('loadend', resolve);
    request.send(form);
  });
  return answerOf(request);
}

function answerOf(request: XMLHttpRequest): WholeAnswer {
  const { status, responseText: html } = request;
  const header: ReadHeader = (name) => request.getResponseHeader(name);
  const isTooLarge = status === 413 && !isOurs(header);
  if (isTooLarge || isRefusedOnTheWay(status, header)) return { kind: 'blocked' };
  if (isLater(status)) return { kind: 'later', retryAfterSeconds: retryAfterOf(header) };
  if (status === 0 || !isOurs(header)) return { kind: 'offline' };
  const page = new DOMParser().parseFromString(html, 'text/html');
  const message = page.querySelector('.error-summary li')?.textContent?.trim();
  if (message) return { kind: 'refused', message };
  return status === 200 && page.querySelector('[data-part]') ? { kind: 'added', html } : { kind: 'ended' };
}
