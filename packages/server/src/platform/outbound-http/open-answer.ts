/** What is asked of a service whose address the operator has set. */
export interface ServiceQuestion {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: object;
  /** Over all of it, to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
}

/** No answer, or not the whole of it. */
export class ServiceFailure extends Error {
  override readonly name = 'ServiceFailure';
  readonly failure: 'timeout' | 'unreachable' | 'too-long';

  constructor(failure: ServiceFailure['failure']) {
    super(`the service gave no answer: ${failure}`);
    this.failure = failure;
  }
}

export interface OpenedAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** As it comes; ends with a ServiceFailure where it breaks off. To be read to its end, or left. */
  readonly body: AsyncGenerator<Uint8Array, void>;
}

/**
 * One POST of JSON, and the begin of its answer. For addresses out of the configuration only: unlike `createPostOnce` it goes wherever
 * they lead. No redirects.
 * @throws ServiceFailure
 */
export async function openAnswer(question: ServiceQuestion): Promise<OpenedAnswer> {
  const { url, headers, body, timeoutMs, maxAnswerBytes } = question;
  const signal = AbortSignal.timeout(timeoutMs);
  const request = {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    redirect: 'error',
    signal,
  } as const;
  const response = await fetch(url, request).catch(() => {
    throw failureOf(signal);
  });
  const retryAfter = response.headers.get('retry-after') ?? undefined;
  return { status: response.status, retryAfter, body: bounded(response, maxAnswerBytes, signal) };
}

async function* bounded(response: Response, maxBytes: number, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.byteLength;
      if (size > maxBytes) throw new ServiceFailure('too-long');
      yield chunk;
    }
  } catch (error) {
    throw error instanceof ServiceFailure ? error : failureOf(signal);
  }
}

function failureOf(signal: AbortSignal): ServiceFailure {
  return new ServiceFailure(signal.aborted ? 'timeout' : 'unreachable');
}
