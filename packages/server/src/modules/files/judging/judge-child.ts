import type { ChildProcess } from 'node:child_process';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { forkConfined } from './confinement.ts';
import type { JudgeLimits } from './judge-limits.ts';
import type { JudgeOrder, Said } from './judge-process.ts';
import type { Acceptance, Judgement } from './judgement.ts';
import { meterOf } from './process-usage.ts';

/** How often the child's processor time is looked at. */
const LOOK_MS = 200;
/** Of a file on its way to the process. */
const AHEAD_BYTES = 256 * 1024;
/** Of who ends a process from outside: the kernel that is out of memory, an operator, a container's end. */
const FROM_OUTSIDE: ReadonlySet<NodeJS.Signals | null> = new Set(['SIGKILL', 'SIGTERM', 'SIGHUP', 'SIGINT'] as const);

/**
 * No judgement: the process was ended from outside (`killed`); ended by itself, before the file reached it (`unseen`) or while it
 * was at it (`crashed`); or got no processor time for far too long (`starved`).
 */
export type Ending = 'unseen' | 'killed' | 'crashed' | 'starved';

const alive = new Set<ChildProcess>();
process.once('exit', () => alive.forEach((child) => child.kill('SIGKILL')));

/** It reads hostile files: it gets none of the settings, and nothing that it prints is read. */
export async function forkJudge(): Promise<ChildProcess> {
  const child = await forkConfined(new URL('./judge-process.ts', import.meta.url));
  alive.add(child);
  const forget = (): void => void alive.delete(child);
  child.once('exit', forget).once('error', forget);
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

export interface Question {
  readonly order: JudgeOrder;
  readonly content: Readable;
  readonly limits: JudgeLimits;
  /** Told once, whatever comes of it: the child's processor time for this file. */
  readonly onSpent: (cpuSeconds: number) => void;
}

/**
 * Rejects where the file could not be read to its end, or the process gives no verdict: then it must be ended, as some of the file
 * may still be on its way to it.
 */
export function askJudge(child: ChildProcess, question: Question): Promise<Judgement | Ending> {
  const { order, content, limits, onSpent } = question;
  return new Promise((resolve, reject) => {
    let step: 'unseen' | 'started' = 'unseen';
    const records: Uint8Array[] = [];
    let accepted: Acceptance | undefined;
    let cut: Judgement | Ending | undefined;
    let spent = meterOf(child.pid ?? 0);
    let allowed = limits.cpuSeconds;
    const watch = setInterval(() => {
      if (spent() > allowed) cutOff({ refusal: 'too-complex' });
    }, LOOK_MS);
    const patience = setTimeout(() => cutOff('starved'), limits.wallMs);
    function cutOff(as: Judgement | Ending): void {
      cut ??= as;
      child.kill('SIGKILL');
    }
    const stop = (): void => {
      clearInterval(watch);
      clearTimeout(patience);
      child.off('message', hear).off('exit', end).off('error', end);
      onSpent(step === 'unseen' ? 0 : spent());
    };
    function end(_code?: unknown, signal: NodeJS.Signals | null = null): void {
      stop();
      // All that failed of an accepted file was the picture of its first page.
      resolve(accepted ?? cut ?? (FROM_OUTSIDE.has(signal) ? 'killed' : step === 'unseen' ? step : 'crashed'));
    }
    function fail(error: unknown): void {
      stop();
      reject(error);
    }
    function hear(message: unknown): void {
      // Safe: what the two say to each other has one type.
      const said = message as Said;
      if (said === 'started') {
        step = said;
        spent = meterOf(child.pid ?? 0);
      } else if ('record' in said) records.push(said.record);
      else if ('accepted' in said) {
        const { findings, mediaType } = said.accepted;
        accepted = { findings, review: { mediaType, records } };
        allowed = spent() + limits.previewCpuSeconds;
      } else if ('failure' in said) fail(new Error(`a file could not be judged: ${said.failure}`));
      else {
        stop();
        if ('refusal' in said) resolve(said);
        else if (accepted) resolve({ ...accepted, ...(said.preview && { preview: said.preview }) });
      }
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
