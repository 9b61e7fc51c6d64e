import { parentPort } from 'node:worker_threads';
import type { Pressed } from './paper-press.ts';

/** What a thread of a press does: it makes a paper of each message, one after the other. */
export function servePress<Facts>(render: (facts: Facts) => Promise<Uint8Array>): void {
  parentPort?.on('message', (facts: Facts) => {
    void pressed(render, facts).then((answer) => parentPort?.postMessage(answer, []));
  });
}

/** What went wrong goes by its place alone: facts are strangers' names. */
async function pressed<Facts>(render: (facts: Facts) => Promise<Uint8Array>, facts: Facts): Promise<Pressed> {
  try {
    return { pdf: await render(facts) };
  } catch (error) {
    return {
      error: error instanceof Error ? `${error.name} ${error.stack?.split('\n')[1]?.trim()}` : 'a paper failed',
    };
  }
}
