import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventEnvelope } from '@nt24/sdk';
import { plainText } from '../output/plain-text.ts';

export interface ForwardWish {
  readonly forwardTo: string;
  readonly secret: string;
  readonly tries: number;
  readonly signal: AbortSignal;
}

/** Of the last try. */
export interface Outcome {
  readonly status: number | undefined;
  /** Where there was no answer. */
  readonly failure: string | undefined;
  readonly tries: number;
  readonly durationMs: number;
}

const TIMEOUT_MS = 15_000;
const FIRST_PAUSE_MS = 500;

/** Sends the event as a webhook is sent (contract 6), until it is answered by 2xx or the tries are over. */
export async function forward(event: EventEnvelope, wish: ForwardWish): Promise<Outcome> {
  for (let tries = 1; ; tries += 1) {
    const outcome = await tryOnce(event, wish);
    wish.signal.throwIfAborted();
    const isDone = outcome.status !== undefined && outcome.status >= 200 && outcome.status < 300;
    if (isDone || tries >= wish.tries) return { ...outcome, tries };
    await sleep(FIRST_PAUSE_MS * 2 ** (tries - 1), undefined, { signal: wish.signal }).catch(() => undefined);
    wish.signal.throwIfAborted();
  }
}

async function tryOnce(
  event: EventEnvelope,
  { forwardTo, secret, signal }: ForwardWish,
): Promise<Omit<Outcome, 'tries'>> {
  const body = JSON.stringify(event);
  const atSeconds = Math.floor(Date.now() / 1000);
  const startedMs = performance.now();
  const took = (): number => Math.round(performance.now() - startedMs);
  try {
    const response = await fetch(forwardTo, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'user-agent': 'NT24-Webhooks/1',
        'x-novatrade-signature': signature({ secret, body, atSeconds }),
        'x-novatrade-event-id': event.id,
      },
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return { status: response.status, failure: undefined, durationMs: took() };
  } catch (error) {
    return { status: undefined, failure: reasonOf(error), durationMs: took() };
  }
}

interface Signed {
  readonly secret: string;
  readonly body: string;
  readonly atSeconds: number;
}

function signature({ secret, body, atSeconds }: Signed): string {
  return `t=${atSeconds},v1=${createHmac('sha256', secret).update(`${atSeconds}.${body}`).digest('hex')}`;
}

/** What fetch says itself is always "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  if (error.name === 'TimeoutError') return `no answer in ${TIMEOUT_MS / 1000} s`;
  const { cause } = error;
  return plainText(cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : error.message);
}
