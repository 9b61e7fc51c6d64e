import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 20;

/** Asks until the answer is yes; the patience is only there to end a test that would wait for ever. */
export async function eventually(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  patienceMs = 20_000,
): Promise<void> {
  for (let waitedMs = 0; !(await isSo()); waitedMs += PAUSE_MS) {
    if (waitedMs >= patienceMs) throw new Error(`it did not happen: ${what}`);
    await sleep(PAUSE_MS);
  }
}
