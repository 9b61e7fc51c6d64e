import { setTimeout as sleep } from 'node:timers/promises';
import closeWithGrace from 'close-with-grace';
import type { Logger } from '../platform/logger.ts';
import { complain } from './print.ts';
import { failureText } from './start-failure.ts';

/** What has been started and must be stopped again, the latest first. */
export interface Lifecycle {
  /** Rejects, after stopping the part, when the process is already on its way out. */
  onStop(stopPart: () => Promise<void> | void): Promise<void>;
  /** Nothing here can mend it: ends the process as an error does that nobody caught. */
  fail(error: Error): void;
}

export interface ProcessOptions {
  readonly graceMs: number;
  readonly log: Logger;
  /** Stop when the parent process ends: npm's shell does not pass signals on. */
  readonly followParent: boolean;
}

/** A stop was asked for while starting. */
class StoppedWhileStarting extends Error {}

/** Under npm a signal arrives twice: from the terminal, or the system, and from npm. */
const ECHO_MS = 500;
const PARENT_CHECK_MS = 200;
/** On top of the grace, for what follows it: the whole stop stays under 10 s with the default grace of 8 s. */
const LAST_PARTS_MS = 1_500;
const SIGNALS = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM'] as const;

/**
 * Runs a process from start to stop. A signal, a closed terminal's included, stops its parts and exits with 0; a second one exits at
 * once. A failed start stops what was started, says why in one line where the operator can mend it, and exits with 1. What nobody
 * caught is logged, stops the parts as well and exits with 1: a supervisor starts it again, and no write is half done.
 */
export function runProcess(
  start: (lifecycle: Lifecycle) => Promise<void>,
  { graceMs, log, followParent }: ProcessOptions,
): void {
  const parts: (() => Promise<void> | void)[] = [];
  let stopping = false;

  async function stopParts(): Promise<boolean> {
    let clean = true;
    for (let stopPart = parts.pop(); stopPart; stopPart = parts.pop()) {
      try {
        await stopPart();
      } catch (error) {
        clean = false;
        log.error({ err: error }, 'a part did not stop cleanly');
      }
    }
    return clean;
  }

  async function onStop(stopPart: () => Promise<void> | void): Promise<void> {
    parts.push(stopPart);
    if (stopping) throw new StoppedWhileStarting();
  }

  const started = start({ onStop, fail }).catch(async (error: unknown) => {
    if (error instanceof StoppedWhileStarting) return;
    complain(failureText(error));
    await stopParts();
    process.exit(1);
  });

  const grace = closeWithGrace(
    { delay: graceMs + LAST_PARTS_MS, logger: false, skip: ['beforeExit'] },
    async ({ err }) => {
      stopping = true;
      takeEchoes();
      if (err) log.fatal({ err }, 'nobody handled this error');
      await started;
      if (!(await stopParts())) throw new Error('a part did not stop cleanly');
    },
  );
  if (followParent) watchParent(grace.close);
}

/** The library ends the process at the next signal, however soon it comes. */
function takeEchoes(): void {
  let isEcho = true;
  void sleep(ECHO_MS).then(() => (isEcho = false));
  for (const signal of SIGNALS) {
    process.removeAllListeners(signal);
    process.on(signal, () => void (isEcho || process.exit(1)));
  }
}

function fail(error: Error): void {
  setImmediate(() => {
    throw error;
  });
}

function watchParent(stop: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, PARENT_CHECK_MS);
  timer.unref();
}
