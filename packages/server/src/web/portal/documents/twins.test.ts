import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createPortalScene, expectRedirect, type PortalScene } from '../../../../../harness/src/portal.ts';
import { sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { textOf, type Visitor } from '../../../../../harness/src/visitor.ts';
import { redPage } from '../../../modules/files/corpus-pdfs.test-support.ts';

const PASSPORT = 'CONTACT_PASSPORT';
const COC = 'COC_EXTRACT';
const bytes = new Uint8Array(redPage());
const question = (type: string): string => textOf('documents.twin').replace('{{name}}', textOf(`documentType.${type}`));

describe('a file that is in the draft already', () => {
  let service: TestService;
  let portal: PortalScene;
  before(async () => {
    service = await startService();
    portal = createPortalScene(service, await sceneWithBuyer(service));
  });
  after(() => service.close());

  async function visitorWith(...files: readonly (readonly [type: string, fileName: string])[]): Promise<Visitor> {
    const visitor = await portal.started(await portal.invited({ requestedDocuments: [PASSPORT, COC] }));
    for (const [type, fileName] of files)
      expectRedirect(await visitor.upload({ type, fileName, bytes }), '/kyc/documents');
    return visitor;
  }
  const documents = async (visitor: Visitor): Promise<string> => (await visitor.get('/kyc/documents')).text();
  const noticeIn = (page: string): string => /<div class="notice".*?<\/div>/s.exec(page)?.[0] ?? '';
  const cardIn = (page: string, type: string): string =>
    page.split('<section').find((part) => part.includes(`data-document="${type}"`)) ?? '';

  it('is taken, and asked about by the name of its twin, in its card and in the notice with a way to remove it', async () => {
    const visitor = await visitorWith([PASSPORT, 'pass.pdf'], [COC, 'extract.pdf']);
    const page = await documents(visitor);
    assert.ok(noticeIn(page).includes(question(PASSPORT)), noticeIn(page));
    const [, removal = ''] = /action="([^"]+\/remove)"/.exec(noticeIn(page)) ?? [];
    const card = cardIn(page, COC);
    assert.ok(card.includes(question(PASSPORT)) && card.includes(removal) && card.includes('<details open>'));
    assert.ok(!cardIn(page, PASSPORT).includes('file-doubt'), 'the first one is in no question');

    assert.ok(!noticeIn(await documents(visitor)), 'said once');
    assert.ok(cardIn(await documents(visitor), COC).includes(question(PASSPORT)), 'asked until it is answered');
    expectRedirect(await visitor.post(removal), '/kyc/documents');
    assert.ok(!(await documents(visitor)).includes('file-doubt'));
  });

  it('may be twice in one card, under another name', async () => {
    const page = await documents(await visitorWith([COC, 'a.pdf'], [COC, 'b.pdf']));
    assert.equal(cardIn(page, COC).split(question(COC)).length, 2);
  });

  it('is in question no more when its twin was removed, and again when that is put back', async () => {
    const visitor = await visitorWith([PASSPORT, 'pass.pdf'], [COC, 'extract.pdf']);
    const [, removal = ''] = /action="([^"]+\/remove)"/.exec(cardIn(await documents(visitor), PASSPORT)) ?? [];
    expectRedirect(await visitor.post(removal), '/kyc/documents');
    assert.ok(!(await documents(visitor)).includes('file-doubt'));
    expectRedirect(await visitor.post(removal.replace(/remove$/, 'restore')), '/kyc/documents');
    assert.ok(cardIn(await documents(visitor), COC).includes(question(PASSPORT)));
  });

  it("is none of another invitation's", async () => {
    await visitorWith([PASSPORT, 'pass.pdf']);
    assert.ok(!(await documents(await visitorWith([COC, 'extract.pdf']))).includes('file-doubt'));
  });

  it('may be sent all the same', async () => {
    expectRedirect(await (await visitorWith([PASSPORT, 'pass.pdf'], [COC, 'extract.pdf'])).send(), '/kyc/done');
  });
});
