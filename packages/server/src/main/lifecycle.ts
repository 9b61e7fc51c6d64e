import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../platform/logger.ts';
import { complain } from './print.ts';
import { failureText } from './start-failure.ts';

/** What has been started and must be stopped again, the latest first. */
export interface Lifecycle {
  /** Rejects, after stopping the part, when the process is already on its way out. */
  onStop(stopPart: () => Promise<void> | void): Promise<void>;
}

export interface ProcessOptions {
  readonly graceMs: number;
  readonly log: Logger;
  /** Stop when the parent process ends: npm's shell does not pass signals on. */
  readonly followParent: boolean;
}

/** A stop was asked for while starting. */
class StoppedWhileStarting extends Error {}

// Ctrl-C under npm arrives twice, from the terminal and from npm.
const SAME_SIGNAL_MS = 500;
const PARENT_CHECK_MS = 200;
/** On top of the grace, for what follows it: the whole stop stays under 10 s with the default grace of 8 s. */
const LAST_PARTS_MS = 1_500;

/**
 * Runs a process from start to stop. SIGTERM or SIGINT stops its parts and exits with 0; a second signal exits at once. A failed
 * start stops what was started, says why in one line where the operator can mend it, and exits with 1. Whatever nobody caught is
 * logged and ends the process with 1: a supervisor starts it again, and no write is half done.
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

  const started = start({ onStop }).catch(async (error: unknown) => {
    if (error instanceof StoppedWhileStarting) return;
    complain(failureText(error));
    await stopParts();
    process.exit(1);
  });

  let isEcho = true;
  function stop(): void {
    if (stopping) {
      if (!isEcho) process.exit(1);
      return;
    }
    stopping = true;
    void sleep(SAME_SIGNAL_MS).then(() => (isEcho = false));
    void sleep(graceMs + LAST_PARTS_MS).then(() => process.exit(1));
    void started.then(stopParts).then((clean) => process.exit(clean ? 0 : 1));
  }

  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (followParent) watchParent(stop);
  process.on('uncaughtException', (error) => die(log, error));
  process.on('unhandledRejection', (reason) => die(log, reason));
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

function die(log: Logger, error: unknown): never {
  log.fatal({ err: error }, 'nobody handled this error');
  process.exit(1);
}
