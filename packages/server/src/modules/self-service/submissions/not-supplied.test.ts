import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { pressAtOnce } from '../../../../../harness/src/press-at-once.ts';
import { createPortalScene, expectPage, expectRedirect, type PortalScene } from '../../../../../harness/src/portal.ts';
import { type InvitationScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { createVisitor, pathOfLink, textOf, type Visitor } from '../../../../../harness/src/visitor.ts';
import { reminderMail } from '../invitations/mails/reminder-mail.ts';
import { receiptMail } from './mails/receipt-mail.ts';
import { readPdf } from '../../../platform/pdf/read-pdf.test-support.ts';
import type { InvitationSubmission } from '../../../../../sdk/src/index.ts';

const ASKED = { requestedDocuments: ['COC_EXTRACT', 'VAT_CERTIFICATE'] };
const ASKED_FOR = ['COC_EXTRACT', 'VAT_CERTIFICATE', 'BANK_STATEMENT'];
const ANSWER = '/kyc/documents/not-supplied/VAT_CERTIFICATE';
const WORDS = 'The registrar is slow.\nWe expect it within two weeks.';
const HOSTILE = `<img src=x onerror=alert(1)> "' {{seller}} \u202e%s`;

describe('a document that the buyer cannot supply', () => {
  let service: TestService;
  let portal: PortalScene;
  before(async () => {
    service = await startService();
    portal = createPortalScene(service, await sceneWithBuyer(service));
  });
  after(() => service.close());

  async function begun(body: Record<string, unknown> = ASKED): Promise<{ scene: InvitationScene; visitor: Visitor }> {
    const scene = await portal.invited(body);
    return { scene, visitor: await portal.started(scene, ['COC_EXTRACT']) };
  }

  const say = (visitor: Visitor, reason: string, path = ANSWER): Promise<Response> => visitor.post(path, { reason });

  async function submissionOf({ path, token }: InvitationScene): Promise<InvitationSubmission> {
    const answer = await service.call('GET', `${path}/submission`, { token });
    assert.equal(answer.status, 200);
    return (await answer.json()) as InvitationSubmission;
  }

  async function usedEventOf({ invitation }: InvitationScene): Promise<Record<string, unknown> | undefined> {
    const row = await service.db.readFirst<{ data: Record<string, unknown> }>(sql`select data from events
      where data->>'invitationUuid' = ${invitation.uuid} and type = 'self_service_invitation.used'`);
    return row?.data;
  }

  function keptOf({ invitation }: InvitationScene): Promise<{ type: string; reason: Buffer | null }[]> {
    return service.db.read(
      sql`select type, reason from kyc_not_supplied where invitation_id = ${invitation.uuid}::uuid order by type`,
    );
  }

  it('is answered for by his word: said on the page, told to the integrator, and the file stays incomplete', async () => {
    const { scene, visitor } = await begun();
    const early = await expectPage(await visitor.send(), 422, 'review.title');
    assert.ok(early.includes(textOf('review.errorDocuments')));
    expectRedirect(await say(visitor, `  ${WORDS.replace('\n', '\r\n')} `), '/kyc/documents');
    const page = await expectPage(await visitor.get('/kyc/documents'), 200, 'documents.title');
    assert.ok(page.includes(WORDS));
    assert.ok(
      page.includes(textOf('documents.noticeAnswered').replace('{{name}}', textOf('documentType.VAT_CERTIFICATE'))),
    );
    assert.ok(page.includes('Documents: 2 of 2, answered without a document: 1'));
    assert.match(page, /data-document="VAT_CERTIFICATE"[^>]*>\s*<details\s*>/, 'nothing is left to be done in it');

    const review = await expectPage(await visitor.get('/kyc/review'), 200, 'review.title');
    assert.ok(review.includes(WORDS) && review.includes(textOf('documents.notSupplied')));
    assert.match(review, /href="\/kyc\/[\w-]+\/documents#answer-VAT_CERTIFICATE"/);
    assert.ok(!review.includes(textOf('review.missing')));
    assert.match(page, /id="answer-VAT_CERTIFICATE"/);
    expectRedirect(await visitor.send(), '/kyc/done');

    const receipt = await expectPage(await visitor.get('/kyc/done'), 200, 'receipt.title');
    assert.ok(receipt.includes(textOf('documents.notSupplied')) && receipt.includes(WORDS));
    const pdf = Buffer.from(await (await visitor.get('/kyc/receipt.pdf')).arrayBuffer());
    const said = (await readPdf(pdf)).pages.join(' ');
    for (const words of [textOf('documents.notSupplied'), ...WORDS.split('\n')]) assert.ok(said.includes(words), words);

    const { documents, notSupplied } = await submissionOf(scene);
    assert.deepEqual(
      documents.map(({ type }) => type),
      ['COC_EXTRACT'],
    );
    assert.deepEqual(notSupplied, [{ type: 'VAT_CERTIFICATE', reason: WORDS }]);
    const upper = scene.path.replace(scene.invitation.uuid, scene.invitation.uuid.toUpperCase());
    assert.deepEqual((await submissionOf({ ...scene, path: upper })).notSupplied, notSupplied);
    const event = await usedEventOf(scene);
    assert.equal(event?.['documentsNotSupplied'], true);
    const status = await service.call('GET', `${scene.buyer}/kyc`, { token: scene.token });
    const { documentsComplete } = (await status.json()) as { documentsComplete: boolean };
    assert.equal(documentsComplete, false);
    const activity = await (await service.call('GET', `${scene.path}/activity`, { token: scene.token })).text();
    assert.match(activity, /"documentsNotSupplied":true/);
    for (const told of [JSON.stringify(event), activity, service.logLines.join()])
      assert.doesNotMatch(told, /registrar|two weeks/);
    const [kept] = await keptOf(scene);
    assert.ok(kept?.reason && !kept.reason.includes('registrar'), 'sealed');
  });

  it('is asked for again when he takes his word back, and opens its card', async () => {
    const { scene, visitor } = await begun();
    expectRedirect(await say(visitor, WORDS), '/kyc/documents');
    expectRedirect(await visitor.post(`${ANSWER}/take-back`), '/kyc/documents');
    const page = await (await visitor.get('/kyc/documents')).text();
    assert.ok(!page.includes('registrar') && page.includes('Documents: 1 of 2<'));
    assert.ok(page.includes(textOf('documents.noticeAnswerRemoved').split('{{')[0] ?? '?'));
    expectRedirect(await visitor.post(`${ANSWER}/take-back`), '/kyc/documents');
    assert.deepEqual(await keptOf(scene), []);
    await expectPage(await visitor.send(), 422, 'review.title');
  });

  it('has a reason of 1 to 500 characters, which is shown again where it is none', async () => {
    const { scene, visitor } = await begun();
    for (const [reason, key, shown] of [
      ['', 'documents.errorReasonMissing', ''],
      [' \r\n\t ', 'documents.errorReasonMissing', ''],
      ['\u3164\u200b', 'documents.errorReasonMissing', '\u3164\u200b'],
      ['a\0b', 'documents.errorReasonMissing', 'ab'],
      ['😀'.repeat(501), 'documents.errorReasonLong', '😀'.repeat(501)],
    ] as const) {
      const page = await expectPage(await say(visitor, reason), 422, 'documents.title');
      const text = textOf(key).replace('{{name}}', textOf('documentType.VAT_CERTIFICATE')).replace('{{max}}', '500');
      assert.equal(page.split(text).length, 3, `${text} at the top and at the field`);
      assert.ok(page.includes(`>${shown}</textarea>`), 'shown again');
      assert.match(page, /<textarea id="reason-VAT_CERTIFICATE"[^>]*aria-invalid="true"/);
      assert.match(page, /<details class="more" open>/);
    }
    await expectPage(await visitor.post(ANSWER), 422, 'documents.title');
    assert.deepEqual(await keptOf(scene), []);
    expectRedirect(await say(visitor, '😀'.repeat(500)), '/kyc/documents');
    expectRedirect(await say(visitor, HOSTILE), '/kyc/documents');
    for (const path of ['/kyc/documents', '/kyc/review'])
      assert.doesNotMatch(await (await visitor.get(path)).text(), /<img src=x/);
    expectRedirect(await visitor.send(), '/kyc/done');
    assert.doesNotMatch(await (await visitor.get('/kyc/done')).text(), /<img src=x/);
    assert.deepEqual((await submissionOf(scene)).notSupplied, [{ type: 'VAT_CERTIFICATE', reason: HOSTILE }]);
  });

  it('is supplied after all by a file; his word comes back with its removal, and goes with the sending', async () => {
    const { scene, visitor } = await begun();
    expectRedirect(await say(visitor, WORDS), '/kyc/documents');
    expectRedirect(await visitor.upload({ type: 'VAT_CERTIFICATE', fileName: 'vat.pdf' }), '/kyc/documents');
    for (const path of ['/kyc/documents', '/kyc/review'])
      assert.doesNotMatch(await (await visitor.get(path)).text(), /registrar/);
    expectRedirect(await say(visitor, 'a page of before'), '/kyc/documents');
    const page = await (await visitor.get('/kyc/documents')).text();
    assert.ok(page.includes('Documents: 2 of 2<'));
    const ofVat = page.split('data-document="VAT_CERTIFICATE"')[1] ?? '';
    const [, removal = ''] = /action="([^"]+\/remove)"/.exec(ofVat) ?? [];
    expectRedirect(await visitor.post(removal), '/kyc/documents');
    assert.match(await (await visitor.get('/kyc/documents')).text(), /registrar/);
    expectRedirect(await visitor.upload({ type: 'VAT_CERTIFICATE' }), '/kyc/documents');
    expectRedirect(await visitor.send(), '/kyc/done');
    assert.deepEqual((await submissionOf(scene)).notSupplied, []);
    assert.deepEqual(await keptOf(scene), []);
    assert.ok(!('documentsNotSupplied' in ((await usedEventOf(scene)) ?? {})));
  });

  it('may be of several kinds: the word is for the card, and any of its kinds takes its place', async () => {
    const { scene, visitor } = await begun({ requestedDocuments: ['CONTACT_ID_CARD'] });
    const card = '/kyc/documents/not-supplied/CONTACT_ID_CARD';
    for (const type of ['CONTACT_PASSPORT', 'BANK_STATEMENT', 'nonsense', '..%2F..']) {
      const answer = await say(visitor, WORDS, `/kyc/documents/not-supplied/${type}`);
      await expectPage(answer, 404, 'errorPage.notFound.title');
    }
    assert.deepEqual(await keptOf(scene), []);
    expectRedirect(await say(visitor, WORDS, card), '/kyc/documents');
    assert.match(await (await visitor.get('/kyc/review')).text(), /registrar/);
    expectRedirect(await visitor.upload({ type: 'CONTACT_PASSPORT' }), '/kyc/documents');
    assert.doesNotMatch(await (await visitor.get('/kyc/review')).text(), /registrar/);
    expectRedirect(await visitor.send(), '/kyc/done');
    assert.deepEqual((await submissionOf(scene)).notSupplied, []);
  });

  it('may be what every session of the invitation says, the last one counting, and no session of another', async () => {
    const { scene, visitor } = await begun();
    const other = createVisitor(service);
    await other.post(`${pathOfLink(scene.invitation.publicLinkUrl)}/start`);
    const answers = await pressAtOnce({ service, scene }, [() => say(visitor, 'first'), () => say(other, 'second')]);
    for (const answer of answers) expectRedirect(answer, '/kyc/documents');
    assert.equal((await keptOf(scene)).length, 1);
    assert.match(await (await visitor.get('/kyc/documents')).text(), /<bdi>second<\/bdi>/);

    const stranger = await begun();
    expectRedirect(await say(stranger.visitor, 'elsewhere'), '/kyc/documents');
    expectRedirect(await stranger.visitor.post(`${ANSWER}/take-back`), '/kyc/documents');
    assert.match(await (await visitor.get('/kyc/documents')).text(), /<bdi>second<\/bdi>/);
    const alien = createVisitor(service);
    alien.cookie = stranger.visitor.cookie;
    const address = visitor.at(ANSWER);
    await expectPage(await say(alien, 'elsewhere', address), 403, 'errorPage.sessionEnded.title');
    assert.match(await (await visitor.get('/kyc/documents')).text(), /<bdi>second<\/bdi>/);
  });

  it('is answered for before the sending, or not at all', async () => {
    const { scene, visitor } = await begun();
    const other = createVisitor(service);
    await other.post(`${pathOfLink(scene.invitation.publicLinkUrl)}/start`);
    expectRedirect(await say(visitor, WORDS), '/kyc/documents');
    const [sent, late, back] = await pressAtOnce({ service, scene }, [
      () => visitor.send(),
      () => say(other, 'too late'),
      () => other.post(`${ANSWER}/take-back`),
    ]);
    expectRedirect(sent ?? assert.fail(), '/kyc/done');
    await expectPage(late ?? assert.fail(), 410, 'errorPage.used.title');
    await expectPage(back ?? assert.fail(), 410, 'errorPage.used.title');
    assert.deepEqual((await submissionOf(scene)).notSupplied, [{ type: 'VAT_CERTIFICATE', reason: WORDS }]);
  });

  it('is not taken as answered where the word is taken back while it is sent', async () => {
    const { scene, visitor } = await begun();
    expectRedirect(await say(visitor, WORDS), '/kyc/documents');
    const [back, sent] = await pressAtOnce({ service, scene }, [
      () => visitor.post(`${ANSWER}/take-back`),
      () => visitor.send(),
    ]);
    expectRedirect(back ?? assert.fail(), '/kyc/documents');
    const page = await expectPage(sent ?? assert.fail(), 422, 'review.title');
    assert.ok(page.includes(textOf('review.errorDocuments')));
    assert.equal((await portal.stateOf(scene)).status, 'ACTIVE');
  });

  it('is named in the mail of the receipt without his words, and not asked for by reminders', async () => {
    const { scene, visitor } = await begun({ requestedDocuments: ASKED_FOR });
    const { uuid: subjectId } = scene.invitation;
    const queued = { id: subjectId, subjectId, queuedAt: service.deps.clock.now(), about: {}, sealedFacts: undefined };
    const rendered = async (mail: typeof reminderMail | typeof receiptMail) =>
      (await mail.load(service.deps, queued))?.render() ?? assert.fail();
    const reminded = async (): Promise<string[]> => {
      const { text } = await rendered(reminderMail);
      return ASKED_FOR.filter((type) => text.includes(`- ${textOf(`documentType.${type}`)}`));
    };
    assert.deepEqual(await reminded(), ['VAT_CERTIFICATE', 'BANK_STATEMENT']);
    expectRedirect(await say(visitor, WORDS), '/kyc/documents');
    assert.deepEqual(await reminded(), ['BANK_STATEMENT']);
    expectRedirect(await visitor.upload({ type: 'BANK_STATEMENT' }), '/kyc/documents');
    expectRedirect(await visitor.send(), '/kyc/done');
    const { text, html, attachments = [] } = await rendered(receiptMail);
    assert.ok(text.includes(`${textOf('documents.notSupplied')}: ${textOf('documentType.VAT_CERTIFICATE')}`));
    assert.doesNotMatch(`${text} ${html}`, /registrar|two weeks/);
    const pdf = attachments.find(({ mediaType }) => mediaType === 'application/pdf')?.bytes ?? assert.fail();
    assert.match((await readPdf(Buffer.from(pdf))).pages.join(' '), /registrar/);
  });

  it('is kept for no link that has ended', async () => {
    const { scene, visitor } = await begun();
    await portal.revoke(scene);
    await expectPage(await say(visitor, WORDS), 410, 'errorPage.revoked.title');
    assert.deepEqual(await keptOf(scene), []);
  });

  it('stays sealed for its place: the words open under no other type', async () => {
    const { scene, visitor } = await begun();
    expectRedirect(await say(visitor, WORDS), '/kyc/documents');
    await service.db.write(
      sql`update kyc_not_supplied set type = 'COC_EXTRACT' where invitation_id = ${scene.invitation.uuid}::uuid`,
    );
    assert.equal((await visitor.get('/kyc/documents')).status, 500);
  });
});
