import { type ChildProcess, fork } from 'node:child_process';
import { ProblemError } from '../../../platform/problems/problems.ts';
import type { Judgement } from './judgement.ts';
import type { JudgeTask, Said } from './judge-process.ts';
import { Unavailable } from '../../../platform/problems/problem-types.ts';

/** Longest work on one file, and on its preview once it is accepted; the wait for its turn does not count. */
const JUDGE_TIMEOUT_MS = 20_000;
const PREVIEW_TIMEOUT_MS = 10_000;
const HEAP_MB = 256;
const RETRY_AFTER_SECONDS = 30;

export interface JudgePoolOptions {
  /** How long the process stays without work; with it goes what the decoders took. */
  readonly idleMs?: number;
  readonly maxWaiting?: number;
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

  async function attempt(task: JudgeTask): Promise<Judgement | 'unseen'> {
    clearTimeout(idle);
    child ??= start();
    const used = child;
    holdExit(used, true);
    try {
      return await ask(used, task);
    } finally {
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

/** It reads hostile files: it gets none of the settings, and nothing that it prints is read. */
function forkJudge(): ChildProcess {
  return fork(new URL('./judge-process.ts', import.meta.url), {
    serialization: 'advanced',
    // One arena of glibc's for all threads: what a decoder gives back is there for the next one.
    env: { MALLOC_ARENA_MAX: '1' },
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

/** A process without work must not keep its parent alive. */
function holdExit(child: ChildProcess, isHeld: boolean): void {
  const method = isHeld ? 'ref' : 'unref';
  child[method]();
  child.channel?.[method]();
}

/** `unseen`: the process ended, or could not start, before the file reached it. */
function ask(child: ChildProcess, task: JudgeTask): Promise<Judgement | 'unseen'> {
  return new Promise((resolve, reject) => {
    let step: 'unseen' | 'started' | 'accepted' = 'unseen';
    const kill = (): void => void child.kill('SIGKILL');
    let timer = setTimeout(kill, JUDGE_TIMEOUT_MS);
    const stop = (): void => {
      clearTimeout(timer);
      child.off('message', hear).off('exit', end).off('error', end);
    };
    function end(): void {
      stop();
      if (step === 'unseen') resolve(step);
      // All that failed of an accepted file was the picture of its first page.
      else resolve(step === 'accepted' ? {} : { refusal: 'too-complex' });
    }
    function hear(message: unknown): void {
      // Safe: what the two say to each other has one type.
      const said = message as Said;
      if (typeof said === 'string') {
        step = said;
        clearTimeout(timer);
        timer = setTimeout(kill, said === 'accepted' ? PREVIEW_TIMEOUT_MS : JUDGE_TIMEOUT_MS);
        return;
      }
      stop();
      if ('failure' in said) reject(new Error(`a file could not be judged: ${said.failure}`));
      else resolve(said.judgement);
    }
    child.on('message', hear).on('exit', end).on('error', end);
    child.send(task);
  });
}
