import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { clockWorkOf, doClockWork } from '../../../../../harness/src/clock-work.ts';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { type DocumentView, type KycCalls, kycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { type MailServer, type ReceivedMail, startMailServer } from '../../../../../harness/src/mail-server.ts';
import { addBuyer, type BuyerScene, sceneWithBuyer, unique } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../../harness/src/worker.ts';

let service: TestService;
let server: MailServer;
let kyc: KycCalls;
before(async () => {
  [service, server] = await Promise.all([startService(), startMailServer()]);
  kyc = kycCalls(service);
});
after(() => Promise.all([service.close(), server.close()]));

const tell = (): Promise<void> => doClockWork(clockWorkOf(service), ['expiries.tell']);

/** A buyer of a seller that can be mailed, unless it is not to be. */
async function sceneToTell(email: string | null = `export@${unique()}.example`): Promise<BuyerScene> {
  const scene = await sceneWithBuyer(service);
  if (email !== null) await setContact(scene, { email });
  return scene;
}

async function setContact({ partner, token }: BuyerScene, body: object): Promise<void> {
  assert.equal((await service.call('PUT', `${partner}/contact`, { token, body })).status, 200);
}

async function dayIn(days: number): Promise<string> {
  const row = await service.db.readFirst<{ day: string }>(
    sql`select to_char((now() at time zone 'UTC')::date + ${days}::int, 'YYYY-MM-DD') as day`,
  );
  return row?.day ?? assert.fail();
}

const passport = async (scene: BuyerScene, days: number, type = 'CONTACT_PASSPORT'): Promise<DocumentView> =>
  kyc.uploaded(scene, { type, expiresOn: await dayIn(days) });

const mailsTo = ({ org }: BuyerScene): Promise<{ id: string; status: string; jobs: number }[]> =>
  service.db.read(sql`select m.id, m.status,
      (select count(*)::int from graphile_worker._private_jobs j where j.payload->>'mailId' = m.id::text) as jobs
    from mails m where m.kind = 'EXPIRY' and m.subject_id = ${org.sellerId} order by m.created_at`);

const countTo = async (scene: BuyerScene): Promise<number> => (await mailsTo(scene)).length;

async function end({ buyer, token }: BuyerScene, { uuid }: DocumentView): Promise<void> {
  const answer = await service.call('POST', `${buyer}/kyc/documents/${uuid}/withdraw`, {
    token,
    body: { reason: 'x' },
  });
  assert.equal(answer.status, 200);
}

describe('documents that expire', () => {
  it('are told of once, in one mail with one job, however many look after it at once', async () => {
    const scene = await sceneToTell();
    const other = await addBuyer(service, scene.org, scene.token);
    for (const days of [0, 30]) await passport(scene, days, days === 0 ? 'CONTACT_ID_CARD' : 'CONTACT_PASSPORT');
    await passport(other, 29);
    const later = await passport(other, 31, 'CONTACT_ID_CARD');
    await kyc.uploaded(other, { type: 'CONTACT_DRIVING_LICENCE' });
    await Promise.all([tell(), tell(), tell()]);
    const [mail, ...others] = await mailsTo(scene);
    assert.deepEqual([mail?.status, mail?.jobs, others], ['QUEUED', 1, []]);
    const told = await service.db.read<{ id: string; told: boolean }>(
      sql`select id, expiry_mail_id = ${mail?.id}::uuid as told from kyc_documents
        where seller_id = ${scene.org.sellerId}::uuid and expiry_mail_id is not null`,
    );
    assert.deepEqual(
      told.map((row) => row.told),
      [true, true, true],
    );
    const lines = await service.db.read(sql`select action, actor_kind, details from audit_events
      where subject_id = ${scene.org.sellerId}::uuid and action = 'mail.queue'`);
    assert.deepEqual(lines, [{ action: 'mail.queue', actor_kind: 'SYSTEM', details: { mail: 'EXPIRY' } }]);
    await tell();
    assert.equal(await countTo(scene), 1);

    // A month later.
    await service.db.write(
      sql`update kyc_documents set expires_on = expires_on - 1 where id = ${later.uuid}::uuid and seller_id = ${scene.org.sellerId}::uuid`,
    );
    await tell();
    assert.equal(await countTo(scene), 2);
  });

  it('are told anew where the day is changed to another that is near', async () => {
    const scene = await sceneToTell();
    const { uuid } = await passport(scene, 3);
    await tell();
    const path = `${scene.buyer}/kyc/documents/${uuid}`;
    for (const [days, count] of [
      [400, 1],
      [20, 2],
    ] as const) {
      const body = { expiresOn: await dayIn(days) };
      assert.equal((await service.call('PATCH', path, { token: scene.token, body })).status, 200);
      await tell();
      assert.equal(await countTo(scene), count);
    }
  });

  it('are nothing to tell of once they have ended, of a blocked buyer, without an address, or of a seller for whom nobody may act', async () => {
    const ended = await sceneToTell();
    await end(ended, await passport(ended, 3));
    await passport(ended, 3, 'CONTACT_ID_CARD');
    await kyc.uploaded(ended, { type: 'CONTACT_ID_CARD' });
    const blocked = await sceneToTell();
    await passport(blocked, 3);
    await service.call('POST', `${blocked.buyer}/block`, { token: blocked.token });
    const silent = await sceneToTell(null);
    await passport(silent, 3);
    await setContact(silent, { phone: '+49 30 901820' });
    const withdrawn = await sceneToTell();
    await passport(withdrawn, 3);
    await service.db.write(
      sql`update organizations set disabled_at = now() where id = ${withdrawn.org.organizationId}::uuid`,
    );
    await tell();
    for (const scene of [ended, blocked, silent, withdrawn]) assert.equal(await countTo(scene), 0);
    await setContact(silent, { email: `export@${unique()}.example` });
    await tell();
    assert.equal(await countTo(silent), 1, 'later, to who is named then');
  });

  it('make no more mails to one address than others do, and wait', async () => {
    const email = `export@${unique()}.example`;
    const scene = await sceneToTell(email);
    for (let n = 0; n < 4; n += 1) {
      const buyer = n === 0 ? scene : await addBuyer(service, scene.org, scene.token);
      await passport(buyer, 3);
      await tell();
    }
    assert.equal(await countTo(scene), 3);
    const waiting = await service.db.readFirst(sql`select count(*)::int as count from kyc_documents
      where seller_id = ${scene.org.sellerId}::uuid and expires_on is not null and expiry_mail_id is null`);
    assert.deepEqual(waiting, { count: 1 });
    await service.db.write(
      sql`update mail_recipients set mailed_at = array(select at - interval '11 minutes' from unnest(mailed_at) at order by at)`,
    );
    await tell();
    assert.equal(await countTo(scene), 4);
  });
});

describe('the mail about them', () => {
  beforeEach(() => void server.mails.splice(0));

  /** A failure leaves no worker behind. */
  async function withWorker(smtpUrl: string | undefined, work: () => Promise<void>): Promise<TestWorker> {
    const worker = await openWorker(settingsOf(service, smtpUrl));
    try {
      await work();
    } finally {
      await worker.stop();
    }
    return worker;
  }

  async function sendAll(): Promise<void> {
    const worker = await withWorker(server.url, () =>
      eventually('all mails about it have come to an end', async () => {
        const open = await service.db.read(
          sql`select from mails m where kind = 'EXPIRY' and status in ('QUEUED', 'SENDING') and (not_before is null or not_before < now())`,
        );
        return open.length === 0;
      }),
    );
    for (const line of worker.logLines) assert.doesNotMatch(line, /Garagem|export@/);
  }

  const mailTo = (email: string): ReceivedMail | undefined => server.mails.find(({ to }) => to.includes(email));

  it('names each, in the language of the seller’s country, and nothing that has ended meanwhile', async () => {
    const email = `export@${unique()}.example`;
    const scene = await sceneToTell(email);
    const seller = scene.org.sellers[0] ?? assert.fail();
    const other = await addBuyer(service, scene.org, scene.token);
    await passport(scene, 12);
    const gone = await passport(other, 3, 'CONTACT_DRIVING_LICENCE');
    const none = await sceneToTell();
    const only = await passport(none, 3);
    await tell();
    await end(other, gone);
    await end(none, only);
    await sendAll();
    assert.deepEqual(
      (await mailsTo(none)).map(({ status }) => status),
      ['CANCELLED'],
    );
    const { subject, text = '' } = mailTo(email)?.parsed ?? assert.fail('no mail');
    assert.equal(subject, `${seller.name}: Ausweisdokumente Ihrer Käufer laufen bald ab`);
    assert.ok(text.includes(seller.name), text);
    const day = new Intl.DateTimeFormat('de', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(await dayIn(12)));
    assert.match(
      text.replaceAll('\u00a0', ' '),
      new RegExp(`- Garagem Central Lda\\s+Reisepass einer Kontaktperson, gültig bis ${day.replaceAll('.', '\\.')}`),
    );
    assert.ok(!text.includes('Führerschein'), text);
    const lines = await service.db.readFirst(sql`select count(*)::int as count from audit_events
      where subject_id = ${scene.org.sellerId}::uuid and action = 'mail.send'`);
    assert.deepEqual(lines, { count: 1 });
  });

  it('goes to the address that the seller has when it is sent', async () => {
    const scene = await sceneToTell();
    await passport(scene, 3);
    await tell();
    const email = `other@${unique()}.example`;
    await setContact(scene, { email });
    await sendAll();
    assert.ok(mailTo(email));
  });

  it('that became a file goes with the erasure of a buyer whom it may name', async () => {
    const scene = await sceneToTell();
    await passport(scene, 3);
    await tell();
    const [mail] = await mailsTo(scene);
    const files = async (): Promise<string[]> =>
      (await readdir(join(service.config.dataDir, 'mail')).catch(() => [])).filter((name) =>
        name.includes(mail?.id ?? '?'),
      );
    await withWorker(undefined, async () => {
      await eventually('it is there', async () => (await files()).length === 1);
      const body = { reason: 'On request.' };
      assert.equal((await service.call('POST', `${scene.buyer}/erase`, { token: scene.token, body })).status, 200);
      await eventually('it is gone', async () => (await files()).length === 0);
    });
  });
});
