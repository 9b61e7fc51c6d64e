import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { JudgesBusy } from '../file-errors.ts';
import { plainPng } from '../hostile-pictures.test-support.ts';
import { makePng } from '../sample-files.ts';
import { createJudgePool, type JudgePool, type JudgeTask } from './judge-pool.ts';
import { gated, type Gated, stored } from './judge-tasks.test-support.ts';
import type { Sender } from './sender.ts';

const noProc = process.platform !== 'linux' && 'only Linux tells the processor time of a process here';
const small = await stored(makePng());
/** Decoding it takes some tenths of a second of a processor. */
const large = await stored(plainPng({ width: 6000, height: 5000, isInterlaced: true }));

function link(name: string, { organization = 'A', network = name } = {}): Sender {
  return { organization, link: name, network };
}

function isBusy(error: unknown): boolean {
  return error instanceof JudgesBusy && error.retryAfterSeconds >= 1;
}

function pidOf({ pids }: JudgePool): number {
  const [pid] = pids;
  assert.ok(pid);
  return pid;
}

/** Files by name, each let through by hand; tells in which order they were judged. */
function line(pool: JudgePool) {
  const files: Record<string, Gated> = {};
  const order: string[] = [];
  return {
    order,
    files,
    add(name: string, sender: Sender, signal?: AbortSignal): Promise<unknown> {
      const file = gated(small);
      files[name] = file;
      return pool.judge({ ...file.task, sender, signal }).then(() => order.push(name));
    },
    goAll: () => Object.values(files).forEach(({ go }) => go()),
  };
}

suite('whose file is judged next', () => {
  test('organizations take turns, and their links, however many files one of them has waiting', async () => {
    const pool = createJudgePool({ judges: 1 });
    const { add, order, goAll } = line(pool);
    const hostile = link('hostile');
    const all = [add('h1', hostile), add('h2', hostile), add('h3', hostile)];
    all.push(add('same', link('honest')), add('other', link('honest too', { organization: 'B' })));
    all.push(add('client', { organization: 'C', client: 'c' }));
    goAll();
    await Promise.all(all);
    assert.deepEqual(order, ['h1', 'h2', 'other', 'client', 'same', 'h3']);
  });

  test('a link has two files waiting at most, and an organization and all of them together a bound too', async () => {
    const pool = createJudgePool({ judges: 1, limits: { waitingPerOrganization: 4, waiting: 5 } });
    const { add, order, goAll, files } = line(pool);
    const all = [add('h1', link('h')), add('h2', link('h')), add('h3', link('h'))];
    await assert.rejects(add('h4', link('h')), isBusy);
    all.push(add('i1', link('i')), add('i2', link('i')));
    await assert.rejects(add('j1', link('j')), isBusy, 'the organization');
    all.push(add('k1', link('k', { organization: 'B' })));
    await assert.rejects(add('l1', link('l', { organization: 'B' })), isBusy, 'all of them');
    goAll();
    await Promise.all(all);
    assert.equal(order.length, 6);
    assert.equal(files['h4']?.opened, 0);
  });

  test('a link is never at both judges, so that one is there for the others', async () => {
    const pool = createJudgePool({ judges: 2 });
    const { add, order, goAll, files } = line(pool);
    const all = [add('h1', link('h')), add('h2', link('h'))];
    await pool.judge({ ...small, sender: link('honest') });
    assert.deepEqual([order, files['h2']?.opened], [[], 0]);
    goAll();
    await Promise.all(all);
    assert.deepEqual(order, ['h1', 'h2']);
  });

  test('who is gone waits no more; what is at work is finished', async () => {
    const pool = createJudgePool({ judges: 1 });
    const { add, order, goAll, files } = line(pool);
    const gone = new AbortController();
    const first = add('first', link('h'), gone.signal);
    const waiting = add('waiting', link('h'), gone.signal);
    gone.abort();
    await assert.rejects(waiting, isBusy);
    await assert.rejects(add('late', link('h'), gone.signal), isBusy);
    goAll();
    await first;
    assert.deepEqual(order, ['first']);
    assert.deepEqual([files['waiting']?.opened, files['late']?.opened], [0, 0]);
  });
});

suite('processor time', { skip: noProc }, () => {
  const byLink = (sender: Sender): JudgeTask => ({ ...large, sender });

  test('is a budget of each link and each network', async () => {
    const pool = createJudgePool({
      judges: 1,
      limits: { cpuSecondsPerLink: 0.1, cpuSecondsPerNetwork: 0.15 },
    });
    await pool.judge(byLink(link('h', { network: 'n' })));
    const refused = pool.judge(byLink(link('h', { network: 'other' })));
    await assert.rejects(refused, (error) => isBusy(error));
    const neighbour = pool.judge(byLink(link('i', { network: 'n' })));
    await assert.rejects(neighbour, isBusy);
    assert.ok('preview' in (await pool.judge(byLink(link('j', { network: 'other' })))));
  });

  test('is a budget of an organization for what its clients send', async () => {
    const pool = createJudgePool({ judges: 1, limits: { cpuSecondsPerOrganization: 0.05 } });
    await pool.judge(byLink({ organization: 'A', client: 'a' }));
    await assert.rejects(pool.judge(byLink({ organization: 'A', client: 'b' })), isBusy);
    assert.ok('preview' in (await pool.judge(byLink(link('h')))));
    assert.ok('preview' in (await pool.judge(byLink({ organization: 'B', client: 'c' }))));
  });

  test('used up by one file is a verdict on that file', async () => {
    const pool = createJudgePool({ judges: 1, limits: { cpuSeconds: 0.01 } });
    assert.deepEqual(await pool.judge(large), { refusal: 'too-complex' });
  });

  test('is the own one of the process: a machine that gives none of it is no verdict', async () => {
    const pool = createJudgePool({ judges: 1, limits: { cpuSeconds: 1, wallMs: 60_000 } });
    await pool.judge(small);
    const pid = pidOf(pool);
    process.kill(pid, 'SIGSTOP');
    const judged = pool.judge(small);
    await pause(5_000);
    process.kill(pid, 'SIGCONT');
    assert.ok('preview' in (await judged));
    assert.equal(pidOf(pool), pid);
  });

  test('that never comes is no verdict either', async () => {
    const pool = createJudgePool({ judges: 1, limits: { wallMs: 500 } });
    await assert.rejects(pool.judge(gated(small).task), isBusy);
  });
});
