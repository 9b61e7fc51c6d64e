import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { LoadOrder, LoadResult } from './load-generator.ts';

/** The load generator's process. One order at a time. */
export interface Load {
  /** Throws on any answer other than 200. */
  run(order: LoadOrder): Promise<LoadResult>;
  close(): void;
}

export function startLoad(): Load {
  const child = fork(new URL('load-generator.ts', import.meta.url));
  return {
    async run(order) {
      child.send(order);
      const [{ result, failure }] = (await once(child, 'message')) as [{ result?: LoadResult; failure?: string }];
      if (!result) throw new Error(failure ?? 'the load generator gave no result');
      return result;
    },
    close: () => void child.kill(),
  };
}
