import type { ChildProcess } from 'node:child_process';
import type { StoredObject } from '../storage/storage-driver.ts';
import { JudgesBusy } from '../file-errors.ts';
import { askJudge, type Ending, forkJudge, holdExit } from './judge-child.ts';
import type { JudgeLimits } from './judge-limits.ts';
import type { JudgeOrder } from './judge-process.ts';
import type { Judgement } from './judgement.ts';

/** A new process may do better than one that was ended; a file that ends both ends every one. */
const TRIES = 2;
const RETRY_AFTER_SECONDS = 30;

export interface SealedFile extends Omit<JudgeOrder, 'sealedBytes'> {
  /** The sealed file. Asked for when its turn has come, and again where the process ended before it was done. */
  open(): Promise<StoredObject>;
}

/** One child process, which starts with its first file, and ends when it has had none for a while. */
export interface Judge {
  /** One file at a time. `onSpent` is told the child's processor time, of each try. */
  judge(file: SealedFile, onSpent: (cpuSeconds: number) => void): Promise<Judgement>;
  /** Of the child process, while there is one. */
  readonly pid: number | undefined;
}

export interface JudgeOptions {
  readonly limits: JudgeLimits;
  /** With the process goes what the decoders took. */
  readonly idleMs: number;
}

export function createJudge({ limits, idleMs }: JudgeOptions): Judge {
  let child: ChildProcess | undefined;
  let idle: NodeJS.Timeout | undefined;

  async function start(): Promise<ChildProcess> {
    const started = await forkJudge();
    const forget = (): void => {
      if (child === started) child = undefined;
    };
    started.on('exit', forget).on('error', forget);
    return started;
  }

  async function attempt(file: SealedFile, onSpent: (cpuSeconds: number) => void): Promise<Judgement | Ending> {
    const { open, fileKey, byteSize, mediaType } = file;
    const { byteSize: sealedBytes, content } = await open();
    clearTimeout(idle);
    try {
      child ??= await start();
      holdExit(child, true);
      const order = { fileKey, byteSize, mediaType, sealedBytes };
      return await askJudge(child, { order, content, limits, onSpent });
    } catch (error) {
      child?.kill('SIGKILL');
      child = undefined;
      throw error;
    } finally {
      content.destroy();
      if (child) holdExit(child, false);
      idle = setTimeout(() => {
        child?.disconnect();
        child = undefined;
      }, idleMs).unref();
    }
  }

  return {
    async judge(file, onSpent) {
      let ending: Ending = 'unseen';
      for (let tries = 0; tries < TRIES && ending !== 'starved'; tries += 1) {
        const answer = await attempt(file, onSpent);
        if (typeof answer !== 'string') return answer;
        ending = answer;
      }
      if (ending === 'crashed') return { refusal: 'too-complex' };
      if (ending === 'unseen') throw new Error('the process that judges files does not start');
      throw new JudgesBusy(RETRY_AFTER_SECONDS);
    },
    get pid() {
      return child?.pid;
    },
  };
}
