import { TimeoutError } from './errors.ts';

/** The time that a call has, and the caller's wish to end it sooner. */
export class Deadline {
  /** Aborts when either has come, by what the call is to fail with. */
  readonly signal: AbortSignal;
  readonly #endMs: number;
  readonly #controller = new AbortController();
  readonly #timer: ReturnType<typeof setTimeout>;
  readonly #caller: AbortSignal | undefined;

  constructor(timeoutMs: number, caller: AbortSignal | undefined, requestId: string) {
    this.signal = this.#controller.signal;
    this.#endMs = performance.now() + timeoutMs;
    this.#caller = caller;
    const late = (): void => this.#controller.abort(new TimeoutError(`not done in ${timeoutMs} ms`, { requestId }));
    this.#timer = setTimeout(late, timeoutMs);
    if (caller?.aborted) this.#follow();
    else caller?.addEventListener('abort', this.#follow, { once: true });
  }

  readonly #follow = (): void => this.#controller.abort(this.#caller?.reason);

  leaves(ms: number): boolean {
    return performance.now() + ms < this.#endMs;
  }

  /** @throws what the deadline ends by meanwhile */
  async pause(ms: number): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      await this.within(new Promise<void>((done) => (timer = setTimeout(done, ms))));
    } finally {
      clearTimeout(timer);
    }
  }

  /** The promise, or what the deadline ends by while it is awaited; the promise itself goes on for others. */
  async within<Result>(promise: Promise<Result>): Promise<Result> {
    this.signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const ended = (): void => reject(this.signal.reason);
      this.signal.addEventListener('abort', ended, { once: true });
      promise.then(resolve, reject).finally(() => this.signal.removeEventListener('abort', ended));
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
