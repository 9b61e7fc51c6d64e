import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { makePdf } from '../packages/server/src/modules/files/sample-files.ts';
import { startApiProcess } from './support/api-process.ts';
import { createPortalScene, type PortalScene } from './support/portal.ts';
import { sceneWithBuyer } from './support/scene.ts';
import { startService, type TestService } from './support/service.ts';
import { createTusClient } from './support/tus-client.ts';
import { headingOf, textOf } from './support/visitor.ts';

const bytesOf = (buffer: Buffer): Uint8Array<ArrayBuffer> => new Uint8Array(buffer);
const pdf = bytesOf(makePdf(300_000));
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const LIMIT_BYTES = 20 * 1024 * 1024;

describe('uploads in pieces', () => {
  let service: TestService;
  let scenes: PortalScene;
  before(async () => {
    service = await startService();
    scenes = createPortalScene(service, await sceneWithBuyer(service));
  });
  after(() => service.close());

  async function opened() {
    const scene = await scenes.invited();
    const visitor = await scenes.started(scene);
    return { scene, visitor, tus: createTusClient(visitor, service.url) };
  }

  function draftOf(invitationId: string) {
    return service.db.rows<{ sha256: Buffer; byte_size: number; upload_id: string }>(
      sql`select sha256, byte_size, upload_id from kyc_files where invitation_id = ${invitationId}::uuid`,
    );
  }

  const partials = (): Promise<string[]> => readdir(join(service.config.dataDir, 'uploads')).catch(() => []);

  it('takes a file in pieces, answers where it stands, and makes it part of the draft once', async () => {
    const { scene, visitor, tus } = await opened();
    const path = await tus.begin({ byteSize: pdf.length, fileName: 'Auszug März.pdf' });
    assert.match(path, /^\/kyc\/uploads\/[0-9a-f-]{36}$/);
    assert.equal(await tus.offset(path), 0);
    let at = 0;
    for (const size of [1, 70_000, 65_536, 3, pdf.length]) {
      const answer = await tus.patch(path, at, pdf.slice(at, at + size));
      at = Math.min(at + size, pdf.length);
      assert.deepEqual([answer.status, answer.headers.get('upload-offset')], [204, String(at)]);
      assert.match(answer.headers.get('set-cookie') ?? '', /^__Host-nt24=/);
      assert.match(answer.headers.get('content-security-policy') ?? '', /default-src 'none'/);
      assert.equal(answer.headers.get('access-control-expose-headers'), null);
      assert.equal(await tus.offset(path), at);
      if (at === 70_001) {
        assert.equal((await tus.patch(path, 1, pdf.slice(1, 5))).status, 409, 'an offset that is not the end');
        assert.equal((await tus.finish(path)).status, 409, 'not whole yet');
        const page = await (await visitor.get('/kyc/documents')).text();
        assert.match(page, /Auszug März\.pdf/);
        assert.match(page, /68 kB of 293 kB received/);
      }
    }
    const [name] = await partials();
    assert.ok(name);
    const answers = await Promise.all([tus.finish(path), tus.finish(path)]);
    for (const answer of answers) {
      assert.equal(answer.status, 200);
      const { status, html } = (await answer.json()) as { status: string; html: string };
      assert.equal(status, 'added');
      assert.match(html, /Auszug März\.pdf/);
    }
    assert.equal((await tus.finish(path)).status, 200, 'a repeat answers as the first');
    const draft = await draftOf(scene.invitation.uuid);
    assert.deepEqual(
      draft.map((file) => [file.sha256.toString('hex'), file.byte_size]),
      [[sha256(pdf), pdf.length]],
    );
    assert.deepEqual(await partials(), []);
    assert.equal((await tus.call('HEAD', path)).status, 404);
  });
});
