import { type ChildProcess, fork } from 'node:child_process';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import type { JudgeOrder, Said } from './judge-process.ts';
import type { Acceptance, Judgement } from './judgement.ts';

/** Longest work on one file, and on its preview once it is accepted; the wait for its turn does not count. */
const JUDGE_TIMEOUT_MS = 20_000;
const PREVIEW_TIMEOUT_MS = 10_000;
const HEAP_MB = 256;
/** Of a file on its way to the process. */
const AHEAD_BYTES = 256 * 1024;

/** It reads hostile files: it gets none of the settings, and nothing that it prints is read. */
export function forkJudge(): ChildProcess {
  const child = fork(new URL('./judge-process.ts', import.meta.url), {
    serialization: 'advanced',
    // One arena of glibc's for all threads: what a decoder gives back is there for the next one.
    env: { MALLOC_ARENA_MAX: '1' },
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
  });
  // The end of the process tells all there is to know.
  child.stdin?.on('error', () => undefined);
  return child;
}

/** A process without work must not keep its parent alive. */
export function holdExit(child: ChildProcess, isHeld: boolean): void {
  const method = isHeld ? 'ref' : 'unref';
  child[method]();
  child.channel?.[method]();
  if (child.stdin instanceof Socket) child.stdin[method]();
}

/**
 * `unseen`: the process ended, or could not start, before the file reached it. Rejects where the file could not be read to its
 * end, or the process gives no verdict: then it must be ended, as some of the file may still be on its way to it.
 */
export function askJudge(child: ChildProcess, order: JudgeOrder, content: Readable): Promise<Judgement | 'unseen'> {
  return new Promise((resolve, reject) => {
    let step: 'unseen' | 'started' = 'unseen';
    let accepted: Acceptance | undefined;
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
      else resolve(accepted ?? { refusal: 'too-complex' });
    }
    function fail(error: unknown): void {
      stop();
      reject(error);
    }
    function hear(message: unknown): void {
      // Safe: what the two say to each other has one type.
      const said = message as Said;
      if (typeof said === 'string' || 'accepted' in said) {
        step = 'started';
        if (typeof said !== 'string') ({ accepted } = said);
        clearTimeout(timer);
        timer = setTimeout(kill, accepted ? PREVIEW_TIMEOUT_MS : JUDGE_TIMEOUT_MS);
        return;
      }
      if ('failure' in said) return fail(new Error(`a file could not be judged: ${said.failure}`));
      stop();
      if ('judgement' in said) resolve(said.judgement);
      else if (accepted) resolve({ ...accepted, ...(said.preview && { preview: said.preview }) });
    }
    child.on('message', hear).on('exit', end).on('error', end);
    child.send(order);
    // What ends here without an error of the file's own was ended by the process.
    feed(child, content).catch((error: unknown) => content.errored && fail(error));
  });
}

/** No more of the file is in memory than is on its way. A process that has ended takes what it is given, and tells so itself. */
async function feed({ stdin }: ChildProcess, content: Readable): Promise<void> {
  if (!stdin) return;
  for await (const chunk of content) {
    const written = Promise.withResolvers<void>();
    stdin.write(chunk, () => written.resolve());
    if (stdin.writableLength > AHEAD_BYTES) await written.promise;
  }
}
