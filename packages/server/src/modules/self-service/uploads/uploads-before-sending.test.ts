import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { COMPLETE_TYPES, textOf } from '../../../../../harness/src/visitor.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { expectRedirect } from '../../../../../harness/src/portal.ts';
import { createTusClient } from '../../../../../harness/src/tus-client.ts';
import { createUploadScenes, pdf, type UploadScenes } from './uploads.test-support.ts';

const ROUNDS = 10;
const NAME = 'balance sheet.pdf';

describe('an upload that is unfinished when the buyer sends', () => {
  let service: TestService;
  let scenes: UploadScenes;
  before(async () => {
    service = await startService();
    scenes = await createUploadScenes(service);
  });
  after(() => service.close());

  async function ready() {
    const scene = await scenes.invited();
    const visitor = await scenes.started(scene, COMPLETE_TYPES);
    return { scene, visitor, tus: createTusClient(visitor, service.url) };
  }

  const begunBy = async (sender: Awaited<ReturnType<typeof ready>>['tus']): Promise<string> => {
    const upload = await sender.begin({ byteSize: pdf.length, fileName: NAME });
    assert.equal((await sender.patch(upload, 0, pdf.slice(0, 100_000))).status, 204);
    return upload;
  };

  it('is named by the page that comes again, nothing is sent or deleted, and it can be finished', async () => {
    const { scene, visitor, tus } = await ready();
    const upload = await begunBy(tus);
    const review = await (await visitor.get('/kyc/review')).text();
    assert.ok(
      review.includes(NAME) && review.includes('98\u00a0kB of 293\u00a0kB received'),
      'it is listed, with what came',
    );
    assert.match(review, /begun \d+\s\w+ \d{4} at \d\d:\d\d \(Western European Time\)/);
    const refused = await visitor.send();
    const page = await refused.text();
    assert.equal(refused.status, 409);
    assert.ok(page.includes(textOf('review.errorUnfinished').replace('{{file}}', NAME)));
    assert.equal((await scenes.stateOf(scene)).status, 'ACTIVE');
    assert.equal(await tus.offset(upload), 100_000);
    assert.equal((await tus.patch(upload, 100_000, pdf.slice(100_000))).status, 204);
    assert.equal((await visitor.send()).status, 409, 'whole, and still no file of the draft');
    assert.equal((await tus.finish(upload)).status, 200);
    expectRedirect(await visitor.send(), '/kyc/done');
    assert.ok((await (await visitor.get('/kyc/done')).text()).includes(NAME));
  });

  it('counts when a colleague began it, and is removed from the last step, which says so and stays', async () => {
    const { scene, visitor } = await ready();
    const colleague = await scenes.started(scene);
    const upload = await begunBy(createTusClient(colleague, service.url));
    assert.equal((await visitor.send()).status, 409);
    const dropped = await visitor.post(`${upload}/remove`, { back: 'review' });
    expectRedirect(dropped, '/kyc/review');
    const review = await (await visitor.get('/kyc/review')).text();
    assert.ok(review.includes(textOf('documents.noticeRemoved').replace('{{file}}', NAME)));
    assert.equal(review.split(NAME).length, 2, 'named by the notice alone');
    expectRedirect(await visitor.send(), '/kyc/done');
  });

  it('begun at the same instant: either it is refused as too late, or the sending is', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const { scene, visitor, tus } = await ready();
      const [begun, sent] = await Promise.all([tus.create({ byteSize: 400 }), visitor.send()]);
      const { status } = await scenes.stateOf(scene);
      const outcome = `${begun.status} ${sent.status} ${status}`;
      assert.ok(['201 409 ACTIVE', '410 303 USED'].includes(outcome), outcome);
    }
  });
});
