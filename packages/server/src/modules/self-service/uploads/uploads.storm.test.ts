import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startApiProcess } from '../../../../../harness/src/api-process.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { createTusClient } from '../../../../../harness/src/tus-client.ts';
import { createUploadScenes, pdf, trickle, type UploadScenes } from './uploads.test-support.ts';

const KILLS = 3;

describe('an upload in pieces to several processes', () => {
  let service: TestService;
  let scenes: UploadScenes;
  before(async () => {
    service = await startService();
    scenes = await createUploadScenes(service);
  });
  after(() => service.close());

  it('is finished once by two processes at the same instant, and goes on in the one where it did not begin', async () => {
    const { scene, visitor, tus } = await scenes.opened();
    const other = await startApiProcess(service);
    try {
      const there = createTusClient(visitor, other.url);
      const path = await tus.begin({ byteSize: pdf.length });
      // A request whose line is dead holds the lock here; the other process asks for it and gets it.
      const hanging = new AbortController();
      const held = tus.call('PATCH', path, {
        headers: { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
        body: new ReadableStream({ start: (controller) => controller.enqueue(pdf.slice(0, 70_000)) }),
        signal: hanging.signal,
        duplex: 'half',
      } as RequestInit);
      held.catch(() => undefined);
      await sleep(300);
      const offset = await there.offset(path);
      assert.equal(offset, 70_000);
      assert.equal((await there.patch(path, offset, pdf.slice(offset))).status, 204);
      hanging.abort();
      const answers = await Promise.all([tus.finish(path), there.finish(path), tus.finish(path), there.finish(path)]);
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200, 200, 200],
      );
      assert.equal((await scenes.draftOf(scene.invitation.uuid)).length, 1);
    } finally {
      await other.kill();
    }
  });

  it('loses nothing that was answered when its process is killed in the middle of a piece', async () => {
    const { scene, visitor, tus } = await scenes.opened();
    const path = await tus.begin({ byteSize: pdf.length });
    const victims = await Promise.all(Array.from({ length: KILLS }, () => startApiProcess(service)));
    let at = 0;
    for (const victim of victims) {
      const there = createTusClient(visitor, victim.url);
      const answered = await there.patch(path, at, trickle(pdf.slice(at, at + 20_000)));
      assert.equal(answered.status, 204);
      at += 20_000;
      const rest = new ReadableStream({ start: (controller) => controller.enqueue(pdf.slice(at, at + 30_000)) });
      const cut = there.patch(path, at, rest).catch(() => undefined);
      await sleep(50);
      await victim.kill();
      await cut;
      const offset = await tus.offset(path);
      assert.ok(offset >= at, `${offset} after ${at} were answered`);
      at = offset;
    }
    assert.equal((await tus.patch(path, at, pdf.slice(at))).status, 204);
    assert.equal((await tus.finish(path)).status, 200);
    assert.deepEqual(
      (await scenes.draftOf(scene.invitation.uuid)).map((file) => file.sha256.toString('hex')),
      [hash('sha256', pdf)],
    );
  });
});
