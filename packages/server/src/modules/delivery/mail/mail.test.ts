import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import sql from 'sql-template-tag';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { type MailFacts, mailFactsOf } from '../../../../../harness/src/mail-facts.ts';
import { type MailServer, startMailServer } from '../../../../../harness/src/mail-server.ts';
import { type InvitationScene, sceneWithInvitation } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../../harness/src/worker.ts';

describe('mails', () => {
  let service: TestService;
  let server: MailServer;
  let workers: TestWorker[] = [];

  before(async () => void (service = await startService()));
  after(() => service.close());
  beforeEach(async () => void (server = await startMailServer()));
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    workers = [];
    await server.close();
    await service.db.write(sql`delete from graphile_worker._private_jobs`);
  });

  async function work(smtpUrl: string | undefined = server.url): Promise<TestWorker> {
    const worker = await openWorker(settingsOf(service, smtpUrl));
    workers.push(worker);
    return worker;
  }
  const statuses: MailFacts['statuses'] = (scene) => mailFactsOf(service).statuses(scene);
  const isStatus: MailFacts['isStatus'] = (scene, ...wanted) => mailFactsOf(service).isStatus(scene, ...wanted);
  const activity: MailFacts['activity'] = (scene) => mailFactsOf(service).activity(scene);
  /** Instead of waiting for the pause to pass. */
  const hurry = (): Promise<unknown> =>
    service.db.write(sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`);
  async function failuresReach(scene: InvitationScene, count: number): Promise<void> {
    await eventually(`${count} failures`, async () => {
      await hurry();
      return (await activity(scene)).filter((entry) => entry.type === 'MAIL_FAILED').length >= count;
    });
  }
  const jobs = async (): Promise<number> => (await service.db.read(sql`select from graphile_worker.jobs`)).length;

  it('bring the invitation once, in both forms, whatever number of workers there is', async () => {
    const scene = await sceneWithInvitation(service);
    const { publicLinkUrl: link, recipientEmail = '', uuid } = scene.invitation;
    const [one, other] = [await work(), await work()];
    await isStatus(scene, 'SENT');
    await eventually('the queue is empty', async () => (await jobs()) === 0);
    const [mail, ...more] = server.mails;
    assert.ok(mail);
    assert.equal(more.length, 0);
    assert.deepEqual(mail.to, [recipientEmail]);
    assert.ok(mail.parsed.text?.includes(link));
    assert.ok(typeof mail.parsed.html === 'string' && mail.parsed.html.includes(link));
    assert.match(mail.parsed.messageId ?? '', /^<[0-9a-f-]{36}@127\.0\.0\.1>$/);
    assert.equal(mail.parsed.headers.get('auto-submitted'), 'auto-generated');
    assert.equal(mail.parsed.headers.get('x-mailer'), undefined);
    const entries = (await activity(scene)).map(({ type, actor, details }) => ({ type, actor: actor.kind, details }));
    assert.deepEqual(entries, [
      { type: 'CREATED', actor: 'CLIENT', details: undefined },
      { type: 'MAIL_QUEUED', actor: 'CLIENT', details: { mail: 'INVITATION' } },
      { type: 'MAIL_SENT', actor: 'SYSTEM', details: { mail: 'INVITATION', attempt: 1 } },
    ]);
    const lines = [...one.logLines, ...other.logLines].join('');
    assert.ok(!lines.includes(recipientEmail) && !lines.includes(link) && lines.length > 0, `no secrets about ${uuid}`);
  });

  it('are tried again when the server says not now, and the activity shows it', async () => {
    const scene = await sceneWithInvitation(service);
    server.onRecipient = (count) => (count < 2 ? 450 : undefined);
    await work();
    await failuresReach(scene, 2);
    await hurry();
    await isStatus(scene, 'SENT');
    assert.equal(server.mails.length, 1);
    const entries = (await activity(scene)).slice(2).map(({ type, details }) => ({ type, details }));
    assert.deepEqual(entries, [
      { type: 'MAIL_FAILED', details: { mail: 'INVITATION', attempt: 1, willRetry: true, reason: 'SMTP 450' } },
      { type: 'MAIL_FAILED', details: { mail: 'INVITATION', attempt: 2, willRetry: true, reason: 'SMTP 450' } },
      { type: 'MAIL_SENT', details: { mail: 'INVITATION', attempt: 3 } },
    ]);
  });

  it('end at once when the server refuses the recipient or the message for good', async () => {
    for (const step of ['onRecipient', 'onMessage'] as const) {
      const scene = await sceneWithInvitation(service);
      server[step] = () => 550;
      await work();
      await isStatus(scene, 'FAILED');
      await eventually('the queue is empty', async () => (await jobs()) === 0);
      assert.deepEqual((await activity(scene)).at(-1)?.details, {
        mail: 'INVITATION',
        attempt: 1,
        willRetry: false,
        reason: 'SMTP 550',
      });
    }
  });

  it('are counted by kind and by what came of each try', async () => {
    const { metrics } = await work();
    const counted = async (): Promise<Record<string, number>> => {
      const found = (await metrics()).matchAll(
        /^nt24_mail_outcomes_total\{kind="INVITATION",outcome="(\w+)"\} (\d+)$/gm,
      );
      return Object.fromEntries([...found].map(([, outcome = '', count]) => [outcome, Number(count)]));
    };
    const none = { sent: 0, retried: 0, failed: 0, unknown: 0, cancelled: 0 };
    assert.deepEqual(await counted(), none);
    for (let n = 0; n < 2; n += 1) await isStatus(await sceneWithInvitation(service), 'SENT');
    server.onRecipient = (before) => (before === 2 ? 450 : undefined);
    const late = await sceneWithInvitation(service);
    await failuresReach(late, 1);
    await hurry();
    await isStatus(late, 'SENT');
    server.onRecipient = () => 550;
    await isStatus(await sceneWithInvitation(service), 'FAILED');
    server.onRecipient = () => undefined;
    server.onMessage = () => 'hang up';
    await isStatus(await sceneWithInvitation(service), 'FAILED');
    await workers.pop()?.stop();
    const unwanted = await sceneWithInvitation(service);
    await service.call('POST', `${unwanted.path}/revoke`, { token: unwanted.token, body: { reason: '' } });
    const other = await work();
    await eventually('it is counted', async () =>
      /kind="INVITATION",outcome="cancelled"\} 1$/m.test(await other.metrics()),
    );
    await isStatus(unwanted, 'CANCELLED');
    assert.deepEqual(await counted(), { ...none, sent: 3, retried: 1, failed: 1, unknown: 1 });
    assert.match(await other.metrics(), /^nt24_mail_outcomes_total\{kind="RECEIPT",outcome="sent"\} 0$/m);
  });

  it('wait for a server that is down', async () => {
    const { port, url } = server;
    await server.close();
    const scene = await sceneWithInvitation(service);
    await work(url);
    await failuresReach(scene, 1);
    assert.equal((await activity(scene)).at(-1)?.details?.['reason'], 'ECONNREFUSED');
    server = await startMailServer(port);
    await eventually('the mail arrives', async () => {
      await hurry();
      return server.mails.length > 0;
    });
    await isStatus(scene, 'SENT');
    assert.equal(server.mails.length, 1);
  });

  it('are not sent again when the answer to the message got lost', async () => {
    const scene = await sceneWithInvitation(service);
    server.onMessage = () => 'hang up';
    await work();
    await isStatus(scene, 'FAILED');
    await eventually('the queue is empty', async () => (await jobs()) === 0);
    assert.equal(server.mails.length, 1);
    assert.equal((await activity(scene)).at(-1)?.details?.['reason'], 'outcome-unknown');
  });

  it('of a living worker are left to it, however long they take', async () => {
    const scene = await sceneWithInvitation(service);
    const asked = Promise.withResolvers<undefined>();
    const answer = Promise.withResolvers<undefined>();
    server.onMessage = () => {
      asked.resolve(undefined);
      return answer.promise;
    };
    await work();
    await asked.promise;
    await work();
    // Several looks for dead workers.
    await sleep(1_500);
    assert.deepEqual(await statuses(scene), ['SENDING']);
    answer.resolve(undefined);
    await isStatus(scene, 'SENT');
    assert.equal(server.mails.length, 1);
  });

  it('bring exactly one more for a resend', async () => {
    const scene = await sceneWithInvitation(service);
    await work();
    await isStatus(scene, 'SENT');
    await service.db.write(
      sql`update invitations set last_mail_at = last_mail_at - interval '11 minutes' where id = ${scene.invitation.uuid}::uuid`,
    );
    const key = 'resend-once';
    for (let n = 0; n < 3; n += 1) {
      const response = await service.call('POST', `${scene.path}/resend`, { token: scene.token, key, body: {} });
      assert.equal(response.status, 200);
    }
    await isStatus(scene, 'SENT', 'SENT');
    await eventually('the queue is empty', async () => (await jobs()) === 0);
    assert.equal(server.mails.length, 2);
    assert.notEqual(server.mails[0]?.parsed.messageId, server.mails[1]?.parsed.messageId);
  });

  it('of an ended invitation are not sent, even when the mail server had already been called', async () => {
    const [early, late] = [await sceneWithInvitation(service), await sceneWithInvitation(service)];
    const revoke = async (scene: InvitationScene): Promise<void> => {
      const body = { reason: '' };
      assert.equal((await service.call('POST', `${scene.path}/revoke`, { token: scene.token, body })).status, 200);
    };
    await revoke(early);
    server.onRecipient = () => revoke(late).then(() => undefined);
    await work();
    await isStatus(early, 'CANCELLED');
    await isStatus(late, 'CANCELLED');
    await eventually('the queue is empty', async () => (await jobs()) === 0);
    assert.equal(server.mails.length, 0);
  });

  it('of an older link are not sent', async () => {
    const scene = await sceneWithInvitation(service);
    const body = { rotateLink: true };
    assert.equal((await service.call('POST', `${scene.path}/resend`, { token: scene.token, body })).status, 200);
    await work();
    await isStatus(scene, 'CANCELLED', 'SENT');
    assert.equal(server.mails.length, 1);
    assert.ok(!server.mails[0]?.parsed.text?.includes(scene.invitation.publicLinkUrl));
  });

  it('bring the receipt with what was sent, in the language of the invitation, and without a link', async () => {
    const scene = await sceneWithInvitation(service);
    const { uuid, publicLinkUrl } = scene.invitation;
    await work();
    await isStatus(scene, 'SENT');
    await service.db
      .read(sql`with used as (update invitations set status = 'USED', locale = 'de', usage_count = 1, last_used_at = now()
        where id = ${uuid}::uuid returning *),
      said as (insert into kyc_submissions (id, invitation_id, seller_id, buyer_id, company_confirmed, privacy_notice_version, submitted_at)
        select gen_random_uuid(), id, seller_id, buyer_id, true, '1', now() from used),
      document as (insert into kyc_documents (id, seller_id, buyer_id, type, source, created_at)
        select gen_random_uuid(), seller_id, buyer_id, 'COC_EXTRACT', 'WEB_APP', now() from used returning id),
      file as (insert into kyc_files (id, document_id, type, file_name, media_type, byte_size, sha256, storage_key)
        select gen_random_uuid(), id, 'COC_EXTRACT', 'Auszug.pdf', 'application/pdf', 1, '', md5(id::text) from document),
      mail as (insert into mails (id, kind, subject_kind, subject_id, subject_version)
        select gen_random_uuid(), 'RECEIPT', 'invitation', id, link_version from used returning id)
      select graphile_worker.add_job('mail.send', json_build_object('mailId', id)) from mail`);
    await isStatus(scene, 'SENT', 'SENT');
    const { subject = '', text = '', html } = server.mails[1]?.parsed ?? {};
    assert.match(subject, /^Bestätigung: /);
    assert.ok(text.includes('Auszug.pdf'));
    assert.ok(!text.includes(publicLinkUrl) && !String(html).includes(publicLinkUrl));
  });

  it('of a worker that is stopped go on elsewhere at once', async () => {
    const scene = await sceneWithInvitation(service);
    const asked = Promise.withResolvers<undefined>();
    server.onRecipient = (count) => {
      if (count > 0) return undefined;
      asked.resolve(undefined);
      return new Promise(() => undefined);
    };
    const worker = await openWorker(settingsOf(service, server.url));
    await asked.promise;
    await worker.stop();
    await work();
    await isStatus(scene, 'SENT');
    assert.equal(server.mails.length, 1);
  });

  it('become files without a mail server, and their link is printed', async () => {
    const scene = await sceneWithInvitation(service);
    const worker = await openWorker(settingsOf(service));
    workers.push(worker);
    await isStatus(scene, 'SENT');
    const folder = join(service.config.dataDir, 'mail');
    const [name = '', ...more] = await readdir(folder);
    assert.equal(more.length, 0);
    assert.match(name, /^\d{8}T\d{6}Z-invitation-[0-9a-f-]{36}\.eml$/);
    assert.match(await readFile(join(folder, name), 'utf8'), /^Auto-Submitted: auto-generated\r?$/m);
    const { recipientEmail = '', publicLinkUrl } = scene.invitation;
    assert.deepEqual(worker.printed, [`mail  INVITATION  ${recipientEmail}  ${publicLinkUrl}`]);
    assert.ok(!worker.logLines.join('').includes(publicLinkUrl));
  });

  it('go on after the database was away', async () => {
    await work();
    const name = new URL(service.databaseUrl).pathname.slice(1);
    const admin = new URL(service.databaseUrl);
    admin.pathname = '/postgres';
    const client = new Client({ connectionString: admin.href });
    await client.connect();
    await client.query(`alter database ${name} with allow_connections false`);
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    await sleep(3_000);
    await client.query(`alter database ${name} with allow_connections true`);
    await client.end();
    const scene = await sceneWithInvitation(service);
    await isStatus(scene, 'SENT');
    assert.equal(server.mails.length, 1);
  });
});
