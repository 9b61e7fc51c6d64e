import { CancelledError } from './failure.ts';

const controller = new AbortController();

/** Aborts by a CancelledError at Ctrl-C, or when the process is asked to end. */
export const interrupted: AbortSignal = controller.signal;

/** Also for keys that a prompt takes to itself. */
export function interrupt(): void {
  controller.abort(new CancelledError());
}

/** The first signal ends what is under way in order; the second one at once. */
export function listenForInterrupts(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupt);
}
