import { SECRET_PURPOSE } from './create-webhook.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../platform/clock.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { Logger } from '../../../platform/logger.ts';
import type { PostRequest, PostResult } from '../../../platform/outbound-http/post-once.ts';
import { type ClaimedDelivery, claimDeliveries, releaseDeliveries } from './delivery-repository.ts';
import { createOutcomeWriter, type PendingOutcome } from './outcome-writer.ts';
import { nextRetryInMs, retryAfterMs } from './retry-plan.ts';
import { signPayload } from './sign-payload.ts';
import { createRoom } from './room.ts';
import { createWaker } from '../../../platform/waker.ts';

export interface DelivererDeps {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly wallClock: Clock;
  readonly log: Logger;
  readonly postOnce: (request: PostRequest) => Promise<PostResult>;
  /** How late a retry may be; new deliveries are noticed at once. */
  readonly pollIntervalMs: number;
  /** Longer than an attempt takes; a killed process's deliveries go on elsewhere after it. */
  readonly leaseMs: number;
  /** An endpoint that answers within it may be sent more at once. */
  readonly quickMs: number;
}

export interface Deliverer {
  /** There may be something due. */
  wake(): void;
  /** Takes no more, waits up to `graceMs` for the attempts under way, breaks off the rest and gives them back. */
  stop(graceMs: number): Promise<void>;
}

/** Makes the attempts that are due until stopped. Several share the work, in one process or in many. */
export function startDeliverer(deps: DelivererDeps): Deliverer {
  const { db, log } = deps;
  const stopping = new AbortController();
  const graceOver = new AbortController();
  const waker = createWaker();
  const room = createRoom();
  const outcomes = createOutcomeWriter({ ...deps, isLast: () => attempts.size === 0, onOver: free });
  const attempts = new Set<Promise<void>>();
  const unsent: ClaimedDelivery[] = [];
  /** More may be due than there was room for. */
  let isShortOfRoom = false;

  async function takeDue(): Promise<void> {
    isShortOfRoom = true;
    for (let isFull = true; isFull && !stopping.signal.aborted;) {
      const wish = room.wish();
      if (!wish) return;
      const claimed = await claimDeliveries(db, { ...wish, leaseMs: deps.leaseMs });
      for (const delivery of claimed) start(delivery);
      isFull = claimed.length >= wish.limit;
    }
    isShortOfRoom = room.isShort();
  }

  function start(delivery: ClaimedDelivery): void {
    const place = room.take(delivery.endpoint_id);
    const attempt = make();
    attempts.add(attempt);

    async function make(): Promise<void> {
      const outcome = await attemptDelivery(deps, delivery, graceOver.signal);
      attempts.delete(attempt);
      room.answered(delivery.endpoint_id, place);
      end(delivery, outcome);
    }
  }

  function end(delivery: ClaimedDelivery, outcome: PendingOutcome | undefined): void {
    const { endpoint_id: endpointId } = delivery;
    if (!outcome) {
      unsent.push(delivery);
      return free([{ endpointId }]);
    }
    const isQuick = outcome.durationMs <= deps.quickMs;
    room.heard(endpointId, { isGood: outcome.result === 'delivered', isQuick });
    outcomes.add(outcome);
  }

  function free(over: readonly { readonly endpointId: string }[]): void {
    for (const { endpointId } of over) room.free(endpointId);
    if (isShortOfRoom) waker.wake();
  }

  async function keepTaking(): Promise<void> {
    while (!stopping.signal.aborted) {
      await takeDue().catch((error: unknown) => log.warn({ err: error }, 'due webhooks not taken'));
      await waker.sleep(deps.pollIntervalMs);
    }
  }

  const taking = keepTaking();
  return {
    wake: waker.wake,
    async stop(graceMs) {
      stopping.abort();
      waker.wake();
      await taking;
      const drained = new AbortController();
      const all = Promise.all(attempts).then(() => drained.abort());
      await sleep(graceMs, undefined, { signal: drained.signal }).catch(() => undefined);
      graceOver.abort();
      await all;
      await outcomes.finish();
      if (unsent.length === 0) return;
      await releaseDeliveries(db, unsent).catch((error: unknown) =>
        log.warn({ err: error }, 'webhooks not given back'),
      );
    },
  };
}

/** Undefined when it was broken off: it does not count. */
async function attemptDelivery(
  deps: DelivererDeps,
  delivery: ClaimedDelivery,
  signal: AbortSignal,
): Promise<PendingOutcome | undefined> {
  const startedAtMs = performance.now();
  const result = await post(deps, delivery, signal);
  if (result.kind === 'failed' && result.failure === 'aborted') return undefined;
  const durationMs = Math.round(performance.now() - startedAtMs);
  const outcome = { ...judge(deps, delivery, { result, durationMs }), startedAtMs, durationMs };
  const { deliveryId, endpointId, httpStatus, failure } = outcome;
  deps.log.debug({ deliveryId, endpointId, httpStatus, failure, outcome: outcome.result }, 'webhook attempted');
  return outcome;
}

async function post(
  { keyring, wallClock, log, postOnce }: DelivererDeps,
  delivery: ClaimedDelivery,
  signal: AbortSignal,
): Promise<PostResult | { kind: 'failed'; failure: 'internal' }> {
  const { id: deliveryId, endpoint_id: endpointId, url, body } = delivery;
  try {
    const secret = keyring.open(SECRET_PURPOSE, endpointId, delivery.sealed_secret);
    const atSeconds = Math.floor(wallClock.now().getTime() / 1_000);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'NT24-Webhooks/1',
      'x-novatrade-signature': signPayload(secret, body, atSeconds),
      'x-novatrade-event-id': delivery.message_id,
      ...(delivery.is_test && { 'x-novatrade-test': 'true' }),
    };
    return await postOnce({ url, headers, body, signal, owner: endpointId });
  } catch (error) {
    log.error({ err: error, deliveryId, endpointId }, 'webhook not sent');
    return { kind: 'failed', failure: 'internal' };
  }
}

function judge(
  { wallClock }: DelivererDeps,
  delivery: ClaimedDelivery,
  { result, durationMs }: { result: Awaited<ReturnType<typeof post>>; durationMs: number },
): Omit<PendingOutcome, 'startedAtMs' | 'durationMs'> {
  const about = { deliveryId: delivery.id, fence: delivery.fence, endpointId: delivery.endpoint_id };
  const httpStatus = result.kind === 'answered' ? result.status : null;
  const isSuccess = httpStatus !== null && httpStatus >= 200 && httpStatus < 300;
  if (isSuccess) return { ...about, result: 'delivered', retryInMs: 0, gone: false, httpStatus, failure: null };
  const retryInMs = nextRetryInMs({
    retries: delivery.retries,
    elapsedMs: delivery.elapsed_ms + durationMs,
    retryAfterMs: result.kind === 'answered' ? retryAfterMs(result.retryAfter, wallClock.now()) : undefined,
    random: Math.random(),
  });
  return {
    ...about,
    result: retryInMs === undefined ? 'over' : 'retry',
    retryInMs: retryInMs ?? 0,
    gone: httpStatus === 410,
    httpStatus,
    failure: result.kind === 'failed' ? result.failure : null,
  };
}
