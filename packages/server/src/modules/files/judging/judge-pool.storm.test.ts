import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createKeyring } from '../../../platform/keyring.ts';
import { ProblemError } from '../../../platform/problems/problems.ts';
import { createFileSet } from '../file-set.ts';
import { makePng, pngChunk } from '../sample-files.ts';
import { RECORD_BYTES } from '../sealed-records.ts';
import { createDiskDriver } from '../storage/disk-driver.ts';
import { createJudgePool, type JudgePool, type JudgeTask } from './judge-pool.ts';

const directory = await mkdtemp(join(tmpdir(), 'nt24-judge-'));
after(() => rm(directory, { recursive: true }));
const keyring = createKeyring([{ id: 1, key: randomBytes(32) }]);

async function stored(content: Buffer): Promise<JudgeTask> {
  async function* records() {
    for (let at = 0; at < content.length; at += RECORD_BYTES) {
      yield { plain: content.subarray(at, at + RECORD_BYTES), last: at + RECORD_BYTES >= content.length };
    }
  }
  const written = await createFileSet({ storage: createDiskDriver(directory), keyring }).write(records());
  return { ...written, mediaType: 'image/png' };
}

const picture = await stored(makePng());

/** A file whose bytes never come: the process is at it until it is ended. */
function endless(): JudgeTask {
  return { ...picture, open: async () => ({ byteSize: 1e6, content: new Readable({ read() {} }) }) };
}

function breaking(first: Buffer): Readable {
  return Readable.from(
    (async function* () {
      yield first;
      await pause(20);
      throw new Error('broken');
    })(),
  );
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

  test('a file that storage cannot give to its end is no verdict, and costs the next one nothing', async () => {
    const pool = createJudgePool();
    const { byteSize, content } = await picture.open();
    const [sealed] = await content.toArray();
    const broken: [JudgeTask['open'], object][] = [
      [() => Promise.reject(new Error('away')), /away/],
      [async () => ({ byteSize, content: breaking(sealed.subarray(0, 40)) }), /broken/],
      [async () => ({ byteSize, content: Readable.from([Buffer.alloc(byteSize)]) }), /FileDamaged/],
    ];
    for (const [open, expected] of broken) {
      const failed = pool.judge({ ...picture, open });
      const next = pool.judge(picture);
      await assert.rejects(failed, expected);
      assert.ok('preview' in (await next));
    }
  });

  test('takes one file after the other from the same pipe, each to its last byte', async () => {
    const pool = createJudgePool();
    await pool.judge(picture);
    const { pid } = pool;
    const sizes = [0, 1, RECORD_BYTES, 5 * RECORD_BYTES];
    const files = await Promise.all(sizes.map((size) => stored(makePng([pngChunk('prIv', Buffer.alloc(size))]))));
    const judged = await Promise.all(files.map((file) => pool.judge(file)));
    assert.ok(judged.every((judgement) => 'preview' in judgement));
    assert.equal(pool.pid, pid);
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
