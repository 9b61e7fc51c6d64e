import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../platform/db/database.ts';
import type { Logger } from '../../../platform/logger.ts';
import { type Outcome, settleDeliveries } from './settle-deliveries.ts';

/** An outcome whose age is told when it is written down. */
export type PendingOutcome = Omit<Outcome, 'agoMs'> & {
  /** By `performance.now()`. */
  readonly startedAtMs: number;
};

/** Writes outcomes down in the order they come, as many at once as have come while the last ones were being written. */
export interface OutcomeWriter {
  add(outcome: PendingOutcome): void;
  /** Not written down yet. */
  pending(): number;
  /** Resolves when all are written down, or given up: from now on each batch has one more try. */
  finish(): Promise<void>;
}

const BATCH = 100;
const PAUSE_MS = 1_000;
/** Longer than any lease: after that somebody else has tried again. */
const MAX_TRIES = 60;

export function createOutcomeWriter({ db, log }: { db: Database; log: Logger }): OutcomeWriter {
  const queue: PendingOutcome[] = [];
  const finishing = new AbortController();
  let writing: Promise<void> | undefined;
  let inWriting = 0;

  async function writeAll(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, BATCH);
      inWriting = batch.length;
      await write(batch);
      inWriting = 0;
    }
  }

  async function write(batch: readonly PendingOutcome[]): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        const now = performance.now();
        const outcomes = batch.map(({ startedAtMs, ...outcome }) => ({
          ...outcome,
          agoMs: Math.round(now - startedAtMs),
        }));
        const { settled, paused } = await settleDeliveries(db, outcomes);
        if (settled < batch.length) log.info({ outcomes: batch.length - settled }, 'webhook outcomes came too late');
        for (const { id, reason } of paused) log.warn({ endpointId: id, reason }, 'webhook endpoint paused');
        return;
      } catch (error) {
        log.warn({ err: error, outcomes: batch.length }, 'webhook outcomes not written down');
        // The leases end by themselves, and the deliveries are made once more.
        if (finishing.signal.aborted || tries >= MAX_TRIES) return;
        await sleep(PAUSE_MS, undefined, { signal: finishing.signal }).catch(() => undefined);
      }
    }
  }

  return {
    add(outcome) {
      queue.push(outcome);
      writing ??= writeAll().finally(() => (writing = undefined));
    },
    pending: () => queue.length + inWriting,
    async finish() {
      finishing.abort();
      await writing;
    },
  };
}
