import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createKeyring } from '../../../platform/keyring.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { createFileSet } from '../file-set.ts';
import { makePng } from '../sample-files.ts';
import { createJudgePool, type JudgePool } from './judge-pool.ts';
import type { JudgeTask } from './judge-process.ts';

const directory = await mkdtemp(join(tmpdir(), 'nt24-judge-'));
after(() => rm(directory, { recursive: true }));
const keyring = createKeyring([{ id: 1, key: randomBytes(32) }]);

async function stored(content: Buffer): Promise<JudgeTask> {
  async function* records() {
    yield { plain: content, last: true };
  }
  const written = await createFileSet({ directory, keyring }).write(records());
  return { ...written, mediaType: 'image/png' };
}

const picture = await stored(makePng());

/** A file that never opens, as a pipe without a writer: the process is at it until it is ended. */
function endless(): JudgeTask {
  const path = join(directory, randomBytes(4).toString('hex'));
  execFileSync('mkfifo', [path]);
  return { ...picture, path };
}

function kill({ pid }: JudgePool): void {
  assert.ok(pid);
  process.kill(pid, 'SIGKILL');
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

suite('the process that judges files', () => {
  test('killed in the middle of a file it costs that file alone', async () => {
    const pool = createJudgePool({ maxWaiting: 1 });
    await pool.judge(picture);
    const first = pool.judge(endless());
    // Time for the file to reach the process. Were it too short, the process's own time limit would end the file.
    await pause(200);
    const killed = pool.pid;
    const second = pool.judge(picture);
    await assert.rejects(
      pool.judge(picture),
      (error) => error instanceof ProblemError && error.status === 503 && error.extras.retryAfterSeconds === 30,
    );
    kill(pool);
    assert.deepEqual(await first, { refusal: 'too-complex' });
    assert.ok('preview' in (await second));
    assert.notEqual(pool.pid, killed);
  });

  test('killed between two files it costs none', async () => {
    const pool = createJudgePool();
    for (let file = 0; file < 2; file += 1) {
      assert.ok('preview' in (await pool.judge(picture)));
      kill(pool);
    }
    assert.ok('preview' in (await pool.judge(picture)));
  });

  test('ends when it has had no work for a while, and a new one starts', async () => {
    const pool = createJudgePool({ idleMs: 1 });
    await pool.judge(picture);
    const { pid } = pool;
    assert.ok(pid);
    while (isAlive(pid)) await pause(10);
    assert.equal(pool.pid, undefined);
    assert.ok('preview' in (await pool.judge(picture)));
  });

  test('stays until its parent ends it, as the file at work is still wanted', async () => {
    const pool = createJudgePool();
    await pool.judge(picture);
    const { pid } = pool;
    assert.ok(pid);
    process.kill(pid, 'SIGTERM');
    process.kill(pid, 'SIGINT');
    assert.ok('preview' in (await pool.judge(picture)));
    assert.equal(pool.pid, pid);
  });

  test('gets none of the settings', { skip: process.platform !== 'linux' }, async () => {
    const pool = createJudgePool();
    await pool.judge(picture);
    const environment = await readFile(`/proc/${pool.pid}/environ`, 'utf8');
    const names = environment.split('\0').map((line) => line.split('=')[0]);
    assert.deepEqual(
      names.filter((name) => name && !name.startsWith('NODE_CHANNEL_')),
      ['MALLOC_ARENA_MAX'],
    );
  });
});
