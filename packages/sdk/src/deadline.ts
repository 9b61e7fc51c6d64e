import { TimeoutError } from './errors.ts';
import { LONGEST_TIMER_MS } from './pause.ts';

/** The time that a call has, and the caller's wish to end it sooner. */
export class Deadline {
  /** Aborts when either has come, by what the call is to fail with. */
  readonly signal: AbortSignal;
  readonly #endMs: number;
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #caller: AbortSignal | undefined;

  /** @throws TypeError where the time is no number. More than a timer can count, some 24 days, is without end. */
  constructor(timeoutMs: number, caller: AbortSignal | undefined, requestId: string) {
    if (typeof timeoutMs !== 'number' || Number.isNaN(timeoutMs)) throw new TypeError('timeoutMs is no number');
    this.signal = this.#controller.signal;
    this.#endMs = performance.now() + timeoutMs;
    this.#caller = caller;
    const late = (): void => this.#controller.abort(new TimeoutError(`not done in ${timeoutMs} ms`, { requestId }));
    if (timeoutMs <= LONGEST_TIMER_MS) this.#timer = setTimeout(late, timeoutMs);
    if (caller?.aborted) this.#follow();
    else caller?.addEventListener('abort', this.#follow, { once: true });
  }

  readonly #follow = (): void => this.#controller.abort(this.#caller?.reason);

  leaves(ms: number): boolean {
    return performance.now() + ms < this.#endMs;
  }

  /** The promise, or what the deadline ends by while it is awaited; the promise itself goes on for others. */
  within<Result>(promise: Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(this.signal.reason);
      this.signal.addEventListener('abort', ended, { once: true });
      // Heard first and whatever has ended: a rejection that nobody hears kills a process.
      promise.then(resolve, reject).finally(() => this.signal.removeEventListener('abort', ended));
      if (this.signal.aborted) ended();
    });
  }

  /** Time counts no more. The caller may still end what he reads from a stream. */
  stopClock(): void {
    clearTimeout(this.#timer);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#caller?.removeEventListener('abort', this.#follow);
  }
}
