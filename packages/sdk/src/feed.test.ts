import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../harness/src/eventually.ts';
import { startService, type TestService } from '../../harness/src/service.ts';
import { createWebhookScene } from '../../harness/src/webhook-scene.ts';
import { ConnectionError, ProblemError } from './index.ts';
import { moodyFetch, problemAnswer } from './moody-fetch.test-support.ts';
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

  it('begins from now on where that is wished, and passes over nothing where there has been no event yet', async (t) => {
    const line = moodyFetch();
    const controller = new AbortController();
    // Else it would wait on where the test fails.
    t.after(() => controller.abort());
    const { events } = scene.clientWith({ fetch: line.fetch });
    const seen: string[] = [];
    const reading = assert.rejects(
      async () => {
        for await (const { id } of events.list({ after: 'latest', wait: 1 }, { signal: controller.signal })) {
          seen.push(id);
          controller.abort();
        }
      },
      { name: 'AbortError' },
    );
    // The first call has then been answered.
    await eventually('it has asked again', () => line.seen.length > 1);
    await told(1);
    await eventually('it has come', () => seen.length === 1);
    await reading;
    const { data, nextCursor } = await events.list({ after: 'latest' });
    assert.deepEqual([data, [nextCursor]], [[], seen]);
    await told(1);
    assert.equal((await events.list({ after: nextCursor })).data.length, 1);
  });

  it('gives what is there, piece by piece, and ends', async () => {
    const { nextCursor } = await scene.client.events.list({ after: 'latest' });
    await told(5);
    const line = moodyFetch();
    const ids = new Set<string>();
    const list = scene
      .clientWith({ fetch: line.fetch })
      .events.list({ after: nextCursor, size: 2, types: ['self_service_invitation.*', 'kyc.*'] });
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

  it('that waits goes on through outages, and ends by what no waiting mends', async () => {
    await told(1);
    const { data, nextCursor } = await scene.client.events.list({ size: 100 });
    const proxy = (): Response => new Response('away', { status: 502 });
    const line = moodyFetch(['refuse', problemAnswer(503, 'unavailable'), proxy, 'pass', 'pass']);
    const client = scene.clientWith({ fetch: line.fetch, retries: 0 });
    const seen: string[] = [];
    await assert.rejects(
      async () => {
        for await (const { id } of client.events.list({ size: 100, wait: 1 })) {
          seen.push(id);
          line.moods = [problemAnswer(429, 'rate-limited'), problemAnswer(403, 'forbidden')];
        }
      },
      (error) => error instanceof ProblemError && error.is('forbidden'),
    );
    assert.deepEqual(
      seen,
      data.map(({ id }) => id),
    );
    const internal = { fetch: moodyFetch([problemAnswer(500, 'internal-error')]).fetch };
    const listed = scene.clientWith(internal).events.list({ after: nextCursor, wait: 1 }).pages();
    await assert.rejects(listed.next(), (error) => error instanceof ProblemError && error.is('internal-error'));
    // Who does not wait for what comes has an end, and hears of it.
    const brief = scene
      .clientWith({ fetch: moodyFetch(['refuse']).fetch, retries: 0 })
      .events.list({})
      .pages();
    await assert.rejects(brief.next(), ConnectionError);
  });

  it('that waits is not begun where a call would run out of time before it has waited', async () => {
    const line = moodyFetch();
    const client = scene.clientWith({ fetch: line.fetch, timeoutMs: 1_000 });
    await assert.rejects(client.events.list({ wait: 1 }).pages().next(), TypeError);
    await assert.rejects(client.events.list({ wait: 2 }, { timeoutMs: 2_000 }).pages().next(), TypeError);
    assert.equal(line.seen.length, 0);
    assert.equal((await client.events.list({ wait: 1 }, { timeoutMs: 20_000 }).pages().next()).done, false);
  });

  it('that waits ends by its signal in an outage', async () => {
    const controller = new AbortController();
    const line = moodyFetch(['refuse', 'refuse']);
    const client = scene.clientWith({ fetch: line.fetch, retries: 0 });
    const pages = client.events.list({ wait: 1 }, { signal: controller.signal }).pages();
    const next = pages.next();
    await eventually('it has asked', () => line.seen.length === 1);
    controller.abort();
    await assert.rejects(next, { name: 'AbortError' });
    assert.equal(line.seen.length, 1);
  });
});
