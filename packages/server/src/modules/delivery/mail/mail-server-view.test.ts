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

  for (const [step, words, reason] of [
    ['onRecipient', '5.7.1 <office@x.example>: Relay access denied', 'SMTP 550 5.7.1'],
    ['onRecipient', '5.5.1 Protocol error', 'SMTP 550 5.5.1'],
    ['onMessage', '5.7.1 Message for <office@x.example> looks like spam', 'SMTP 550 5.7.1'],
    ['onMessage', '5.7.26 Unauthenticated email is not accepted due to the DMARC policy', 'SMTP 550 5.7.26'],
    ['onMessage', '5.5.2 Bare line feed', 'SMTP 550 5.5.2'],
  ] as const) {
    it(`is no fault of the recipient when it says ${reason} to ${step === 'onMessage' ? 'the message' : 'him'}`, async () => {
      const scene = await sceneWithInvitation(service);
      server[step] = () => ({ code: 550, words });
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
      server[step] = () => undefined;
      server.mails.length = 0;
      await eventually('it is sent', async () => {
        await service.db.write(sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`);
        return server.mails.length > 0;
      });
      await mailFactsOf(service).isStatus(scene, 'SENT');
    });
  }

  for (const [step, code, about] of [
    ['onRecipient', '5.1.1', 'the recipient'],
    ['onRecipient', '5.7.17', 'a mailbox that is now of somebody else'],
    ['onMessage', '5.2.2', 'a mailbox that is full for good'],
    ['onMessage', '5.3.4', 'the size of the message'],
    ['onMessage', '5.6.0', 'the form of the message'],
    ['onMessage', '5.7.18', 'a domain that is now of somebody else'],
  ] as const) {
    it(`stays a bounce when it speaks of ${about} (${code})`, async () => {
      const scene = await sceneWithInvitation(service);
      server[step] = () => ({ code: 550, words: `${code} no` });
      const { logLines } = await work();
      await mailFactsOf(service).isStatus(scene, 'FAILED');
      assert.equal((await mailFactsOf(service).activity(scene)).at(-1)?.details?.['reason'], `SMTP 550 ${code}`);
      assert.ok(!logLines.some((line) => line.includes('refuses our mails')));
    });
  }
});
