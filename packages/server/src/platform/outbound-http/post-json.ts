export interface JsonPost {
  readonly url: string;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** From the first question for the name to the last byte of the answer. */
  readonly timeoutMs: number;
  /** Of the answer; a longer one has failed. */
  readonly maxBytes: number;
  /** Gives up at once. */
  readonly signal?: AbortSignal;
}

type JsonPostFailure = 'timeout' | 'aborted' | 'connection' | 'too-large';

export type JsonPosted =
  | { readonly kind: 'answered'; readonly status: number; readonly body: Buffer }
  | { readonly kind: 'failed'; readonly failure: JsonPostFailure };

class TooLarge extends Error {}

/**
 * One POST of JSON to a service that the operator chose; what somebody else chose goes by `createPostOnce`. No redirects: one is an answer
 * like any other. Never rejects for what the other side does.
 */
export async function postJson({ url, body, headers, timeoutMs, maxBytes, signal }: JsonPost): Promise<JsonPosted> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'manual',
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
    });
    return { kind: 'answered', status: response.status, body: await readBounded(response, maxBytes) };
  } catch (error) {
    return { kind: 'failed', failure: failureOf(error, { timeout, signal }) };
  }
}

function failureOf(
  error: unknown,
  { timeout, signal }: { timeout: AbortSignal; signal: AbortSignal | undefined },
): JsonPostFailure {
  if (error instanceof TooLarge) return 'too-large';
  if (signal?.aborted === true) return 'aborted';
  return timeout.aborted ? 'timeout' : 'connection';
}

/** Leaving the loop ends the answer, and with it its connection. */
async function readBounded(response: Response, maxBytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let byteCount = 0;
  for await (const part of response.body ?? []) {
    byteCount += part.byteLength;
    if (byteCount > maxBytes) throw new TooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}
