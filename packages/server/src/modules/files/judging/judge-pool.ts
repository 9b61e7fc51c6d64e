import type { ChildProcess } from 'node:child_process';
import { Unavailable } from '../../../platform/problems/problem-types.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import type { StoredObject } from '../storage/storage-driver.ts';
import { askJudge, forkJudge, holdExit } from './judge-child.ts';
import type { JudgeOrder } from './judge-process.ts';
import type { Judgement } from './judgement.ts';

const RETRY_AFTER_SECONDS = 30;

export interface JudgePoolOptions {
  /** How long the process stays without work; with it goes what the decoders took. */
  readonly idleMs?: number;
  readonly maxWaiting?: number;
}

export interface JudgeTask extends Omit<JudgeOrder, 'sealedBytes'> {
  /** The sealed file. Asked for when its turn has come, and again where the process ended before it saw it. */
  open(): Promise<StoredObject>;
}

export interface JudgePool {
  /**
   * Judges one file after the other in a child process, which starts with the first file. Never rejects because of what is in
   * the file: what takes too long or too much memory, or ends the process, is too complex. Rejects with 503 when too many wait.
   */
  judge(task: JudgeTask): Promise<Judgement>;
  /** Of the child process, while there is one. */
  readonly pid: number | undefined;
}

export function createJudgePool({ idleMs = 30_000, maxWaiting = 64 }: JudgePoolOptions = {}): JudgePool {
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  process.once('exit', () => child?.kill('SIGKILL'));

  function start(): ChildProcess {
    const started = forkJudge();
    const forget = (): void => {
      if (child === started) child = undefined;
    };
    started.on('exit', forget).on('error', forget);
    return started;
  }

  async function attempt({ open, ...facts }: JudgeTask): Promise<Judgement | 'unseen'> {
    const { byteSize: sealedBytes, content } = await open();
    clearTimeout(idle);
    child ??= start();
    const used = child;
    holdExit(used, true);
    try {
      return await askJudge(used, { ...facts, sealedBytes }, content);
    } catch (error) {
      used.kill('SIGKILL');
      if (child === used) child = undefined;
      throw error;
    } finally {
      content.destroy();
      holdExit(used, false);
      idle = setTimeout(() => {
        child?.disconnect();
        child = undefined;
      }, idleMs).unref();
    }
  }

  async function judgeNow(task: JudgeTask): Promise<Judgement> {
    waiting -= 1;
    // A process that ended before it saw the file tells nothing of it.
    for (let tries = 0; tries < 2; tries += 1) {
      const judged = await attempt(task);
      if (judged !== 'unseen') return judged;
    }
    throw new Error('the process that judges files does not start');
  }

  return {
    async judge(task) {
      if (waiting >= maxWaiting) {
        const detail = 'Too many files wait to be checked. Try again shortly.';
        throw new ProblemError(Unavailable, detail, { retryAfterSeconds: RETRY_AFTER_SECONDS });
      }
      waiting += 1;
      const judged = last.then(() => judgeNow(task));
      last = judged.catch(() => undefined);
      return judged;
    },
    get pid() {
      return child?.pid;
    },
  };
}
