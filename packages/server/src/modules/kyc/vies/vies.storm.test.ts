import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, afterEach, before, describe, it } from 'node:test';
import { Client } from 'pg';
import sql from 'sql-template-tag';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { spawnWorker } from '../../../../../harness/src/spawned-process.ts';
import { invalidAnswer } from '../../../../../harness/src/vies-answers.ts';
import { startViesServer, type ViesServer } from '../../../../../harness/src/vies-server.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../../harness/src/worker.ts';
import { newNumber, viesCalls, viesTimes } from './vies.test-support.ts';

describe('a check of a worker that is killed', () => {
  let service: TestService;
  let server: ViesServer;
  let worker: TestWorker | undefined;
  let vies: ReturnType<typeof viesCalls>;
  let times: ReturnType<typeof viesTimes>;
  before(async () => {
    [service, server] = await Promise.all([startService(), startViesServer()]);
    vies = viesCalls(service);
    times = viesTimes(service);
  });
  after(async () => {
    await Promise.all([service.close(), server.close()]);
  });
  afterEach(async () => {
    await worker?.stop();
    worker = undefined;
  });

  const settings = () => ({ ...settingsOf(service), viesUrl: server.url });

  it('while VIES is being asked is done by another, who need not wait for the lock of the dead', async () => {
    const number = newNumber();
    const answers = Promise.withResolvers<undefined>();
    server.answers.set(number, async (call) => {
      if (server.callsAbout(number).length === 1) await answers.promise;
      return invalidAnswer(call);
    });
    const scene = await vies.buyerWith(`PT${number}`);
    const victim = await spawnWorker(settings());
    await eventually('the call', () => server.callsAbout(number).length === 1);
    worker = await openWorker(settings());
    victim.kill('SIGKILL');
    await once(victim, 'exit');
    assert.equal((await vies.checked(scene)).result, 'INVALID');
    answers.resolve(undefined);
    assert.equal(server.callsAbout(number).length, 2);
    assert.equal((await times.events(scene)).length, 1);
  });

  it('between the answer and its commit is written down once, with one event', async () => {
    const number = newNumber();
    const answers = Promise.withResolvers<undefined>();
    server.answers.set(number, async (call) => {
      await answers.promise;
      return invalidAnswer(call);
    });
    const scene = await vies.buyerWith(`PT${number}`);
    const victim = await spawnWorker(settings());
    await eventually('the call', () => server.callsAbout(number).length === 1);
    const other = new Client({ connectionString: service.databaseUrl });
    await other.connect();
    await other.query('begin');
    await other.query('select from vies_checks where buyer_id = $1 for update', [scene.buyerId]);
    answers.resolve(undefined);
    await eventually('its commit waits', async () => {
      const rows = await service.db.read(
        sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return rows.length > 0;
    }).finally(() => victim.kill('SIGKILL'));
    await once(victim, 'exit');
    await other.query('commit');
    await other.end();
    worker = await openWorker(settings());
    assert.equal((await vies.checked(scene)).result, 'INVALID');
    await eventually('no job is left', async () => (await times.jobsOf(scene)) === 0);
    assert.equal((await vies.checks(scene)).length, 1);
    assert.equal((await times.events(scene)).length, 1);
  });
});
