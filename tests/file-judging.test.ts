import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import { makeHeic } from '../packages/server/src/modules/files/sample-files.ts';
import { kycCalls, type KycCalls } from './support/kyc-calls.ts';
import { createPortalScene, type PortalScene } from './support/portal.ts';
import { expectProblem } from './support/problem.ts';
import { type BuyerScene, sceneWithBuyer } from './support/scene.ts';
import { startService, type TestService } from './support/service.ts';

const ENCRYPTED = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R/Encrypt<</Filter/Standard>>>>\n%%EOF\n',
);

describe('files are judged before they count', () => {
  let service: TestService;
  let scene: BuyerScene;
  let kyc: KycCalls;
  let portal: PortalScene;
  before(async () => {
    service = await startService();
    scene = await sceneWithBuyer(service);
    kyc = kycCalls(service);
    portal = createPortalScene(service, scene);
  });
  after(() => service.close());

  it('gives reviewers a HEIC as a JPEG, and keeps what was sent', async () => {
    const file = makeHeic();
    const document = await kyc.uploaded(scene, { file, fileName: 'Ausweis.HEIC', type: 'CONTACT_ID_CARD' });
    const { reviewCopy, scan, mediaType, byteSize } = document.files[0] as unknown as Record<string, unknown>;
    assert.deepEqual(
      { scan, mediaType, byteSize },
      { scan: 'UNSCANNED', mediaType: 'image/heic', byteSize: file.length },
    );
    const content = await service.call('GET', `${scene.buyer}/kyc/documents/${document.uuid}/content`, {
      token: scene.token,
    });
    const bytes = Buffer.from(await content.arrayBuffer());
    assert.deepEqual(reviewCopy, { fileName: 'Ausweis.jpg', mediaType: 'image/jpeg', byteSize: bytes.length });
    assert.equal(content.headers.get('content-type'), 'image/jpeg');
    assert.match(content.headers.get('content-disposition') ?? '', /filename=Ausweis\.jpg/);
    assert.equal((await sharp(bytes).metadata()).format, 'jpeg');
    assert.deepEqual(await kyc.listed(scene, '?type=CONTACT_ID_CARD'), [document]);
  });

  it('refuses an encrypted PDF, on the API and on the page, and keeps nothing', async () => {
    const stored = (await kyc.storedFiles()).length;
    const problem = await expectProblem(await kyc.upload(scene, { file: ENCRYPTED }), 'validation-error');
    assert.deepEqual(problem.errors, [{ field: 'file', message: 'is encrypted or protected with a password' }]);
    const visitor = await portal.started(await portal.invited());
    const answer = await visitor.upload({ bytes: new Uint8Array(ENCRYPTED) });
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /protected with a password\. Open it, print it/);
    await kyc.untilStored(stored);
  });

  it('shows the visitor a small picture of each file, and nobody else', async () => {
    const stored = (await kyc.storedFiles()).length;
    const png = await sharp({ create: { width: 800, height: 400, channels: 3, background: 'teal' } })
      .withExif({ IFD0: { Copyright: 'Erika' } })
      .png()
      .toBuffer();
    const visitor = await portal.started(await portal.invited({ requestedDocuments: ['COC_EXTRACT'] }));
    await visitor.upload({ fileName: 'scan.png', bytes: new Uint8Array(png) });
    await kyc.untilStored(stored + 3);
    const page = await (await visitor.get('/kyc/documents')).text();
    const [, src = '', width, height] =
      /<img\s+class="file-preview"\s+src="([^"]+)"\s+width="(\d+)"\s+height="(\d+)"/.exec(page) ?? [];
    assert.deepEqual([width, height], ['320', '160']);
    assert.match(page, /alt="Preview of scan\.png"/);

    const picture = await visitor.get(src);
    const headers = Object.fromEntries(picture.headers);
    assert.equal(picture.status, 200);
    assert.equal(headers['content-type'], 'image/webp');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['set-cookie'], undefined);
    assert.equal((await sharp(Buffer.from(await picture.arrayBuffer())).metadata()).width, 320);
    const stranger = await portal.started(await portal.invited());
    assert.equal((await stranger.get(src)).status, 404);

    await visitor.post(src.replace('/preview', '/remove'));
    await kyc.untilStored(stored);
    assert.equal((await visitor.get(src)).status, 404);
    await visitor.upload({ fileName: 'scan.png', bytes: new Uint8Array(png) });
    await visitor.send();
    const receipt = await (await visitor.get('/kyc/done')).text();
    const [sent = ''] = /\/kyc\/documents\/[^"]+\/preview/.exec(receipt) ?? [];
    assert.equal((await visitor.get(sent)).status, 200);
  });
});

describe('while the virus scanner is away', () => {
  let service: TestService;
  before(async () => {
    service = await startService({ CLAMD_URL: 'tcp://127.0.0.1:1' });
  });
  after(() => service.close());

  it('takes no file, says when to come back, and keeps nothing', async () => {
    const scene = await sceneWithBuyer(service);
    const kyc = kycCalls(service);
    const answer = await kyc.upload(scene);
    assert.equal(answer.headers.get('retry-after'), '60');
    await expectProblem(answer, 'unavailable');
    const portal = createPortalScene(service, scene);
    const visitor = await portal.started(await portal.invited());
    const page = await visitor.upload();
    assert.equal(page.status, 503);
    assert.match(await page.text(), /cannot be checked right now/);
    assert.deepEqual(await kyc.storedFiles(), []);
  });
});
