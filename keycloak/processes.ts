import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { endsWithUs } from '../packages/harness/src/ends-with-us.ts';
import { eventually } from '../packages/harness/src/eventually.ts';

/** As `npm run` starts them. */
const RUN = ['--max-semi-space-size=8', 'packages/server/src/main/run.js'];
const PATIENCE_MS = 60_000;
const run = promisify(execFile);

export type Processes = ReturnType<typeof createProcesses>;

/** What an operator starts, with the variables that he has set. */
export function createProcesses(env: Readonly<Record<string, string | undefined>>) {
  const started: ChildProcess[] = [];
  let logged = '';

  function start(entry: 'api' | 'worker', settings: Readonly<Record<string, string>> = {}): void {
    const child = spawn(process.execPath, [...RUN, entry], { env: { ...env, ...settings } });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (logged += String(chunk)));
    child.once(
      'exit',
      endsWithUs(() => child.kill('SIGKILL')),
    );
    started.push(child);
  }

  return {
    /** All that they have said. */
    logged: () => logged,
    startWorker: () => start('worker'),
    /** Resolves to its address when it is ready. */
    async startApi(port: number): Promise<string> {
      start('api', { PORT: String(port) });
      const url = `http://127.0.0.1:${port}`;
      const isReady = (): Promise<boolean> =>
        fetch(`${url}/health/ready`).then(
          ({ ok }) => ok,
          () => false,
        );
      await eventually('the API is ready', isReady, PATIENCE_MS).catch(() => assert.fail(`it is not ready\n${logged}`));
      return url;
    },
    /** What the command prints. Rejects where it fails, with what it says then. */
    async ops(...words: string[]): Promise<string> {
      return (await run(process.execPath, [...RUN, 'ops', ...words], { env })).stdout;
    },
    async stop(): Promise<void> {
      for (const child of started) {
        child.kill('SIGTERM');
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      }
    },
  };
}
