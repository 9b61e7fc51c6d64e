import assert from 'node:assert/strict';
import { readFile, readlink } from 'node:fs/promises';
import { suite, test } from 'node:test';
import { gridHeic } from '../grid-heic.test-support.ts';
import { endlessRow, largestJpeg, plainPng } from '../hostile-pictures.test-support.ts';
import { makeHeic, makeJpeg, makePdf, makePng } from '../sample-files.ts';
import { confinementOfJudges } from './confinement.ts';
import { createJudgePool, type JudgePool } from './judge-pool.ts';
import { stored } from './judge-tasks.test-support.ts';

const noProc = process.platform !== 'linux' && 'only Linux tells of another process what is asked here';
const MEGABYTE = 1024 * 1024;
/** What a process takes for the largest pictures of all, a HEIC of 50 megapixels. */
const PEAK_BYTES = 1024 * MEGABYTE;
const ROOM_BYTES = 4096 * MEGABYTE;

function pidOf({ pids }: JudgePool): number {
  const [pid] = pids;
  assert.ok(pid);
  return pid;
}

async function peakOf(pool: JudgePool): Promise<number> {
  const status = await readFile(`/proc/${pidOf(pool)}/status`, 'latin1');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024;
}

suite('what bounds a judge from outside', { skip: noProc }, () => {
  test('every kind of file is judged within it', async () => {
    const pool = createJudgePool({ judges: 1 });
    for (const task of [
      await stored(makePng()),
      await stored(makeJpeg(), 'image/jpeg'),
      await stored(makeHeic(), 'image/heic'),
    ]) {
      assert.ok('preview' in (await pool.judge(task)));
    }
    assert.equal('refusal' in (await pool.judge(await stored(makePdf(), 'application/pdf'))), false);
  });

  test('it is first to go when memory ends, writes no core dump, and has a bound on its address space', async (t) => {
    const { addressSpaceKb } = await confinementOfJudges();
    if (addressSpaceKb === undefined) return t.skip('this system bounds no address space');
    const pool = createJudgePool({ judges: 1 });
    await pool.judge(await stored(makePng()));
    const of = (name: string) => readFile(`/proc/${pidOf(pool)}/${name}`, 'latin1');
    assert.equal(await of('oom_score_adj'), '1000\n');
    const limits = await of('limits');
    const [, core] = /^Max core file size\s+(\w+)/m.exec(limits) ?? [];
    const [, addresses] = /^Max address space\s+(\w+)/m.exec(limits) ?? [];
    assert.deepEqual([core, addresses], ['0', String(addressSpaceKb * 1024)]);
    assert.ok(addressSpaceKb * 1024 < ROOM_BYTES);
  });

  test('it has a network of its own', async (t) => {
    if (!(await confinementOfJudges()).hasOwnNetwork) return t.skip('this system gives no namespaces to users');
    const pool = createJudgePool({ judges: 1 });
    await pool.judge(await stored(makePng()));
    const [own, theirs] = await Promise.all([readlink('/proc/self/ns/net'), readlink(`/proc/${pidOf(pool)}/ns/net`)]);
    assert.notEqual(theirs, own);
    const routes = await readFile(`/proc/${pidOf(pool)}/net/route`, 'latin1');
    assert.equal(routes.trim().split('\n').length, 1, 'the head of an empty table');
  });

  test('it may read the program, and neither write nor start anything', async () => {
    assert.ok((await confinementOfJudges()).hasPermissions);
    const pool = createJudgePool({ judges: 1 });
    await pool.judge(await stored(makePng()));
    const command = (await readFile(`/proc/${pidOf(pool)}/cmdline`, 'latin1')).split('\0');
    assert.ok(command.includes('--permission'));
    assert.deepEqual(
      command.filter((word) => /^--allow-(?!addons|fs-read)/.test(word)),
      [],
    );
    const readable = command.filter((word) => word.startsWith('--allow-fs-read='));
    assert.ok(readable.every((word) => /(packages\/|node_modules\/|package\.json)$/.test(word)));
  });

  test('pictures at their limits stay far below it, and those beyond take nothing', async (t) => {
    const pool = createJudgePool({ judges: 1 });
    await pool.judge(await stored(makePng()));
    const before = await peakOf(pool);
    const refused = await pool.judge(await stored(endlessRow()));
    assert.deepEqual(refused, { refusal: 'too-many-pixels' });
    assert.ok((await peakOf(pool)) < before + 32 * MEGABYTE);
    const pictures = [
      await stored(plainPng({ width: 20_000, height: 1_677, bits: 16 })),
      await stored(plainPng({ width: 5_792, height: 5_792, bits: 16, isInterlaced: true })),
      await stored(plainPng({ width: 20_000, height: 2_500, isInterlaced: true })),
      await stored(await largestJpeg(), 'image/jpeg'),
      await stored(gridHeic(8_064, 6_048), 'image/heic'),
      await stored(gridHeic(8_192, 6_144), 'image/heic'),
    ];
    for (const picture of pictures) assert.ok('preview' in (await pool.judge(picture)));
    const peak = await peakOf(pool);
    t.diagnostic(`at most ${Math.round(peak / MEGABYTE)} MB`);
    assert.ok(peak < PEAK_BYTES, `${peak}`);
  });
});
