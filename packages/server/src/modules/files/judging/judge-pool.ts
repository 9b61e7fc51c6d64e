import { MessageChannel } from 'node:worker_threads';
import type { Piscina } from 'piscina';
import type { Judgement } from './judgement.ts';
import type { JudgeStep, JudgeTask } from './judge-task.ts';

/** Longest work on one file, and on its preview once it is accepted; the wait for a thread does not count. */
const JUDGE_TIMEOUT_MS = 20_000;
const PREVIEW_TIMEOUT_MS = 10_000;
const IDLE_TIMEOUT_MS = 10_000;
const HEAP_MB = 256;

type Work = Omit<JudgeTask, 'steps'>;

let pool: Promise<Piscina> | undefined;

/**
 * Judges a file in one of the process's worker threads, which start with the first file and end when there are no more. Never
 * rejects because of what is in the file: what takes too long or too much memory is too complex.
 */
export async function judgeFile(work: Work): Promise<Judgement> {
  pool ??= startPool();
  return judgeWithin(await pool, work);
}

async function startPool(): Promise<Piscina> {
  const { Piscina: Pool } = await import('piscina');
  return new Pool({
    filename: new URL('./judge-task.ts', import.meta.url).href,
    minThreads: 0,
    // One, as each of them keeps what its decoders once took: a process with 50 uploads at once stays under 512 MB.
    maxThreads: 1,
    idleTimeout: IDLE_TIMEOUT_MS,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    // The threads see hostile files and no settings.
    env: {},
  });
}

async function judgeWithin(threads: Piscina, work: Work): Promise<Judgement> {
  const abort = new AbortController();
  const { port1: heard, port2: steps } = new MessageChannel();
  let timer: NodeJS.Timeout | undefined;
  let isAccepted = false;
  heard.on('message', (step: JudgeStep) => {
    isAccepted = step === 'accepted';
    clearTimeout(timer);
    timer = setTimeout(() => abort.abort(), isAccepted ? PREVIEW_TIMEOUT_MS : JUDGE_TIMEOUT_MS);
  });
  try {
    return await threads.run({ ...work, steps }, { transferList: [steps], signal: abort.signal });
  } catch (error) {
    if (!abort.signal.aborted && !isOutOfMemory(error)) throw error;
    // All that failed was the picture of the first page.
    return isAccepted ? {} : { refusal: 'too-complex' };
  } finally {
    clearTimeout(timer);
    heard.close();
  }
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
}
