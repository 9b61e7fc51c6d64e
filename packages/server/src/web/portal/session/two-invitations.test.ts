import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { createPortalScene, expectPage, type PortalScene } from '../../../../../harness/src/portal.ts';
import { type InvitationScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { picture } from '../../../modules/files/corpus-pictures.test-support.ts';
import { createTusClient } from '../../../../../harness/src/tus-client.ts';
import { createVisitor, PDF, pathOfLink, textOf, type Visitor } from '../../../../../harness/src/visitor.ts';

const ADDRESS = /^\/kyc\/([A-Za-z0-9_-]{12})\/documents$/;
const HEADERS_OF_NODE = 16 * 1024;

interface Tab {
  readonly scene: InvitationScene;
  readonly ref: string;
  at(step: string): string;
}

describe('two invitations in one browser', () => {
  let service: TestService;
  let scenes: PortalScene;
  before(async () => {
    service = await startService();
    scenes = createPortalScene(service, await sceneWithBuyer(service));
  });
  after(() => service.close());

  /** Presses Start of a new invitation. */
  async function openTab(browser: Visitor): Promise<Tab> {
    const scene = await scenes.invited({ requestedDocuments: ['COC_EXTRACT'] });
    const started = await browser.post(`${pathOfLink(scene.invitation.publicLinkUrl)}/start`);
    const [, ref = assert.fail()] = ADDRESS.exec(started.headers.get('location') ?? '') ?? [];
    return { scene, ref, at: (step) => `/kyc/${ref}/${step}` };
  }

  async function twoTabs() {
    const browser = createVisitor(service);
    const [a, b] = [await openTab(browser), await openTab(browser)];
    assert.notEqual(a.ref, b.ref);
    return { browser, a, b };
  }

  function upload(browser: Visitor, { at }: Tab, fileName: string, bytes = PDF): Promise<Response> {
    const body = new FormData();
    body.set('type', 'COC_EXTRACT');
    body.set('file', new Blob([bytes]), fileName);
    const headers = { cookie: browser.cookie ?? '', 'sec-fetch-site': 'same-origin' };
    return fetch(service.url + at('documents'), { method: 'POST', headers, body, redirect: 'manual' });
  }

  /** All that a visitor can bring about in his invitation. */
  async function keptOf({ scene }: Tab): Promise<unknown> {
    const { uuid } = scene.invitation;
    const [answer, files, uploads] = await Promise.all([
      service.db.readFirst(sql`select status, usage_count, misuse_reported_at, company_confirmed, company_remark
        from invitations left join kyc_drafts on invitation_id = id where id = ${uuid}::uuid`),
      service.db.read(sql`select file_name from kyc_files where invitation_id = ${uuid}::uuid order by file_name`),
      service.db.read(sql`select file_name from uploads where invitation_id = ${uuid}::uuid order by file_name`),
    ]);
    return { answer, files, uploads };
  }

  it('keep words, files, pieces, pictures and the sending apart', async () => {
    const { browser, a, b } = await twoTabs();
    const png = new Uint8Array(await picture(80, 40).png().toBuffer());
    for (const [tab, word] of [
      [a, 'alpha'],
      [b, 'beta'],
    ] as const) {
      const answered = await browser.post(tab.at('company'), { remark: `${word} words` });
      assert.equal(answered.headers.get('location'), tab.at('review'));
      const added = await upload(browser, tab, `${word}.png`, png);
      assert.deepEqual([added.status, added.headers.get('location')], [303, tab.at('documents')]);
    }
    const before = await keptOf(b);
    const tus = createTusClient(browser, service.url);
    const begun = await tus.call('POST', a.at('uploads'), {
      headers: {
        'upload-length': String(PDF.length),
        'upload-metadata': `filename ${btoa('piece.pdf')},type ${btoa('VAT_CERTIFICATE')}`,
      },
    });
    const piece = begun.headers.get('location') ?? '';
    assert.ok(piece.startsWith(`${a.at('uploads')}/`), piece);
    const elsewhere = piece.replace(a.ref, b.ref);
    assert.equal((await tus.patch(elsewhere, 0, PDF)).status, 404, "B's session knows no upload of A");
    assert.equal((await tus.patch(piece, 0, PDF)).status, 204);
    assert.equal((await tus.finish(elsewhere)).status, 404);
    assert.equal((await tus.finish(piece)).status, 200);
    assert.deepEqual(await keptOf(b), before);

    for (const [tab, own, other] of [
      [a, 'alpha', 'beta'],
      [b, 'beta', 'alpha'],
    ] as const) {
      const page = await expectPage(await browser.get(tab.at('documents')), 200, 'documents.title');
      assert.ok(page.includes(`${own}.png`) && !page.includes(`${other}.png`), own);
      assert.match(await (await browser.get(tab.at('company'))).text(), new RegExp(`${own} words`));
      for (const [, address = ''] of page.matchAll(/(?:action|href|src|data-uploads|data-parts)="(\/kyc\/[^"]*)"/g))
        assert.ok(address.startsWith(tab.at('')), address);
      const [preview = ''] = /\/kyc\/[^"]+\/preview/.exec(page) ?? [];
      assert.equal((await browser.get(preview)).headers.get('content-type'), 'image/webp');
      const foreign = preview.replace(tab.ref, tab === a ? b.ref : a.ref);
      assert.equal((await browser.get(foreign)).status, 404);
    }

    const sent = await browser.post(a.at('review'), { privacyNoticeVersion: '2026-11-29' });
    assert.equal(sent.headers.get('location'), a.at('done'));
    assert.deepEqual(await keptOf(b), before, 'B is not used up');
    await expectPage(await browser.get(a.at('done')), 200, 'receipt.title');
    await expectPage(await browser.get(b.at('review')), 200, 'review.title');
  });

  it('change nothing by a form whose session is not there, and say so', async () => {
    const { browser, a, b } = await twoTabs();
    await upload(browser, a, 'extract.pdf');
    const [ofA = '', ofB = ''] = (browser.cookie ?? '').split('; ');
    const valueOf = (pair: string): string => pair.slice(pair.indexOf('=') + 1);
    assert.ok(ofA.startsWith(`__Host-nt24-${a.ref}=`) && ofB.startsWith(`__Host-nt24-${b.ref}=`));
    const before = [await keptOf(a), await keptOf(b)];
    const jars = [
      ['only the cookie of B', ofB],
      ['the cookie of B under the name of A', `__Host-nt24-${a.ref}=${valueOf(ofB)}`],
      ['the cookie of before', `__Host-nt24=${valueOf(ofA)}`],
    ];
    for (const [about, cookie] of jars) {
      const stranger = createVisitor(service);
      const forms: [string, Record<string, string>][] = [
        ['company', { remark: 'words' }],
        ['review', { privacyNoticeVersion: '2026-11-29' }],
        ['report', { reason: 'TOO_MANY_MAILS' }],
      ];
      for (const [step, fields] of forms) {
        stranger.cookie = cookie;
        const page = await expectPage(await stranger.post(a.at(step), fields), 403, 'errorPage.sessionEnded.title');
        assert.ok(page.includes(textOf('errorPage.sessionEnded.next').slice(0, 30)), about);
        assert.equal(stranger.cookie, cookie, about);
      }
      assert.equal((await upload(stranger, a, 'other.pdf')).status, 403, about);
      assert.equal((await createTusClient(stranger, service.url).call('POST', a.at('uploads'))).status, 403, about);
      await stranger.post(a.at('sign-out'), { lang: 'en' });
    }
    assert.deepEqual([await keptOf(a), await keptOf(b)], before);
    for (const tab of [a, b]) await expectPage(await browser.get(tab.at('company')), 200, 'company.title');
  });

  it('are left one by one', async () => {
    const { browser, a, b } = await twoTabs();
    assert.equal((await browser.post(a.at('sign-out'), { lang: 'en' })).status, 303);
    await expectPage(await browser.get(a.at('documents')), 403, 'errorPage.sessionEnded.title');
    await expectPage(await browser.get(b.at('documents')), 200, 'documents.title');
  });

  it('have addresses of their own: those of before say that the session is over', async () => {
    const { browser } = await twoTabs();
    const headers = { cookie: browser.cookie ?? '', 'sec-fetch-site': 'same-origin' };
    const id = crypto.randomUUID();
    for (const path of ['company', 'documents?lang=en', 'documents/parts', `documents/${id}/preview`, 'receipt.pdf'])
      await expectPage(await fetch(`${service.url}/kyc/${path}`, { headers }), 403, 'errorPage.sessionEnded.title');
    for (const path of ['company', 'review', 'sign-out', `documents/${id}/remove`, `uploads/${id}/finish`]) {
      const form = { method: 'POST', headers, body: new URLSearchParams() };
      await expectPage(await fetch(`${service.url}/kyc/${path}`, form), 403, 'errorPage.sessionEnded.title');
    }
    await expectPage(await fetch(`${service.url}/kyc/nowhere`), 404, 'errorPage.notFound.title');
  });

  it('may be forty: the latest go on, and the browser brings no more than the server takes', async () => {
    const browser = createVisitor(service);
    browser.cookie = '__Host-nt24=of-before';
    const tabs: Tab[] = [];
    for (let nth = 0; nth < 40; nth += 1) {
      const tab = await openTab(browser);
      tabs.push(tab);
      // A name of 255 signs stands in the session until the next page has said it.
      await upload(browser, tab, `${'ž'.repeat(120)}.pdf`);
      assert.ok(Buffer.byteLength(browser.cookie ?? '') < HEADERS_OF_NODE / 2, String(nth));
    }
    assert.equal((browser.cookie ?? '').split('; ').length, 8);
    const statuses = [];
    for (const { at } of tabs) statuses.push((await browser.get(at('company'))).status);
    assert.deepEqual(statuses, [...Array<number>(32).fill(403), ...Array<number>(8).fill(200)]);
  });
});
