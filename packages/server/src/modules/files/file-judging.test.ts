import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { picture as samplePicture } from './corpus-pictures.test-support.ts';
import { endlessRow } from './hostile-pictures.test-support.ts';
import { makeHeic, makePdf } from './sample-files.ts';
import { FILES_FOR_ONE, kycCalls, type KycCalls } from '../../../../harness/src/kyc-calls.ts';
import { createPortalScene, type PortalScene } from '../../../../harness/src/portal.ts';
import { stepOf } from '../../../../harness/src/session-addresses.ts';
import { textOf } from '../../../../harness/src/visitor.ts';
import { expectProblem } from '../../../../harness/src/problem.ts';
import { type BuyerScene, sceneWithBuyer } from '../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';
import { createTusClient } from '../../../../harness/src/tus-client.ts';

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
    assert.equal(bytes.toString('hex', 0, 3), 'ffd8ff');
    assert.deepEqual(await kyc.listed(scene, '?type=CONTACT_ID_CARD'), [document]);
  });

  it('refuses a PDF that needs a password, on the API and on the page, and keeps nothing', async () => {
    const stored = (await kyc.storedFiles()).length;
    const problem = await expectProblem(await kyc.upload(scene, { file: ENCRYPTED }), 'validation-error');
    assert.deepEqual(problem.errors, [{ field: 'file', message: 'needs a password to open' }]);
    const visitor = await portal.started(await portal.invited());
    const answer = await visitor.upload({ bytes: new Uint8Array(ENCRYPTED) });
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /protected with a password\. Open it, print it/);
    await kyc.untilStored(stored);
  });

  it('refuses a picture whose few bytes decode to gigabytes, and says how large one may be', async () => {
    const stored = (await kyc.storedFiles()).length;
    const refused = await kyc.upload(scene, { file: endlessRow(), fileName: 'row.png' });
    const { errors } = await expectProblem(refused, 'validation-error');
    const message = 'is too large a picture: at most 50 megapixels, 20,000 on a side, 256 MB decoded';
    assert.deepEqual(errors, [{ field: 'file', message }]);
    const visitor = await portal.started(await portal.invited());
    const answer = await visitor.upload({ fileName: 'row.png', bytes: new Uint8Array(endlessRow()) });
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), /too large: at most 50 million pixels, and 20,000 on a side/);
    await kyc.untilStored(stored);
  });

  it('shows the visitor a small picture of each file, and nobody else', async () => {
    const stored = (await kyc.storedFiles()).length;
    const png = await samplePicture(800, 400)
      .withExif({ IFD0: { Copyright: 'Erika' } })
      .png()
      .toBuffer();
    const visitor = await portal.started(await portal.invited({ requestedDocuments: ['COC_EXTRACT'] }));
    await visitor.upload({ fileName: 'scan.png', bytes: new Uint8Array(png) });
    await kyc.untilStored(stored + FILES_FOR_ONE);
    const page = await (await visitor.get('/kyc/documents')).text();
    const [, src = '', width, height] =
      /<img\s+class="file-preview"\s+src="([^"]+)"\s+width="(\d+)"\s+height="(\d+)"/.exec(page) ?? [];
    assert.deepEqual([width, height], ['320', '160']);
    assert.ok(page.includes(`alt="${textOf('documents.enlarge').replace('{{file}}', 'scan.png')}"`));

    const picture = await visitor.get(src);
    const headers = Object.fromEntries(picture.headers);
    assert.equal(picture.status, 200);
    assert.equal(headers['content-type'], 'image/webp');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['set-cookie'], undefined);
    assert.equal(Buffer.from(await picture.arrayBuffer()).toString('latin1', 8, 12), 'WEBP');
    const stranger = await portal.started(await portal.invited());
    assert.equal((await stranger.get(src)).status, 403, 'the address of another session');
    assert.equal((await stranger.get(stepOf(src) ?? '')).status, 404, 'in his own');

    await visitor.post(src.replace('/preview', '/remove'));
    // It may be put back, and is not shown.
    await kyc.untilStored(stored + FILES_FOR_ONE);
    assert.equal((await visitor.get(src)).status, 404);
    await visitor.upload({ fileName: 'scan.png', bytes: new Uint8Array(png) });
    await visitor.send();
    const receipt = await (await visitor.get('/kyc/done')).text();
    const [sent = ''] = /\/kyc\/[^"/]+\/documents\/[^"/]+\/preview/.exec(receipt) ?? [];
    assert.equal((await visitor.get(sent)).status, 200);
  });
});

describe('what the virus scanner says', () => {
  let service: TestService;
  let scene: BuyerScene;
  let kyc: KycCalls;
  let portal: PortalScene;
  let answer = '';
  // Where clamd would be: reads a whole INSTREAM and gives any answer.
  const scanner = createServer((socket) => {
    let tail = Buffer.alloc(0);
    socket.on('error', () => undefined);
    socket.on('data', (part) => {
      tail = Buffer.concat([tail, part]).subarray(-4);
      if (tail.equals(Buffer.alloc(4))) socket.end(answer);
    });
  });
  before(async () => {
    await once(scanner.listen(0, '127.0.0.1'), 'listening');
    const { port } = scanner.address() as AddressInfo;
    service = await startService({ CLAMD_URL: `tcp://127.0.0.1:${port}` });
    scene = await sceneWithBuyer(service);
    kyc = kycCalls(service);
    portal = createPortalScene(service, scene);
  });
  after(async () => {
    await service.close();
    scanner.close();
  });

  it('without a verdict takes no file, says when to come back, and keeps nothing but a whole upload in pieces', async () => {
    answer = 'stream: perhaps OK\0';
    const refused = await kyc.upload(scene);
    assert.equal(refused.headers.get('retry-after'), '60');
    await expectProblem(refused, 'unavailable');
    const visitor = await portal.started(await portal.invited());
    const page = await visitor.upload();
    assert.deepEqual([page.status, page.headers.get('retry-after')], [503, '60']);
    assert.match(await page.text(), /could not check the file right now/);

    const tus = createTusClient(visitor, service.url);
    const pdf = new Uint8Array(makePdf(70_000));
    const path = await tus.begin({ byteSize: pdf.length });
    await tus.patch(path, 0, pdf);
    const finished = await tus.finish(path);
    assert.deepEqual([finished.status, finished.headers.get('retry-after')], [503, '60']);
    assert.deepEqual(await finished.json(), { status: 'later' });
    assert.equal(await tus.offset(path), pdf.length);
    const form = await visitor.post(`${path}/finish`);
    assert.deepEqual([form.status, form.headers.get('retry-after')], [503, '60']);
    assert.deepEqual(await kyc.storedFiles(), []);

    answer = 'stream: OK\0';
    assert.equal((await tus.finish(path)).status, 200);
    await kyc.untilStored(FILES_FOR_ONE);
  });

  it('of an infected file stands in the trail and in the activity, and nothing of the file is kept', async () => {
    answer = 'stream: Win.Test.EICAR_HDB-1 FOUND\0';
    const stored = (await kyc.storedFiles()).length;
    const problem = await expectProblem(await kyc.upload(scene, { fileName: 'private.pdf' }), 'validation-error');
    assert.deepEqual(problem.errors, [{ field: 'file', message: 'was found to be infected by the virus scanner' }]);
    const invited = await portal.invited();
    const visitor = await portal.started(invited);
    assert.equal((await visitor.upload({ fileName: 'private.pdf' })).status, 422);
    const tus = createTusClient(visitor, service.url);
    const pdf = new Uint8Array(makePdf(5_000));
    const path = await tus.begin({ byteSize: pdf.length, fileName: 'private.pdf', type: 'VAT_CERTIFICATE' });
    await tus.patch(path, 0, pdf);
    assert.equal((await tus.finish(path)).status, 422);
    assert.equal((await tus.call('HEAD', path)).status, 404);
    await kyc.untilStored(stored);

    const lines = await service.db.read(sql`select actor_kind, seller_id, subject_id, details from audit_events
      where action = 'document.infected' order by id`);
    const seller_id = scene.org.sellerId;
    const ofPage = { actor_kind: 'BUYER', seller_id, subject_id: invited.invitation.uuid };
    const detailsOf = (type: string) => ({ type, reason: 'infected' });
    assert.deepEqual(lines, [
      { actor_kind: 'CLIENT', seller_id, subject_id: scene.buyerId, details: detailsOf('COC_EXTRACT') },
      { ...ofPage, details: detailsOf('COC_EXTRACT') },
      { ...ofPage, details: detailsOf('VAT_CERTIFICATE') },
    ]);
    const activity = await service.call('GET', `${invited.path}/activity`, { token: scene.token });
    const { data } = (await activity.json()) as { data: { type: string; details?: object }[] };
    assert.deepEqual(
      data.filter(({ type }) => type === 'DOCUMENT_REFUSED').map(({ details }) => details),
      [detailsOf('COC_EXTRACT'), detailsOf('VAT_CERTIFICATE')],
    );
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    assert.match(metrics, /^nt24_file_judgements_total\{verdict="file-infected"\} 3$/m);
    assert.match(metrics, /^nt24_file_judgements_total\{verdict="accepted"\} 1$/m);
    assert.match(metrics, /^nt24_file_judgement_duration_seconds_count 8$/m);
  });
});
