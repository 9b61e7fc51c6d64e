import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import { createPortalScene, expectRedirect, type PortalScene } from '../../../../../harness/src/portal.ts';
import { type InvitationScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { createVisitor, type Visitor } from '../../../../../harness/src/visitor.ts';
import { redPage } from '../../../modules/files/corpus-pdfs.test-support.ts';

const COC = 'COC_EXTRACT';

describe('a file that the visitor opens large', () => {
  let service: TestService;
  let portal: PortalScene;
  let photo: Uint8Array<ArrayBuffer>;
  before(async () => {
    service = await startService();
    portal = createPortalScene(service, await sceneWithBuyer(service));
    const picture = sharp({ create: { width: 1_600, height: 1_200, channels: 3, background: 'teal' } });
    photo = new Uint8Array(
      await picture
        .jpeg()
        .withExif({ IFD0: { Artist: 'Ana Luz' } })
        .toBuffer(),
    );
  });
  after(() => service.close());

  interface Opened {
    readonly scene: InvitationScene;
    readonly visitor: Visitor;
    /** Of the file's pages. */
    readonly address: string;
  }

  async function opened(fileName: string, bytes: Uint8Array<ArrayBuffer>): Promise<Opened> {
    const scene = await portal.invited({ requestedDocuments: [COC] });
    const visitor = await portal.started(scene);
    expectRedirect(await visitor.upload({ fileName, bytes }), '/kyc/documents');
    const page = await (await visitor.get('/kyc/documents')).text();
    return { scene, visitor, address: /href="([^"]+)\/view"/.exec(page)?.[1] ?? assert.fail(page) };
  }

  it('is a picture of all its pixels and nothing else, on a page with a way back to it', async () => {
    const { visitor, address } = await opened('card.jpg', photo);
    const page = await visitor.get(`${address}/view`);
    assert.equal(page.status, 200);
    assert.equal(page.headers.get('cache-control'), 'no-store');
    const markup = (await page.text()).replaceAll('&#61;', '=');
    assert.ok(markup.includes(`src="${address}/copy"`) && markup.includes('>card.jpg<'));
    const [, back = ''] = /href="([^"]+\/documents\?file=[^"]+)"/.exec(markup) ?? [];

    const copy = await visitor.get(`${address}/copy`);
    assert.deepEqual(
      [
        'content-type',
        'content-disposition',
        'x-content-type-options',
        'cache-control',
        'referrer-policy',
        'x-robots-tag',
      ].map((name) => copy.headers.get(name)),
      ['image/jpeg', 'inline; filename=card.jpg', 'nosniff', 'no-store', 'strict-origin', 'noindex'],
    );
    assert.match(
      copy.headers.get('content-security-policy') ?? '',
      /^default-src 'none'; script-src 'self'; style-src 'self'; .*frame-ancestors 'none'$/,
    );
    const bytes = Buffer.from(await copy.arrayBuffer());
    assert.equal(Number(copy.headers.get('content-length')), bytes.length);
    const { width, height, exif } = await sharp(bytes).metadata();
    assert.deepEqual([width, height, exif], [1_600, 1_200, undefined]);

    const list = await (await visitor.get(back)).text();
    assert.match(list, new RegExp(`<a[^>]*href="${address}/view"[^>]*autofocus`));
    assert.equal(list.match(/autofocus/g)?.length, 1);
    assert.match(list.split('data-document="COC_EXTRACT"')[1] ?? '', /^[^>]*>\s*<details open>/);
  });

  it('is, where it is a PDF, the copy of its pages that reviewers get', async () => {
    const { visitor, address } = await opened('extract.pdf', new Uint8Array(redPage()));
    const markup = await (await visitor.get(`${address}/view`)).text();
    assert.ok(markup.includes(`src="${address}/preview"`) && markup.includes(`href="${address}/copy"`));
    const copy = await visitor.get(`${address}/copy`);
    assert.deepEqual([copy.status, copy.headers.get('content-type')], [200, 'application/pdf']);
    assert.match(copy.headers.get('content-security-policy') ?? '', /object-src 'self'; style-src 'unsafe-inline'/);
    const bytes = Buffer.from(await copy.arrayBuffer());
    assert.ok(bytes.subarray(0, 5).toString() === '%PDF-' && !bytes.equals(redPage()));
  });

  it('leads back to where it was opened: to the last step, or to the receipt once it was sent', async () => {
    const { visitor, address } = await opened('extract.pdf', new Uint8Array(redPage()));
    const review = (await (await visitor.get('/kyc/review')).text()).replaceAll('&#61;', '=');
    assert.ok(review.includes(`href="${address}/view?from=review"`));
    const backOf = async (path: string): Promise<string | undefined> =>
      /<a class="button button-secondary" href="\/kyc\/[^/]+\/([^"]+)"/.exec(
        (await (await visitor.get(path)).text()).replaceAll('&#61;', '='),
      )?.[1];
    assert.equal(await backOf(`${address}/view?from=review`), 'review');
    assert.match((await backOf(`${address}/view?from=https://elsewhere.example`)) ?? '', /^documents\?file=/);
    expectRedirect(await visitor.send(), '/kyc/done');
    assert.equal(await backOf(`${address}/view`), 'done');
    assert.equal((await visitor.get(`${address}/copy`)).status, 200);
  });

  it("is nobody else's, and nobody's once it was removed", async () => {
    const mine = await opened('extract.pdf', new Uint8Array(redPage()));
    const other = await opened('extract.pdf', new Uint8Array(redPage()));
    const id = mine.address.split('/').at(-1);
    for (const step of ['view', 'copy', 'preview']) {
      assert.equal((await other.visitor.get(`/kyc/documents/${id}/${step}`)).status, 404);
      assert.equal((await createVisitor(service).get(`${mine.address}/${step}`)).status, 403);
      assert.equal((await mine.visitor.get(`/kyc/documents/none/${step}`)).status, 404);
    }
    await mine.visitor.post(`${mine.address}/remove`);
    for (const step of ['view', 'copy', 'preview'])
      assert.equal((await mine.visitor.get(`${mine.address}/${step}`)).status, 404);
    await portal.revoke(other.scene);
    for (const step of ['view', 'copy'])
      assert.equal((await other.visitor.get(`${other.address}/${step}`)).status, 410);
  });
});
