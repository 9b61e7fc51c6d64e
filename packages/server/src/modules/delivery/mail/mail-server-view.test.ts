import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { mailFactsOf } from '../../../../../harness/src/mail-facts.ts';
import { type MailServer, startMailServer } from '../../../../../harness/src/mail-server.ts';
import { sceneWithInvitation } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { openWorker, settingsOf, type TestWorker, type WorkerSettings } from '../../../../../harness/src/worker.ts';

describe('what a mail server sees of us', () => {
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

  async function work(changes: Partial<WorkerSettings> = {}): Promise<TestWorker> {
    worker = await openWorker({ ...settingsOf(service, server.url), ...changes });
    return worker;
  }

  const NAMES: readonly (readonly [string, Partial<WorkerSettings>])[] = [
    ['kyc.seller.example', { publicBaseUrl: 'https://kyc.seller.example:8443/start' }],
    ['[192.0.2.7]', { publicBaseUrl: 'https://192.0.2.7' }],
    ['[IPv6:2001:db8::7]', { publicBaseUrl: 'https://[2001:db8::7]' }],
    ['mail.seller.example', { publicBaseUrl: 'https://kyc.seller.example', smtpName: 'mail.seller.example' }],
  ];
  for (const [name, settings] of NAMES) {
    it(`is the name ${name}`, async () => {
      const scene = await sceneWithInvitation(service);
      await work(settings);
      await mailFactsOf(service).isStatus(scene, 'SENT');
      // The server tells it in small letters.
      assert.deepEqual([...server.names], [name.toLowerCase()]);
    });
  }

  for (const [words, reason] of [
    ['5.7.1 <office@x.example>: Relay access denied', 'SMTP 550 5.7.1'],
    ['5.5.1 Protocol error', 'SMTP 550 5.5.1'],
  ] as const) {
    it(`is no fault of the recipient when it says ${reason}`, async () => {
      const scene = await sceneWithInvitation(service);
      server.onRecipient = () => ({ code: 550, words });
      const { logLines } = await work();
      const failed = async () =>
        (await mailFactsOf(service).activity(scene)).filter(({ type }) => type === 'MAIL_FAILED');
      await eventually('a failure', async () => (await failed()).length > 0);
      assert.deepEqual((await failed())[0]?.details, { mail: 'INVITATION', attempt: 1, willRetry: true, reason });
      const alarms = logLines.map((line) => JSON.parse(line)).filter(({ level }) => level === 'error');
      assert.deepEqual(
        alarms.map(({ reason: told, msg }) => ({ told, msg })),
        [{ told: reason, msg: 'the mail server refuses our mails' }],
      );
      assert.ok(!logLines.join('').includes('office@'), 'no address in the log');
      server.onRecipient = () => undefined;
      await eventually('it is sent', async () => {
        await service.db.write(sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`);
        return server.mails.length > 0;
      });
      await mailFactsOf(service).isStatus(scene, 'SENT');
    });
  }

  it('stays a bounce when it speaks of the recipient', async () => {
    const scene = await sceneWithInvitation(service);
    server.onRecipient = () => ({ code: 550, words: '5.1.1 no such user' });
    await work();
    await mailFactsOf(service).isStatus(scene, 'FAILED');
    assert.equal((await mailFactsOf(service).activity(scene)).at(-1)?.details?.['reason'], 'SMTP 550 5.1.1');
  });
});
