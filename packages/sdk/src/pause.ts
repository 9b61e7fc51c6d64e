/** What a timer can count to; of more, runtimes make 1 ms. */
export const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** @throws the signal's reason, as soon as it has one */
export async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted();
  await new Promise<void>((resolve, reject) => {
    const ended = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const done = (): void => {
      signal?.removeEventListener('abort', ended);
      resolve();
    };
    const timer = setTimeout(done, Math.min(ms, LONGEST_TIMER_MS));
    signal?.addEventListener('abort', ended, { once: true });
  });
}
