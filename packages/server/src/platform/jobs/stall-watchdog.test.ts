import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import sql from 'sql-template-tag';
import { eventually } from '../../../../harness/src/eventually.ts';
import { mailFactsOf } from '../../../../harness/src/mail-facts.ts';
import { type MailServer, startMailServer } from '../../../../harness/src/mail-server.ts';
import { invite, sceneWithInvitation } from '../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../harness/src/worker.ts';

const HANDS = 4;

describe('a worker that starts no job', () => {
  let service: TestService;
  let server: MailServer;
  let worker: TestWorker | undefined;

  before(async () => void (service = await startService()));
  after(() => service.close());
  beforeEach(async () => void (server = await startMailServer()));
  afterEach(async () => {
    await Promise.all([worker?.stop(), server.close()]);
    await service.db.write(sql`delete from graphile_worker._private_jobs`);
  });

  const work = async (stalledAfterMs: number): Promise<TestWorker> => {
    worker = await openWorker(settingsOf(service, server.url), { stalledAfterMs });
    return worker;
  };
  const lastWords = ({ logLines }: TestWorker): { atWork: number; looks: number }[] =>
    logLines
      .map((line) => JSON.parse(line))
      .filter(({ level }) => level === 'fatal')
      .map(({ atWork, looks }) => ({ atWork, looks }));

  it('says so once when jobs are due', async () => {
    await sceneWithInvitation(service);
    const locker = new Client({ connectionString: service.databaseUrl });
    await locker.connect();
    try {
      await locker.query('begin; lock table graphile_worker._private_jobs in exclusive mode');
      const stuck = await work(240);
      await eventually('it says so', () => stuck.stalls.length > 0);
      assert.deepEqual(lastWords(stuck), [{ atWork: 0, looks: 12 }]);
    } finally {
      await locker.end();
    }
  });

  it('has its time while all its hands are at work', async () => {
    const scene = await sceneWithInvitation(service);
    for (let n = 0; n < HANDS; n += 1) await invite(service, scene);
    const held = Promise.withResolvers<undefined>();
    server.onRecipient = () => held.promise;
    const busy = await work(240);
    await eventually('it says so', () => busy.stalls.length > 0);
    assert.deepEqual(lastWords(busy), [{ atWork: HANDS, looks: 120 }]);
    held.resolve(undefined);
  });

  it('is in order when nothing is due, or only what it does not know', async () => {
    const scene = await sceneWithInvitation(service);
    await service.db.write(sql`select graphile_worker.add_job('of.a.later.release', '{}'::json)`);
    const idle = await work(240);
    await mailFactsOf(service).isStatus(scene, 'SENT');
    await sleep(600);
    assert.equal(idle.stalls.length, 0);
  });
});
