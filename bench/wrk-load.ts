import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Load, writeOrder } from './load.ts';
import { endedSeconds } from './processor-time.ts';

const PROGRAM = 'wrk';
const SCRIPT = fileURLToPath(new URL('wrk.lua', import.meta.url));
/** Wrk counts an answer that takes longer as an error. */
const TIMEOUT_SECONDS = 30;
const execute = promisify(execFile);

/** What wrk.lua tells. */
interface WrkResult {
  readonly answered: number;
  readonly seconds: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly used: number;
  readonly exhausted: boolean;
  /** Answers of 400 and more. */
  readonly wrong: number;
  readonly broken: number;
}

/** Wrk sends at a fifth of what Node costs; undefined where it is not installed. It knows no steady rate. */
export async function findWrk(folder: string): Promise<Load | undefined> {
  // It ends with 1 after it has told its version.
  const answer = await execute(PROGRAM, ['--version']).catch((error: { stdout?: string }) => error);
  if (!answer.stdout?.includes('wrk')) return undefined;
  return {
    name: 'wrk',
    async run(order) {
      const { requestsPath, tailPath } = await writeOrder(folder, order);
      const { port, connections, seconds, again } = order;
      const words = ['-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', `${TIMEOUT_SECONDS}s`, '-s', SCRIPT];
      words.push(`http://127.0.0.1:${port}`, '--', requestsPath, tailPath, again ? 'again' : 'once');
      const { stdout } = await execute(PROGRAM, words);
      const line = stdout.split('\n').findLast((one) => one.startsWith('{'));
      if (line === undefined) throw new Error(`wrk said no result:\n${stdout}`);
      const result = JSON.parse(line) as WrkResult;
      if (result.exhausted) throw new Error(`${order.requests.length} requests were too few`);
      if (result.wrong + result.broken > 0)
        throw new Error(`wrk: ${result.wrong} wrong answers, ${result.broken} broken`);
      return { ...result, perSecond: result.answered / result.seconds };
    },
    // Of all that ended here: between two readings only wrk does.
    processorSeconds: endedSeconds,
    close: () => undefined,
  };
}
