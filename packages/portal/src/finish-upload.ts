import { isLater, isOurs, isRefusedOnTheWay, retryAfterOf, type ReadHeader } from './our-answers.ts';

const RETRY_DELAYS_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];

export type FinishAnswer =
  | { readonly kind: 'added'; readonly html: string }
  | { readonly kind: 'refused'; readonly message: string }
  /** Bytes are missing. */
  | { readonly kind: 'incomplete' }
  /** The service has no time for it now, and keeps it. */
  | { readonly kind: 'later'; readonly retryAfterSeconds: number }
  /** `gone`: somebody removed it. `ended`: the link or the session. `blocked`: by something on the way. `failed`: no answer. */
  | { readonly kind: 'gone' | 'ended' | 'blocked' | 'failed' };

/** Makes a whole upload a file. Safe to repeat, and so repeated until there is an answer. */
export async function finishUpload(url: string): Promise<FinishAnswer> {
  for (const delayMs of [0, ...RETRY_DELAYS_MS]) {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    const answer = await ask(url).catch(() => undefined);
    if (answer) return answer;
  }
  return { kind: 'failed' };
}

/** Undefined where it is worth asking again. */
async function ask(url: string): Promise<FinishAnswer | undefined> {
  const response = await fetch(`${url}/finish`, { method: 'POST', headers: { accept: 'application/json' } });
  const header: ReadHeader = (name) => response.headers.get(name);
  if (isRefusedOnTheWay(response.status, header)) return { kind: 'blocked' };
  if (isLater(response.status)) return { kind: 'later', retryAfterSeconds: retryAfterOf(header) };
  if (!isOurs(header)) return undefined;
  if (response.status === 410 || response.status === 403) return { kind: 'ended' };
  const { status, html, message } = (await response.json()) as { status?: string; html?: string; message?: string };
  if (status === 'added' && html !== undefined) return { kind: 'added', html };
  if (status === 'refused' && message !== undefined) return { kind: 'refused', message };
  return response.status === 409 ? { kind: 'incomplete' } : { kind: 'gone' };
}
