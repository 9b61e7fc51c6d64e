import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type KycCalls, kycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { createPortalScene, type PortalScene } from '../../../../../harness/src/portal.ts';
import { type BuyerScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { createTusClient } from '../../../../../harness/src/tus-client.ts';
import type { Visitor } from '../../../../../harness/src/visitor.ts';
import { slowPng } from '../hostile-pictures.test-support.ts';
import { makePng } from '../sample-files.ts';

const ROUNDS = 6;

describe('one link cannot stop everybody', () => {
  let service: TestService;
  let scene: BuyerScene;
  let portal: PortalScene;
  let kyc: KycCalls;
  before(async () => {
    service = await startService();
    scene = await sceneWithBuyer(service);
    portal = createPortalScene(service, scene);
    kyc = kycCalls(service);
  });
  after(() => service.close());

  async function visitor(): Promise<Visitor> {
    return portal.started(await portal.invited());
  }

  async function sent(by: Visitor, bytes: Buffer): Promise<string> {
    const tus = createTusClient(by, service.url);
    const path = await tus.begin({ byteSize: bytes.length, fileName: 'scan.png' });
    assert.equal((await tus.patch(path, 0, new Uint8Array(bytes))).status, 204);
    return path;
  }

  /** As /metrics counts them, of this service. */
  async function judged(verdict: string): Promise<number> {
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    return Number(
      new RegExp(`^nt24_file_judgements_total\\{verdict="${verdict}"\\} (\\d+)$`, 'm').exec(metrics)?.[1] ?? 0,
    );
  }

  it('has two files waiting at most, the others are told to come back and keep their bytes, and others go first', async () => {
    const hostile = await visitor();
    const slow = slowPng();
    const paths = [];
    for (let round = 0; round < ROUNDS; round += 1) paths.push(await sent(hostile, slow));
    const tus = createTusClient(hostile, service.url);
    const order: string[] = [];
    const floods = paths.map(async (path) => {
      const answer = await tus.finish(path);
      if (answer.status === 200) order.push('slow');
      return { path, answer };
    });
    const honest = await Promise.all([visitor(), visitor()]);
    await Promise.all(
      honest.map(async (each) => {
        assert.equal((await each.upload({ fileName: 'scan.png', bytes: new Uint8Array(makePng()) })).status, 303);
        order.push('honest');
      }),
    );
    await kyc.uploaded(scene, { file: makePng(), fileName: 'scan.png' });
    order.push('honest');
    const finished = await Promise.all(floods);
    const [busy, added] = [503, 200].map((status) => finished.filter(({ answer }) => answer.status === status));
    assert.deepEqual([busy?.length, added?.length], [ROUNDS - 3, 3]);
    assert.ok(order.lastIndexOf('honest') < order.lastIndexOf('slow'), order.join());
    for (const { path, answer } of busy ?? []) {
      assert.ok(Number(answer.headers.get('retry-after')) > 0);
      assert.deepEqual(await answer.json(), { status: 'later' });
      assert.equal(await tus.offset(path), slow.length);
    }
    assert.equal(await judged('judges-busy'), ROUNDS - 3);
    assert.equal((await tus.finish(busy?.[0]?.path ?? '')).status, 200, 'later');
  });

  it('has an upload judged once, however often its finish is repeated', async () => {
    const buyer = await visitor();
    const path = await sent(buyer, slowPng(1));
    const accepted = await judged('accepted');
    const tus = createTusClient(buyer, service.url);
    const answers = await Promise.all(Array.from({ length: 5 }, () => tus.finish(path)));
    assert.deepEqual(
      answers.map(({ status }) => status),
      Array(5).fill(200),
    );
    assert.equal(await judged('accepted'), accepted + 1);
  });

  it('has nothing judged for those who hung up while they waited, and what is at work becomes a file', async () => {
    const buyer = await visitor();
    const paths = await Promise.all([2, 3, 4, 5].map((mark) => sent(buyer, slowPng(mark))));
    const [accepted, busy] = [await judged('accepted'), await judged('judges-busy')];
    const tus = createTusClient(buyer, service.url);
    const impatient = new AbortController();
    const init = { headers: { accept: 'application/json' }, signal: impatient.signal };
    const asked = paths.map((path) => tus.call('POST', `${path}/finish`, init));
    const settled = Promise.allSettled(asked);
    // One is at work then, and two wait.
    await Promise.any(asked.map(async (answer) => assert.equal((await answer).status, 503)));
    impatient.abort();
    await settled;
    while ((await judged('accepted')) + (await judged('judges-busy')) < accepted + busy + paths.length);
    assert.deepEqual([await judged('accepted'), await judged('judges-busy')], [accepted + 1, busy + 3]);
    const offsets = await Promise.allSettled(paths.map((path) => tus.offset(path)));
    assert.equal(offsets.filter(({ status }) => status === 'fulfilled').length, 3, 'kept');
  });
});
