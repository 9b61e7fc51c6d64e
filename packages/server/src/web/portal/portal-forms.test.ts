import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { type BuyerScene, type InvitationScene, sceneWithBuyer } from '../../../../harness/src/scene.ts';
import { createPortalScene, expectPage, expectRedirect, type PortalScene } from '../../../../harness/src/portal.ts';
import { stepOf } from '../../../../harness/src/session-addresses.ts';
import { makePng } from '../../modules/files/sample-files.ts';
import { redPage } from '../../modules/files/corpus-pdfs.test-support.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';
import {
  createVisitor,
  NOTICE_VERSION,
  pathOfLink,
  PDF,
  textOf,
  type Visitor,
} from '../../../../harness/src/visitor.ts';

const LIMIT_BYTES = 20 * 1024 * 1024;

describe('forms of the portal', () => {
  let service: TestService;
  let buyer: BuyerScene;
  let scenes: PortalScene;
  before(async () => {
    service = await startService();
    buyer = await sceneWithBuyer(service);
    scenes = createPortalScene(service, buyer);
  });
  after(() => service.close());

  it('shows wrong company answers again with what is wrong, and never fails on them', async () => {
    const visitor = await scenes.started(await scenes.invited());
    const emoji = '😀';
    const cases: [string, string | undefined][] = [
      ['', undefined],
      ['company=wrong', undefined],
      ['remark=%20%0D%0A', undefined],
      ['remark=a%00b', 'company.errorRemark'],
      ['from=//evil.example', undefined],
      ['from=declaration&from=review', undefined],
      [`remark=${encodeURIComponent(emoji.repeat(1001))}`, 'company.errorRemarkLong'],
      [`remark=${encodeURIComponent(emoji.repeat(1000))}`, undefined],
      ['remark=%ED%A0%80', undefined],
      ['remark=%FF%FE', undefined],
      ['__proto__=x&constructor=y', undefined],
    ];
    for (const [body, key] of cases) {
      const answer = await fetch(`${service.url}${visitor.at('/kyc/company')}`, {
        method: 'POST',
        redirect: 'manual',
        body,
        headers: { cookie: visitor.cookie ?? '', 'content-type': 'application/x-www-form-urlencoded' },
      });
      const page = await answer.text();
      assert.equal(answer.status, key === undefined ? 303 : 422, body.slice(0, 80));
      if (key === undefined) assert.equal(stepOf(answer.headers.get('location')), '/kyc/review');
      if (key !== undefined) assert.ok(page.includes(textOf(key).split('{{')[0] ?? '?'), body.slice(0, 80));
    }
  });

  it('refuses files by what they are and says why at the form', async () => {
    const scene = await scenes.invited();
    const visitor = await scenes.started(scene);
    const pdf = Buffer.from(PDF);
    const padded = new Uint8Array(Buffer.concat([pdf.subarray(0, 9), Buffer.alloc(LIMIT_BYTES, 0x20), pdf]));
    const cases: [Parameters<Visitor['upload']>[0], number, string][] = [
      [{ bytes: new Uint8Array() }, 422, 'documents.errorFileEmpty'],
      [{ bytes: new Uint8Array(Buffer.from('<html></html>')) }, 415, 'documents.errorFileType'],
      [{ fileName: 'extract.exe' }, 415, 'documents.errorFileName'],
      [{ fileName: 'extract.pdf.JS' }, 415, 'documents.errorFileName'],
      [{ bytes: new Uint8Array(makePng().subarray(0, -12)), fileName: 'a.png' }, 422, 'documents.errorFileDamaged'],
      [{ bytes: padded }, 413, 'documents.errorFileTooLarge'],
      [{ type: 'NONSENSE' }, 422, 'documents.errorTypeMissing'],
      [{ type: '' }, 422, 'documents.errorTypeMissing'],
    ];
    for (const [wish, status, key] of cases) {
      const answer = await visitor.upload(wish);
      const page = await expectPage(answer, status, 'documents.title');
      const words = textOf(key).split('}}').at(-1)?.split('{{')[0]?.slice(2) ?? '?';
      assert.ok(page.includes(words), key);
    }
    expectRedirect(await visitor.upload({ fileName: '../../a\u0000b\u202egpj.pdf' }), '/kyc/documents');
    assert.match(await (await visitor.get('/kyc/documents')).text(), /abgpj\.pdf/);
  });

  it('asks about a file that looks empty, and takes it', async () => {
    const visitor = await scenes.started(await scenes.invited());
    expectRedirect(await visitor.upload({ bytes: new Uint8Array(redPage()), fileName: 'red' }), '/kyc/documents');
    const question = textOf('documents.looksEmpty');
    const page = async () => (await visitor.get('/kyc/documents')).text();
    assert.ok(!(await page()).includes(question));
    expectRedirect(await visitor.upload({ fileName: 'empty.jpg' }), '/kyc/documents');
    const [before = '', after = ''] = (await page()).split(question);
    assert.ok(before.includes('red.pdf') && before.includes('empty.pdf') && after !== '');
  });

  it('takes broken forms for what they are', async () => {
    const visitor = await scenes.started(await scenes.invited());
    const type = 'multipart/form-data; boundary=XX';
    const typed = '--XX\r\nContent-Disposition: form-data; name="type"\r\n\r\nCOC_EXTRACT\r\n';
    const file = '--XX\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n';
    const cases: [string, string, number][] = [
      [type, '', 422],
      [type, typed, 422],
      [type, `${typed}--XX--\r\n`, 422],
      [type, `${typed}${file}%PDF-1.4 cut`, 422],
      [type, `${typed}--XX\r\nContent-Disposition: form-data; name="file"; filename=""\r\n\r\n\r\n--XX--\r\n`, 422],
      [type, `${file}%PDF-1.4\n%%EOF\r\n--XX--\r\n`, 422],
      ['multipart/form-data', typed, 422],
      ['application/x-www-form-urlencoded', 'type=COC_EXTRACT', 415],
      ['text/plain', 'x', 415],
    ];
    for (const [contentType, body, status] of cases) {
      const answer = await fetch(`${service.url}${visitor.at('/kyc/documents')}`, {
        method: 'POST',
        redirect: 'manual',
        body,
        headers: { cookie: visitor.cookie ?? '', 'content-type': contentType },
      });
      await answer.text();
      assert.equal(answer.status, status, `${contentType} ${body}`);
    }
    assert.doesNotMatch(await (await visitor.get('/kyc/documents')).text(), /a\.pdf/, 'nothing of them was kept');
  });

  it('takes several files of one form, each judged on its own', async () => {
    const visitor = await scenes.started(await scenes.invited());
    const body = new FormData();
    body.set('type', 'COC_EXTRACT');
    const files: [string, string | Uint8Array<ArrayBuffer>][] = [
      ['one.pdf', PDF],
      ['two.exe', PDF],
      ['three.pdf', ''],
      ['four.pdf', PDF],
    ];
    for (const [name, bytes] of files) body.append('file', new Blob([bytes]), name);
    const headers = { cookie: visitor.cookie ?? '' };
    const answer = await fetch(`${service.url}${visitor.at('/kyc/documents')}`, { method: 'POST', headers, body });
    const page = await expectPage(answer, 415, 'documents.title');
    const errors = [...page.matchAll(/<li><a href="#file-COC_EXTRACT">([^<]*)</g)].map((match) => match[1] ?? '');
    assert.deepEqual(
      [errors.length, /two\.exe/.test(errors[0] ?? ''), /three\.pdf/.test(errors[1] ?? '')],
      [2, true, true],
    );
    const kept = [...page.matchAll(/<p class="file-name"><bdi>([^<]*)</g)].map((match) => match[1]);
    assert.deepEqual(kept, ['one.pdf', 'four.pdf']);
  });

  it('looks at the link again when a file has come, and keeps nothing where it ended meanwhile', async () => {
    const ends: [(scene: InvitationScene) => Promise<unknown>, number, string][] = [
      [scenes.revoke, 410, 'errorPage.revoked.title'],
      [
        (scene) => service.call('POST', `${scene.path}/resend`, { token: scene.token, body: { rotateLink: true } }),
        410,
        'errorPage.replaced.title',
      ],
      [
        (scene) => service.call('POST', `${scene.buyer}/block`, { token: scene.token, body: {} }),
        409,
        'errorPage.blocked.title',
      ],
    ];
    for (const [end, status, key] of ends) {
      const scene = await scenes.invited();
      const visitor = await scenes.started(scene);
      const head = '--XX\r\nContent-Disposition: form-data; name="type"\r\n\r\nCOC_EXTRACT\r\n';
      const file = '--XX\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n';
      const body = new ReadableStream({
        async start(controller) {
          controller.enqueue(Buffer.concat([Buffer.from(head + file), PDF.subarray(0, 20)]));
          await sleep(200);
          await end(scene);
          controller.enqueue(Buffer.concat([PDF.subarray(20), Buffer.from('\r\n--XX--\r\n')]));
          controller.close();
        },
      });
      const headers = { cookie: visitor.cookie ?? '', 'content-type': 'multipart/form-data; boundary=XX' };
      const init = { method: 'POST', headers, body, duplex: 'half', redirect: 'manual' } as RequestInit;
      await expectPage(await fetch(`${service.url}${visitor.at('/kyc/documents')}`, init), status, key);
      const kept = sql`select id from kyc_files where invitation_id = ${scene.invitation.uuid}::uuid`;
      assert.deepEqual(await service.db.read(kept), [], key);
    }
    await service.call('POST', `${buyer.buyer}/unblock`, { token: buyer.token, body: {} });
  });

  it('sends only by the notice that is shown, by a hand that did more than press buttons, and all that was asked for', async () => {
    const scene = await scenes.invited({ requestedDocuments: ['COC_EXTRACT', 'CONTACT_ID_CARD'] });
    const visitor = createVisitor(service);
    await visitor.post(`${pathOfLink(scene.invitation.publicLinkUrl)}/start`);
    const shown = { privacyNoticeVersion: NOTICE_VERSION };
    const expectRefused = async (fields: Record<string, string>, ...keys: string[]): Promise<void> => {
      const page = await expectPage(await visitor.post('/kyc/review', fields), 422, 'review.title');
      for (const key of keys) assert.ok(page.includes(textOf(key)), key);
    };
    await expectRefused(shown, 'review.errorTick', 'review.errorDocuments');
    await visitor.post('/kyc/company', {});
    await expectRefused({ ...shown, consent: 'no' }, 'review.errorTick');
    await visitor.upload({ type: 'COC_EXTRACT' });
    await expectRefused(shown, 'review.errorDocuments');
    await visitor.upload({ type: 'CONTACT_PASSPORT' });
    await expectRefused({}, 'review.errorNotice');
    await expectRefused({ privacyNoticeVersion: '2020-01', consent: 'yes' }, 'review.errorNotice');
    assert.equal((await scenes.stateOf(scene)).status, 'ACTIVE');
    expectRedirect(await visitor.post('/kyc/review', shown), '/kyc/done');
  });
});
