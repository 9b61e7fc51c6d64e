import { once } from 'node:events';
import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { eventually } from '../../packages/harness/src/eventually.ts';
import { startMailServer } from '../../packages/harness/src/mail-server.ts';
import { sceneWithBuyer, tokenSource, unique } from '../../packages/harness/src/scene.ts';
import { startService, type TestService } from '../../packages/harness/src/service.ts';
import { spawnWorker } from '../../packages/harness/src/spawned-process.ts';
import { settingsOf } from '../../packages/harness/src/worker.ts';
import type { Figure } from '../figure.ts';
import type { Measure } from './measure.ts';
import { startOwnCluster } from './own-cluster.ts';
import { send } from './writers.ts';

const LANES = 8;
const LATEST_KILL_MS = 100;
/** Without one mail more than that means that the worker stands still. */
const PATIENCE_MS = 60_000;

/** Kills the database server again and again under a worker with a long queue: it goes on by itself, and each mail goes out once. */
export async function measureBusyQueue({ queueKills, queuedJobs }: Measure): Promise<Figure[]> {
  const cluster = await startOwnCluster();
  const service = await startService({}, { url: cluster.url, drop: async () => undefined });
  const server = await startMailServer();
  try {
    const expected = await queueMails(service, queuedJobs);
    const worker = await spawnWorker(settingsOf(service, server.url));
    const exited = once(worker, 'exit');
    const arrived = (count: number): Promise<boolean> => goesOn(() => server.mails.length, count);
    let kills = 0;
    while (kills < queueKills && (await arrived(Math.floor((queuedJobs * kills) / (queueKills + 1))))) {
      await sleep(randomInt(LATEST_KILL_MS));
      await cluster.killAndRestart();
      kills += 1;
    }
    await arrived(queuedJobs);
    const empty = await eventually('the queue is empty', async () => (await jobs(service)) === 0).then(
      () => true,
      () => false,
    );
    const lived = worker.exitCode === null && worker.signalCode === null;
    worker.kill('SIGKILL');
    await exited;
    const left = await jobs(service);
    const times = new Map<string, number>(expected.map((address) => [address, 0]));
    for (const { to } of server.mails) times.set(to.join(), (times.get(to.join()) ?? 0) + 1);
    const counts = [...times.values()];
    const missing = counts.filter((count) => count === 0).length;
    const doubled = counts.filter((count) => count > 1).length;
    return [
      {
        what: `${kills} kills of the database server under ${queuedJobs} queued jobs`,
        found: `${left} jobs left, the worker ${lived ? 'lives' : 'has ended'}`,
        goal: `${queueKills} kills, none left, lives`,
        met: kills === queueKills && empty && lived,
      },
      {
        what: 'their mails',
        found: `${missing} missing, ${doubled} more than once`,
        goal: '0',
        met: missing === 0 && doubled === 0 && times.size === queuedJobs,
      },
    ];
  } finally {
    await server.close();
    await service.close();
    await cluster.close();
  }
}

/** To whom they go. */
async function queueMails(service: TestService, count: number): Promise<string[]> {
  const scene = await sceneWithBuyer(service);
  const token = tokenSource(scene.org);
  const addresses = Array.from({ length: count }, () => `${unique()}@x.example`);
  const waiting = addresses.values();
  async function invite(): Promise<void> {
    for (const recipientEmail of waiting) {
      const write = { path: scene.invitations, key: recipientEmail, body: { recipientEmail } };
      const { status } = await send(service.url, await token(), write);
      if (status !== 201) throw new Error(`${status} to an invitation`);
    }
  }
  await Promise.all(Array.from({ length: LANES }, invite));
  return addresses;
}

/** Until the number is reached; false when it stands still. */
async function goesOn(current: () => number, goal: number): Promise<boolean> {
  while (current() < goal) {
    const before = current();
    const moved = await eventually('it goes on', () => current() > before, PATIENCE_MS).then(
      () => true,
      () => false,
    );
    if (!moved) return false;
  }
  return true;
}

async function jobs({ db }: TestService): Promise<number> {
  return (await db.read(sql`select from graphile_worker.jobs`)).length;
}
