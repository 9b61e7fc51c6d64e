import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import sharp from 'sharp';
import { createPortalScene, expectPage, expectRedirect } from '../../../../harness/src/portal.ts';
import { sceneWithBuyer } from '../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';
import { textOf } from '../../../../harness/src/visitor.ts';
import { pdfTexts } from '../../modules/files/pdf-texts.test-support.ts';
import { SAMPLES, writeSamples } from './index.ts';

const TYPES = Object.keys(SAMPLES);

describe('the sample documents', () => {
  let service: TestService;
  let folder: string;
  before(async () => {
    service = await startService();
    folder = await mkdtemp(join(tmpdir(), 'nt24-samples-'));
  });
  after(async () => {
    await service.close();
    await rm(folder, { recursive: true });
  });

  it('are taken by the page, look like something, and can be sent', async () => {
    const paths = await writeSamples(join(folder, 'new'));
    assert.deepEqual(
      paths.map((path) => basename(path)),
      Object.values(SAMPLES).map(({ fileName }) => fileName),
    );
    const scene = createPortalScene(service, await sceneWithBuyer(service));
    const visitor = await scene.started(await scene.invited({ requestedDocuments: TYPES }));
    for (const [n, path] of paths.entries()) {
      const wish = { type: TYPES[n] ?? '', fileName: basename(path), bytes: new Uint8Array(await readFile(path)) };
      expectRedirect(await visitor.upload(wish), '/kyc/documents');
    }
    const page = await expectPage(await visitor.get('/kyc/documents'), 200, 'documents.title');
    for (const path of paths) assert.ok(page.includes(basename(path)), path);
    assert.ok(!page.includes(textOf('documents.looksEmpty')));
    const previews = new Set(page.match(/\/kyc\/[\w-]+\/documents\/[\w-]+\/preview/g));
    assert.equal(previews.size, TYPES.length);
    for (const preview of previews) assert.equal((await visitor.get(preview)).status, 200);
    expectRedirect(await visitor.send(), '/kyc/done');
  });

  it('say what they are on their face', async () => {
    for (const { fileName, draw } of Object.values(SAMPLES)) {
      const bytes = await draw();
      if (fileName.endsWith('.pdf')) {
        const [text = ''] = await pdfTexts(bytes);
        assert.match(text, /^SPECIMEN .*Made up for trying out the demo/);
      } else assert.equal((await sharp(bytes).metadata()).format, 'jpeg');
    }
    const { orientation } = await sharp(await SAMPLES.VAT_CERTIFICATE.draw()).metadata();
    assert.equal(orientation, 6, 'as a phone that was held upright');
  });
});
