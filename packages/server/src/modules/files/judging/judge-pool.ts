import { availableParallelism } from 'node:os';
import { JudgesBusy } from '../file-errors.ts';
import { createCpuBudgets } from './cpu-budgets.ts';
import { createFairQueue } from './fair-queue.ts';
import { createJudge, type Judge, type SealedFile } from './judge.ts';
import { JUDGE_LIMITS, type JudgeLimits } from './judge-limits.ts';
import type { Judgement } from './judgement.ts';
import { type Sender, type Terms, termsOf } from './sender.ts';

const MAX_JUDGES = 2;
const IDLE_MS = 30_000;
const RETRY_AFTER_SECONDS = 30;

export interface JudgePoolOptions {
  readonly judges?: number;
  /** How long a process stays without work. */
  readonly idleMs?: number;
  readonly limits?: Partial<JudgeLimits>;
}

export interface JudgeTask extends SealedFile {
  readonly sender?: Sender | undefined;
  /** Of a sender who is gone before it is his turn. What is at work is finished. */
  readonly signal?: AbortSignal | undefined;
}

export interface JudgePool {
  /**
   * Judges files in child processes, one of each sender at a time, senders and their organizations in turn. Never rejects because
   * of what is in the file: what takes too much processor time or memory, or ends the process, is too complex. Rejects with
   * JudgesBusy where the sender or all of them have too many waiting, his budget is used up, he is gone, or the machine is busy.
   */
  judge(task: JudgeTask): Promise<Judgement>;
  /** Of the child processes that there are. */
  readonly pids: readonly number[];
}

interface Waiting extends Terms {
  readonly task: JudgeTask;
  readonly judged: PromiseWithResolvers<Judgement>;
}

export function createJudgePool(options: JudgePoolOptions = {}): JudgePool {
  const { judges: count = Math.min(MAX_JUDGES, availableParallelism()), idleMs = IDLE_MS } = options;
  const limits = { ...JUDGE_LIMITS, ...options.limits };
  const judges = Array.from({ length: count }, () => createJudge({ limits, idleMs }));
  // The one that had work last is taken first: its decoders are loaded.
  const free = [...judges];
  const queue = createFairQueue<Waiting>();
  const budgets = createCpuBudgets(limits.budgetSeconds);

  function requireBudget({ budgets: needed }: Terms): void {
    const wait = Math.max(...needed.map((budget) => budgets.waitOf(budget)));
    if (wait > 0) throw new JudgesBusy(wait);
  }

  function requireRoom({ group, lane, maxWaiting }: Terms): void {
    const isFull =
      queue.waiting({ group, lane }) >= maxWaiting ||
      queue.waiting({ group }) >= limits.waitingPerOrganization ||
      queue.waiting() >= limits.waiting;
    if (isFull) throw new JudgesBusy(RETRY_AFTER_SECONDS);
  }

  async function work(judge: Judge, waiting: Waiting): Promise<void> {
    const spend = (cpuSeconds: number): void => waiting.budgets.forEach((each) => budgets.spend(each, cpuSeconds));
    try {
      // Its sender may have used it up while it waited.
      requireBudget(waiting);
      waiting.judged.resolve(await judge.judge(waiting.task, spend));
    } catch (error) {
      waiting.judged.reject(error);
    }
  }

  function serve(): void {
    while (free.length > 0) {
      const waiting = queue.take();
      const judge = waiting && free.pop();
      if (!judge) return;
      void work(judge, waiting).finally(() => {
        queue.release(waiting);
        free.push(judge);
        serve();
      });
    }
  }

  async function judge(task: JudgeTask): Promise<Judgement> {
    const terms = termsOf(task.sender, limits);
    requireBudget(terms);
    requireRoom(terms);
    const { signal } = task;
    const waiting: Waiting = { ...terms, task, judged: Promise.withResolvers() };
    const leave = (): void => {
      if (queue.remove(waiting)) waiting.judged.reject(new JudgesBusy(RETRY_AFTER_SECONDS));
    };
    queue.add(waiting);
    signal?.addEventListener('abort', leave);
    try {
      if (signal?.aborted) leave();
      serve();
      return await waiting.judged.promise;
    } finally {
      signal?.removeEventListener('abort', leave);
    }
  }

  return {
    judge,
    get pids() {
      return judges.map(({ pid }) => pid).filter((pid) => pid !== undefined);
    },
  };
}
