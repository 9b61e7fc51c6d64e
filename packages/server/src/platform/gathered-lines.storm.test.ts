import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { compileCache } from '../../../harness/src/compile-cache.ts';

const LOGGER = import.meta.resolve('./logger.ts');

const ENV = { PATH: process.env.PATH, ...compileCache() };

/** With a logger `log` on standard output. */
function scriptOf(code: string): string {
  return `import { createLogger } from '${LOGGER}'; const log = createLogger('info'); ${code}`;
}

function start(code: string) {
  const args = ['--input-type=module', '-e', scriptOf(code)];
  return spawn(process.execPath, args, { env: ENV, stdio: ['pipe', 'pipe', 'ignore'] });
}

function wordsOf(output: string): string[] {
  const lines = output.split('\n').filter((line) => line !== '');
  return lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
}

/** What a process said in its life, by the words of the lines. */
async function saidBy(code: string): Promise<{ said: string[]; signal: unknown }> {
  const child = start(code);
  const [output, [, signal]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  return { said: wordsOf(output), signal };
}

const DIE = "process.kill(process.pid, 'SIGKILL');";

describe('the lines of a log', () => {
  it('are written while the process has nothing else to do', async () => {
    // It lives until its standard input ends, which is after the line was read.
    const child = start("process.stdin.resume(); log.info('alone');");
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    assert.equal(child.exitCode, null);
    assert.match(line.toString(), /^\{"level":"info","time":"[^"]+","msg":"alone"\}\n$/);
    child.stdin.end();
    await once(child, 'close');
  });

  it('are written at once from warn on, and those before first', async () => {
    for (const level of ['warn', 'error', 'fatal']) {
      const { said, signal } = await saidBy(`log.info('one'); log.info('two'); log.${level}('three'); ${DIE}`);
      assert.deepEqual({ said, signal }, { said: ['one', 'two', 'three'], signal: 'SIGKILL' });
    }
  });

  it('below warn wait for others, and are what a kill takes with it', async () => {
    const { said } = await saidBy(`log.warn('before'); log.info('waits'); ${DIE}`);
    assert.deepEqual(said, ['before']);
  });

  it('of a child logger wait and leave by their own level', async () => {
    const { said } = await saidBy(`const child = log.child({ traceId: 'x' });
      child.info('one'); log.info('two'); child.warn('three'); child.info('waits'); ${DIE}`);
    assert.deepEqual(said, ['one', 'two', 'three']);
  });

  for (const [how, code] of Object.entries({
    'has nothing more to do': '',
    'calls exit': 'process.exit(0);',
    'throws what nobody catches': "throw new Error('thrown by this test');",
    'has a promise that nobody catches': "process.on('unhandledRejection', () => process.exit(1)); Promise.reject();",
    'is told to stop':
      "process.on('SIGTERM', () => process.exit(0)); process.kill(process.pid); setInterval(() => {}, 9);",
  })) {
    it(`are all written when the process ${how}`, async () => {
      const { said } = await saidBy(`for (let n = 0; n < 100; n += 1) log.info(String(n)); ${code}`);
      assert.deepEqual(
        said,
        Array.from({ length: 100 }, (_, n) => String(n)),
      );
    });
  }

  it('are written by what is done while the process ends', async () => {
    const { said } = await saidBy("log.info('one'); process.on('exit', () => log.info('two')); process.exit(0);");
    assert.deepEqual(said, ['one', 'two']);
  });

  it('keep their order and their letters, whatever their length', async () => {
    const { said } = await saidBy(`for (let n = 0; n < 300; n += 1) log.info({ word: 'ä'.repeat(n) }, String(n));
      log.info({ word: 'x'.repeat(20_000) }, 'long'); log.info('last');`);
    assert.deepEqual(said, [...Array.from({ length: 300 }, (_, n) => String(n)), 'long', 'last']);
  });

  it('are not torn by those of another process on the same pipe', async () => {
    const script = scriptOf("for (let n = 0; n < 4_000; n += 1) log.info({ word: 'x'.repeat(n % 900) }, String(n));");
    const both = '("$0" --input-type=module -e "$1" & "$0" --input-type=module -e "$1" & wait) | (sleep 1; cat)';
    const child = spawn('sh', ['-c', both, process.execPath, script], {
      env: ENV,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [output] = await Promise.all([text(child.stdout), once(child, 'close')]);
    const said = wordsOf(output).map(Number);
    assert.deepEqual(
      said.toSorted((one, other) => one - other),
      Array.from({ length: 8_000 }, (_, n) => Math.floor(n / 2)),
    );
  });
});
