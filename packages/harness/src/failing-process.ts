import { pino } from 'pino';
import { runProcess } from '../../server/src/main/lifecycle.ts';

/** A process that finds, once it runs, that nothing in it can mend what is wrong. */
runProcess(
  async (lifecycle) => {
    await lifecycle.onStop(() => void process.stdout.write('stopped\n'));
    lifecycle.fail(new Error('past mending'));
  },
  { graceMs: 100, log: pino(), followParent: false },
);
