import { EVENTS_CHANNEL } from '../../../core/events/index.ts';
import { listen } from '../../../platform/db/listen.ts';
import { createKeptConnections } from '../../../platform/outbound-http/kept-connections.ts';
import { createPostOnce, type PostOptions } from '../../../platform/outbound-http/post-once.ts';
import { type DelivererDeps, startDeliverer } from './deliver-webhooks.ts';
import { DELIVERIES_CHANNEL, publishEvents } from './publish-events.ts';
import { createWaker } from '../../../platform/waker.ts';

export interface WebhookWorkerOptions extends Omit<DelivererDeps, 'postOnce' | 'leaseMs'>, PostOptions {
  readonly databaseUrl: string;
  readonly leaseMs?: number;
}

const LEASE_MS = 30_000;
const PUBLISH_BATCH = 200;

/** Publishes events and delivers them until stopped (contract 6). It outlives any absence of the database. */
export function startWebhookWorker(options: WebhookWorkerOptions): { stop(graceMs: number): Promise<void> } {
  const { db, log, pollIntervalMs } = options;
  const stopping = new AbortController();
  const waker = createWaker();
  const kept = createKeptConnections();
  const postOnce = createPostOnce({ ...options, kept });
  const deliverer = startDeliverer({ leaseMs: LEASE_MS, ...options, postOnce });
  const listener = listen({
    databaseUrl: options.databaseUrl,
    channels: [EVENTS_CHANNEL, DELIVERIES_CHANNEL],
    onNotice: (channel) => (channel === EVENTS_CHANNEL ? waker.wake() : deliverer.wake()),
    log,
  });

  async function keepPublishing(): Promise<void> {
    while (!stopping.signal.aborted) {
      const taken = await publishEvents(db, PUBLISH_BATCH).catch((error: unknown) => {
        log.warn({ err: error }, 'events not published');
        return 0;
      });
      // The notice of it comes to this process too, but later.
      if (taken > 0) deliverer.wake();
      if (taken < PUBLISH_BATCH) await waker.sleep(pollIntervalMs);
    }
  }

  const publishing = keepPublishing();
  return {
    async stop(graceMs) {
      stopping.abort();
      waker.wake();
      await Promise.all([publishing, listener.stop(), deliverer.stop(graceMs)]);
      kept.close();
    },
  };
}
