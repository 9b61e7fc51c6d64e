import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { makePdf } from '../../files/sample-files.ts';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { type MailServer, startMailServer } from '../../../../../harness/src/mail-server.ts';
import { readPdf } from '../../../platform/pdf/read-pdf.test-support.ts';
import { createPortalScene, expectPage, expectRedirect, type PortalScene } from '../../../../../harness/src/portal.ts';
import { type InvitationScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { COMPLETE_TYPES, createVisitor, textOf, type Visitor } from '../../../../../harness/src/visitor.ts';
import { openWorker, settingsOf } from '../../../../../harness/src/worker.ts';

const PDF_PATH = '/kyc/receipt.pdf';
const FILE_NAME = 'Πιστοποιητικό ΦΠΑ – März.pdf';

describe('the receipt', () => {
  let service: TestService;
  let scene: PortalScene;
  before(async () => {
    service = await startService();
    scene = createPortalScene(service, await sceneWithBuyer(service));
  });
  after(() => service.close());

  const file = new Uint8Array(makePdf());

  async function sent(invited: InvitationScene): Promise<Visitor> {
    const visitor = await scene.started(invited, COMPLETE_TYPES.slice(1));
    expectRedirect(await visitor.upload({ type: 'COC_EXTRACT', fileName: FILE_NAME, bytes: file }), '/kyc/documents');
    expectRedirect(await visitor.post('/kyc/company', { remark: 'Die Straße heißt anders.' }), '/kyc/review');
    expectRedirect(await visitor.send(), '/kyc/done');
    return visitor;
  }

  async function pdfOf(visitor: Visitor): Promise<{ answer: Response; bytes: Buffer }> {
    const answer = await visitor.get(PDF_PATH);
    assert.equal(answer.status, 200);
    return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
  }

  it('shows on its page what was sent, when, by whom and to whom, and leads to the PDF', async () => {
    const invited = await scene.invited();
    const page = await expectPage(await (await sent(invited)).get('/kyc/done'), 200, 'receipt.title');
    const vatNumber = /VAT number<\/dt>\s*<dd><span class="code">(\w+)</.exec(page)?.[1] ?? '';
    assert.match(vatNumber, /^PT\w{10}$/);
    for (const words of [
      FILE_NAME,
      invited.invitation.recipientEmail ?? '',
      'Die Straße heißt anders.',
      'Version 2026-11-29',
    ])
      assert.ok(page.includes(words), words);
    assert.match(page, /<time datetime="20\d\d-[^"]+Z"\s*>/);
    assert.match(page, new RegExp(`<a[^>]+href="/kyc/[\\w-]{12}/receipt.pdf"[^>]*>\\s*${textOf('receipt.savePdf')}`));
  });

  it('can be saved as a PDF by the session that sent, and by no other', async () => {
    const invited = await scene.invited();
    const early = await scene.started(invited);
    expectRedirect(await early.get(PDF_PATH), '/kyc/review');
    const visitor = await sent(invited);
    const { answer, bytes } = await pdfOf(visitor);
    const { 'content-type': type, 'content-disposition': disposition, ...headers } = Object.fromEntries(answer.headers);
    assert.equal(type, 'application/pdf');
    assert.match(disposition ?? '', /^attachment; filename=receipt-[0-9A-Z]{5}-[0-9A-Z]{5}\.pdf$/);
    assert.deepEqual([headers['cache-control'], headers['x-content-type-options']], ['no-store', 'nosniff']);

    const said = (await readPdf(bytes)).pages.join(' ');
    const digest = createHash('sha256').update(file).digest('hex');
    for (const words of [FILE_NAME, digest, invited.invitation.recipientEmail ?? '', 'Die Straße heißt anders.'])
      assert.ok(said.includes(words), words);
    assert.ok((await pdfOf(visitor)).bytes.equals(bytes), 'made again, it is the same');

    await expectPage(await early.get(PDF_PATH), 410, 'errorPage.used.title');
    await expectPage(await createVisitor(service).get(PDF_PATH), 403, 'errorPage.sessionEnded.title');
  });

  it('passes our own judging of files', async () => {
    const { bytes } = await pdfOf(await sent(await scene.invited()));
    const visitor = await scene.started(await scene.invited());
    const wish = { type: 'ADDRESS_PROOF', fileName: 'receipt.pdf', bytes: new Uint8Array(bytes) };
    expectRedirect(await visitor.upload(wish), '/kyc/documents');
  });

  it('is not made without end', async () => {
    const visitor = await sent(await scene.invited());
    let status = 200;
    // More than two windows' worth, as one may end in between.
    for (let n = 0; n < 25 && status === 200; n += 1) ({ status } = await visitor.get(PDF_PATH));
    assert.equal(status, 429);
  });

  it('comes by mail with the very same PDF', async () => {
    const invited = await scene.invited();
    const visitor = await sent(invited);
    const server: MailServer = await startMailServer();
    const worker = await openWorker(settingsOf(service, server.url));
    const to = invited.invitation.recipientEmail ?? '';
    const receipt = () =>
      server.mails.find((mail) => mail.to.includes(to) && mail.parsed.attachments.length > 0)?.parsed;
    await eventually('the receipt has come', async () => receipt() !== undefined);
    const { attachments = [], text = '', html } = receipt() ?? {};
    const [attachment, ...more] = attachments;
    assert.equal(more.length, 0);
    assert.equal(attachment?.contentType, 'application/pdf');
    assert.match(attachment?.filename ?? '', /^receipt-[0-9A-Z]{5}-[0-9A-Z]{5}\.pdf$/);
    assert.ok(attachment?.content.equals((await pdfOf(visitor)).bytes));
    for (const part of [text, String(html)]) assert.ok(part.includes(textOf('mail.receipt.attached')));
    assert.ok(!worker.logLines.join('').includes(FILE_NAME));
    await worker.stop();
    await server.close();
  });
});
