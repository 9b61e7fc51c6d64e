import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { spawnWorker } from '../../../../../harness/src/spawned-process.ts';
import { openWorker, settingsOf } from '../../../../../harness/src/worker.ts';
import { LARGEST_SHARE } from './share.ts';
import { stageDeliveries } from './webhooks-delivery.test-support.ts';

describe('webhooks of several workers', () => {
  const stage = stageDeliveries();

  it('lets two workers share the work, and loses nothing when one is killed in the middle', async (t) => {
    const { service, scene, receiver } = stage;
    const { organizationId, sellerId } = await service.organization();
    const shared = await scene.endpoint({ organizationId, url: receiver.urlOf('/shared') });
    const second = await openWorker(settingsOf(service));
    await scene.events(sellerId, 300);
    await eventually('300 deliveries', async () => (await scene.deliveredCount(shared)) === 300);
    const ids = receiver.at('/shared').map(({ envelope }) => envelope.id);
    assert.deepEqual([ids.length, new Set(ids).size], [300, 300]);
    for (const { logLines } of [stage.worker, second])
      assert.ok(logLines.join().includes('webhook attempted'), 'both had a part in it');

    await Promise.all([stage.worker.stop(), second.stop()]);
    const child = await spawnWorker(settingsOf(service));
    t.after(() => child.kill('SIGKILL'));
    receiver.answer = (_webhook, response) => void setTimeout(() => response.writeHead(204).end(), 20);
    await scene.events(sellerId, 100);
    await eventually('the middle', async () => (await scene.deliveredCount(shared)) > 320);
    child.kill('SIGKILL');
    await once(child, 'exit');
    assert.ok((await scene.deliveredCount(shared)) < 400);
    await scene.endLeases();
    await stage.startWorker();
    await eventually('all 400', async () => (await scene.deliveredCount(shared)) === 400);
    const all = receiver.at('/shared').map(({ envelope }) => envelope.id);
    assert.equal(new Set(all).size, 400);
    assert.ok(all.length - 400 <= LARGEST_SHARE, 'at most those under way came twice');
  });
});
