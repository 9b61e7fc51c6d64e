import { setTimeout as sleep } from 'node:timers/promises';

/** What becomes of one request: it goes its way; its answer is lost on the way back; it is never sent; it is answered by this. */
export type Mood = 'pass' | 'lose answer' | 'refuse' | 'hang' | (() => Response);

export interface Seen {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface MoodyFetch {
  readonly fetch: typeof globalThis.fetch;
  /** Of calls to the API, oldest first; then all pass. */
  moods: Mood[];
  /** Requests for tokens are told apart by their body. */
  readonly seen: Seen[];
  readonly tokensAsked: number;
}

/** The runtime's own fetch over a line with moods. */
export function moodyFetch(moods: Mood[] = []): MoodyFetch {
  const line = { moods, seen: [] as Seen[], tokensAsked: 0 };
  const fetch: typeof globalThis.fetch = async (input, init = {}) => {
    if (init.body instanceof URLSearchParams) {
      line.tokensAsked += 1;
      return globalThis.fetch(input, init);
    }
    const headers = new Headers(init.headers);
    line.seen.push({ url: String(input), method: init.method ?? 'GET', headers, body: init.body });
    const mood = line.moods.shift() ?? 'pass';
    if (typeof mood === 'function') return mood();
    if (mood === 'refuse') throw new TypeError('fetch failed');
    if (mood === 'hang') await sleep(60_000, undefined, { ref: false, ...(init.signal && { signal: init.signal }) });
    const answer = await globalThis.fetch(input, init);
    if (mood === 'pass') return answer;
    await answer.arrayBuffer();
    throw new TypeError('fetch failed');
  };
  return Object.assign(line, { fetch });
}

export function problemAnswer(
  status: number,
  slug: string,
  headers: Readonly<Record<string, string>> = {},
): () => Response {
  const problem = {
    type: `https://api.novatrade24.com/problems/${slug}`,
    title: slug,
    status,
    detail: 'By the line.',
    instance: '/v1',
    traceId: '00000000-0000-4000-8000-000000000000',
  };
  const type = { 'content-type': 'application/problem+json; charset=utf-8' };
  return () => new Response(JSON.stringify(problem), { status, headers: { ...type, ...headers } });
}
