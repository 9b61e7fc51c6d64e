import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { type MailFacts, mailFactsOf } from '../../../../../harness/src/mail-facts.ts';
import { type MailServer, startMailServer } from '../../../../../harness/src/mail-server.ts';
import { sceneWithInvitation } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { spawnWorker } from '../../../../../harness/src/spawned-process.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../../harness/src/worker.ts';

describe('mails of a worker that is killed', () => {
  let service: TestService;
  let facts: MailFacts;
  let server: MailServer;
  let worker: TestWorker | undefined;

  before(async () => {
    service = await startService();
    facts = mailFactsOf(service);
  });
  after(() => service.close());
  beforeEach(async () => void (server = await startMailServer()));
  afterEach(async () => {
    await worker?.stop();
    await server.close();
    await service.db.write(sql`delete from graphile_worker._private_jobs`);
  });

  /** The worker that is left. */
  async function work(): Promise<void> {
    worker = await openWorker(settingsOf(service, server.url));
  }

  it('go on elsewhere within seconds when a worker is killed before the message was on its way', async () => {
    const scene = await sceneWithInvitation(service);
    const asked = Promise.withResolvers<undefined>();
    server.onRecipient = (count) => {
      if (count > 0) return undefined;
      asked.resolve(undefined);
      return new Promise(() => undefined);
    };
    const victim = await spawnWorker(settingsOf(service, server.url));
    await asked.promise;
    await work();
    victim.kill('SIGKILL');
    await once(victim, 'exit');
    await facts.isStatus(scene, 'SENT');
    assert.equal(server.mails.length, 1);
  });

  it('of a worker killed while its message was on its way are not sent again, and somebody is told', async () => {
    const scene = await sceneWithInvitation(service);
    const asked = Promise.withResolvers<undefined>();
    server.onMessage = () => {
      asked.resolve(undefined);
      return new Promise(() => undefined);
    };
    const victim = await spawnWorker(settingsOf(service, server.url));
    await asked.promise;
    victim.kill('SIGKILL');
    await once(victim, 'exit');
    await work();
    await facts.isStatus(scene, 'FAILED');
    assert.equal(server.mails.length, 1);
    assert.equal((await facts.activity(scene)).at(-1)?.details?.['reason'], 'outcome-unknown');
  });
});
