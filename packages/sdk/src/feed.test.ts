import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startService, type TestService } from '../../harness/src/service.ts';
import { createWebhookScene } from '../../harness/src/webhook-scene.ts';
import { moodyFetch } from './moody-fetch.test-support.ts';
import { type SdkScene, sdkScene } from './sdk-scene.test-support.ts';

describe('events.list', () => {
  let service: TestService;
  let scene: SdkScene;
  before(async () => {
    service = await startService();
    scene = await sdkScene(service);
  });
  after(() => service.close());

  async function told(count: number): Promise<void> {
    const { events, tell } = createWebhookScene(service);
    await events(scene.ids.sellerId, count);
    await tell();
  }

  it('gives what is there, piece by piece, and ends', async () => {
    await told(5);
    const line = moodyFetch();
    const ids = new Set<string>();
    const list = scene
      .clientWith({ fetch: line.fetch })
      .events.list({ size: 2, types: ['self_service_invitation.*', 'kyc.*'] });
    for await (const event of list) {
      assert.ok(event.type === 'self_service_invitation.used');
      assert.equal(event.partnerUuid, scene.ids.sellerId);
      ids.add(event.id);
    }
    assert.equal(ids.size, 5);
    assert.equal(line.seen.length, 3);
  });

  it('waits for what comes, without end and with nothing told twice', async () => {
    const { nextCursor } = await scene.client.events.list({ size: 100 });
    const controller = new AbortController();
    const seen: string[] = [];
    const telling = told(2);
    await assert.rejects(
      async () => {
        const feed = scene.client.events.list({ after: nextCursor, wait: 1 }, { signal: controller.signal });
        for await (const { id } of feed) {
          seen.push(id);
          if (seen.length === 2) await told(1);
          if (seen.length === 3) controller.abort();
        }
      },
      { name: 'AbortError' },
    );
    await telling;
    assert.equal(new Set(seen).size, 3);
    assert.ok(nextCursor !== undefined && !seen.includes(nextCursor));
  });
});
