import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../../platform/db/database.ts';
import type { Logger } from '../../../platform/logger.ts';
import { type Outcome, settleDeliveries } from './settle-deliveries.ts';

/** An outcome whose age is told when it is written down. */
export type PendingOutcome = Omit<Outcome, 'agoMs'> & {
  /** By `performance.now()`. */
  readonly startedAtMs: number;
};

/** Writes outcomes down in the order they come, many in one statement. */
export interface OutcomeWriter {
  add(outcome: PendingOutcome): void;
  /** Resolves when all are written down, or given up: from now on each batch has one more try. */
  finish(): Promise<void>;
}

export interface OutcomeWriterDeps {
  readonly db: Database;
  readonly log: Logger;
  /** Whether no other outcome is to be expected now. */
  readonly isLast: () => boolean;
  /** They are written down, or given up. */
  readonly onOver: (outcomes: readonly PendingOutcome[]) => void;
}

const BATCH = 100;
/** What ends within this time travels together, unless it is enough before. */
const GATHER_MS = 10;
const ENOUGH = 32;
const PAUSE_MS = 1_000;
/** Longer than any lease: after that somebody else has tried again. */
const MAX_TRIES = 60;

export function createOutcomeWriter({ db, log, isLast, onOver }: OutcomeWriterDeps): OutcomeWriter {
  const queue: PendingOutcome[] = [];
  const finishing = new AbortController();
  let writing: Promise<void> | undefined;
  let gathered = new AbortController();

  async function writeAll(): Promise<void> {
    while (queue.length > 0) {
      await gather();
      const batch = queue.splice(0, BATCH);
      await write(batch);
      onOver(batch);
    }
  }

  async function gather(): Promise<void> {
    if (isGathered()) return;
    gathered = new AbortController();
    const signal = AbortSignal.any([gathered.signal, finishing.signal]);
    await sleep(GATHER_MS, undefined, { signal }).catch(() => undefined);
  }

  function isGathered(): boolean {
    return queue.length >= ENOUGH || isLast() || finishing.signal.aborted;
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
      if (isGathered()) gathered.abort();
      writing ??= writeAll().finally(() => (writing = undefined));
    },
    async finish() {
      finishing.abort();
      await writing;
    },
  };
}
