import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type ParsedMail, simpleParser } from 'mailparser';
import sql from 'sql-template-tag';
import { eventually } from '../../../../../../harness/src/eventually.ts';
import { opsOf } from '../../../../../../harness/src/ops.ts';
import { createPortalScene, expectRedirect, type PortalScene } from '../../../../../../harness/src/portal.ts';
import { type BuyerScene, type InvitationScene, sceneWithBuyer } from '../../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../../harness/src/service.ts';
import { createVisitor, pathOfLink } from '../../../../../../harness/src/visitor.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../../../harness/src/worker.ts';

const CONTACT = 'kyc@marketplace.example';
const DESK = 'desk@marketplace.example';
const REMARK = 'Planted words 4711';

let service: TestService;
let buyer: BuyerScene;
let scenes: PortalScene;
let worker: TestWorker | undefined;

before(async () => {
  service = await startService();
  buyer = await sceneWithBuyer(service);
  scenes = createPortalScene(service, buyer);
  await ops('organizations', 'set-contact', '--organization', buyer.org.slug, '--email', CONTACT);
});
after(async () => {
  await worker?.stop();
  await service.close();
});

async function ops(...words: string[]): Promise<string> {
  const { out, err } = await opsOf(service)(...words);
  assert.equal(err, '');
  return out;
}

function arrivalMailsTo(to: string, slug = buyer.org.slug): Promise<string> {
  return ops('organizations', 'set-arrival-mails', '--organization', slug, '--to', to);
}

async function sent(body: Readonly<Record<string, unknown>> = {}): Promise<InvitationScene> {
  const scene = await scenes.invited({ requestedDocuments: [], ...body });
  expectRedirect(
    await (await scenes.started(scene, ['COC_EXTRACT', 'COC_EXTRACT', 'VAT_CERTIFICATE'])).send(),
    '/kyc/done',
  );
  return scene;
}

function kindsOf({ invitation }: InvitationScene): Promise<{ kind: string; status: string }[]> {
  return service.db.read(sql`select kind, status from mails
    where subject_kind = 'invitation' and subject_id = ${invitation.uuid} and kind <> 'INVITATION' order by kind`);
}

const QUEUED = [
  { kind: 'ARRIVAL', status: 'QUEUED' },
  { kind: 'RECEIPT', status: 'QUEUED' },
];

async function mailAbout({ invitation }: InvitationScene): Promise<ParsedMail> {
  const folder = join(service.config.dataDir, 'mail');
  const names = (await readdir(folder)).filter((name) => name.includes('-arrival-'));
  const mails = await Promise.all(names.map(async (name) => simpleParser(await readFile(join(folder, name)))));
  const own = mails.filter(({ text }) => text?.includes(invitation.uuid));
  assert.equal(own.length, 1);
  return own[0] ?? assert.fail();
}

describe('the mail about documents that have arrived', () => {
  it('is not sent until it is switched on, and not once it is switched off again', async () => {
    const receipt = QUEUED.slice(1);
    assert.deepEqual(await kindsOf(await sent()), receipt);
    assert.match(await arrivalMailsTo('contact'), /go to its contact$/);
    assert.deepEqual(await kindsOf(await sent()), QUEUED);
    await arrivalMailsTo('none');
    assert.deepEqual(await kindsOf(await sent()), receipt);
  });

  it('is not queued where there is nobody to tell, which the switch says', async () => {
    const other = await sceneWithBuyer(service);
    assert.match(await arrivalMailsTo('contact', other.org.slug), /it has no contact yet/);
    const there = createPortalScene(service, other);
    const scene = await there.invited({ requestedDocuments: [] });
    expectRedirect(await (await there.started(scene, ['COC_EXTRACT'])).send(), '/kyc/done');
    assert.deepEqual(await kindsOf(scene), QUEUED.slice(1));
  });

  it('is queued once, however many send at the same time', async () => {
    await arrivalMailsTo('contact');
    const scene = await scenes.invited({ requestedDocuments: [] });
    const one = await scenes.started(scene, ['COC_EXTRACT']);
    const other = createVisitor(service);
    await other.post(`${pathOfLink(scene.invitation.publicLinkUrl)}/start`);
    const answers = await Promise.all([one.send(), other.send(), one.send(), other.send()]);
    assert.ok(answers.some(({ status }) => status === 303));
    assert.deepEqual(await kindsOf(scene), QUEUED);
    assert.equal((await scenes.stateOf(scene)).status, 'USED');
  });

  it('refuses an address that is none', async () => {
    const { err } = await opsOf(service)(
      'organizations',
      'set-arrival-mails',
      '--organization',
      buyer.org.slug,
      '--to',
      'a@b.example, c@d.example',
    );
    assert.match(err, /is one mail address/);
  });

  it('says what came and where to see it, with nothing of what the buyer wrote, and goes to the address that was set', async () => {
    await arrivalMailsTo('contact');
    const plain = await sent({ label: 'Deal 4711' });
    const remarked = await scenes.invited({ requestedDocuments: [] });
    const visitor = await scenes.started(remarked);
    expectRedirect(await visitor.post('/kyc/company', { remark: REMARK, street: 'Rua Nova 7' }), '/kyc/review');
    expectRedirect(await visitor.send(), '/kyc/done');
    const partial = await scenes.invited({ requestedDocuments: ['COC_EXTRACT', 'VAT_CERTIFICATE'] });
    const short = await scenes.started(partial, ['COC_EXTRACT']);
    expectRedirect(
      await short.post('/kyc/documents/not-supplied/VAT_CERTIFICATE', { reason: REMARK }),
      '/kyc/documents',
    );
    expectRedirect(await short.send(), '/kyc/done');
    await arrivalMailsTo(DESK);
    worker = await openWorker(settingsOf(service));
    const isSent = async (scene: InvitationScene) => (await kindsOf(scene)).every(({ status }) => status === 'SENT');
    for (const scene of [plain, remarked, partial]) await eventually('the mails are sent', () => isSent(scene));

    const mail = await mailAbout(plain);
    assert.equal([mail.to].flat()[0]?.text, DESK);
    assert.equal(mail.subject, `Documents have arrived: Garagem Central Lda for ${buyer.org.sellers[0]?.name}`);
    for (const fact of ['Deal 4711', buyer.buyerId, `GET ${plain.path}/submission`, 'Documents (2)', 'confirmed'])
      assert.ok(mail.text?.includes(fact), `${fact} in ${mail.text}`);
    const source = `${mail.text} ${String(mail.html)}`;
    assert.doesNotMatch(source, /extract\.pdf|\/i\/[\w-]{20}|href=/);
    assert.ok(!source.includes(plain.invitation.recipientEmail ?? '?'));
    const { text = '' } = await mailAbout(remarked);
    assert.match(text, /has corrections and a remark/);
    assert.doesNotMatch(text, /Planted|Rua Nova/);
    assert.match(text, /Documents \(0\): none/);
    assert.ok(mail.text?.includes('has sent what it was asked for') && !mail.text.includes('Not supplied'));
    const { text: told = '' } = await mailAbout(partial);
    assert.match(told, /Not supplied \(1\): VAT registration certificate/);
    assert.match(told, /Not all of what it was asked for came/);
    assert.doesNotMatch(told, /Planted|sent what it was asked for/);
  });

  it('is cancelled where it was switched off before it went', async () => {
    await worker?.stop();
    worker = undefined;
    await arrivalMailsTo('contact');
    const scene = await sent();
    await arrivalMailsTo('none');
    worker = await openWorker(settingsOf(service));
    await eventually('it is cancelled', async () =>
      (await kindsOf(scene)).every(({ kind, status }) => status === (kind === 'ARRIVAL' ? 'CANCELLED' : 'SENT')),
    );
  });
});
