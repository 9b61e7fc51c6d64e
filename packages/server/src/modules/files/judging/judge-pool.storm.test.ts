import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { JudgesBusy } from '../file-errors.ts';
import { makePng, pngChunk } from '../sample-files.ts';
import { RECORD_BYTES } from '../sealed-records.ts';
import { createJudgePool, type JudgePool, type JudgeTask } from './judge-pool.ts';
import { gated, stored } from './judge-tasks.test-support.ts';

const picture = await stored(makePng());

function breaking(first: Buffer): Readable {
  return Readable.from(
    (async function* () {
      yield first;
      await pause(20);
      throw new Error('broken');
    })(),
  );
}

function pidOf({ pids }: JudgePool): number {
  const [pid] = pids;
  assert.ok(pid);
  return pid;
}

function kill(pool: JudgePool): void {
  process.kill(pidOf(pool), 'SIGKILL');
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

suite('the process that judges files', () => {
  test('killed in the middle of a file it costs nobody his file, and is no verdict on it', async () => {
    const pool = createJudgePool({ judges: 1 });
    await pool.judge(picture);
    const killed = pidOf(pool);
    const { task, begun, go } = gated(picture);
    const first = pool.judge(task);
    const second = pool.judge(picture);
    await begun();
    kill(pool);
    await begun();
    go();
    assert.ok('preview' in (await first));
    assert.ok('preview' in (await second));
    assert.notEqual(pidOf(pool), killed);
  });

  test('killed at a file again and again it leaves the file for later', async () => {
    const pool = createJudgePool({ judges: 1 });
    const { task, begun } = gated(picture);
    const judged = assert.rejects(pool.judge(task), JudgesBusy);
    for (let tries = 0; tries < 2; tries += 1) {
      await begun();
      kill(pool);
    }
    await judged;
  });

  test('killed between two files it costs none', async () => {
    const pool = createJudgePool({ judges: 1 });
    for (let file = 0; file < 2; file += 1) {
      assert.ok('preview' in (await pool.judge(picture)));
      kill(pool);
    }
    assert.ok('preview' in (await pool.judge(picture)));
  });

  test('a file that storage cannot give to its end is no verdict, and costs the next one nothing', async () => {
    const pool = createJudgePool({ judges: 1 });
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
    const pool = createJudgePool({ judges: 1 });
    await pool.judge(picture);
    const pid = pidOf(pool);
    const sizes = [0, 1, RECORD_BYTES, 5 * RECORD_BYTES];
    const files = await Promise.all(sizes.map((size) => stored(makePng([pngChunk('prIv', Buffer.alloc(size))]))));
    const judged = await Promise.all(files.map((file) => pool.judge(file)));
    assert.ok(judged.every((judgement) => 'preview' in judgement));
    assert.equal(pidOf(pool), pid);
  });

  test('ends when it has had no work for a while, and a new one starts', async () => {
    const pool = createJudgePool({ judges: 1, idleMs: 1 });
    await pool.judge(picture);
    const pid = pidOf(pool);
    while (isAlive(pid)) await pause(10);
    assert.deepEqual(pool.pids, []);
    assert.ok('preview' in (await pool.judge(picture)));
  });

  test('stays until its parent ends it, as the file at work is still wanted', async () => {
    const pool = createJudgePool({ judges: 1 });
    await pool.judge(picture);
    const pid = pidOf(pool);
    process.kill(pid, 'SIGTERM');
    process.kill(pid, 'SIGINT');
    assert.ok('preview' in (await pool.judge(picture)));
    assert.equal(pidOf(pool), pid);
  });

  test('gets none of the settings', { skip: process.platform !== 'linux' }, async () => {
    const pool = createJudgePool({ judges: 1 });
    await pool.judge(picture);
    const environment = await readFile(`/proc/${pidOf(pool)}/environ`, 'utf8');
    const names = environment.split('\0').map((line) => line.split('=')[0]);
    assert.deepEqual(names.filter((name) => name && !name.startsWith('NODE_CHANNEL_')).sort(), [
      'MALLOC_ARENA_MAX',
      'MALLOC_MMAP_THRESHOLD_',
    ]);
  });
});
