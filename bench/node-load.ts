import { fork } from 'node:child_process';
import { once } from 'node:events';
import { type Load, type LoadOrder, type LoadResult, type OrderFiles, writeOrder } from './load.ts';
import { processorSeconds } from './processor-time.ts';

/** What the generator's process is told: the requests stand in files. */
export type NodeOrder = Omit<LoadOrder, 'requests' | 'tail'> & OrderFiles;

/** Our own generator, in a process of its own. It holds every answer's status against the right one, and can send at a steady rate. */
export function startNodeLoad(folder: string): Load {
  const child = fork(new URL('load-generator.ts', import.meta.url));
  return {
    name: 'Node',
    async run(order) {
      const { requests: _inFile, tail: _too, ...rest } = order;
      child.send({ ...rest, ...(await writeOrder(folder, order)) } satisfies NodeOrder);
      const [{ result, failure }] = (await once(child, 'message')) as [{ result?: LoadResult; failure?: string }];
      if (!result) throw new Error(failure ?? 'the load generator gave no result');
      return result;
    },
    processorSeconds: () => (child.pid === undefined ? undefined : processorSeconds(child.pid)),
    close: () => void child.kill(),
  };
}
