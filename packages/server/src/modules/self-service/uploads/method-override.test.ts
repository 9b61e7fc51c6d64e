import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { createUploadScenes, pdf, type UploadScenes } from './uploads.test-support.ts';

const as = (method: string, more: Readonly<Record<string, string>> = {}) => ({
  'x-http-method-override': method,
  ...more,
});
const piece = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };

describe('uploads through proxies that know only GET and POST', () => {
  let service: TestService;
  let scenes: UploadScenes;
  before(async () => {
    service = await startService();
    scenes = await createUploadScenes(service);
  });
  after(() => service.close());

  it('takes a whole file by POST that stands for HEAD and PATCH', async () => {
    const { scene, tus } = await scenes.opened();
    const path = await tus.begin({ byteSize: pdf.length });
    const sent = await tus.call('POST', path, { headers: as('PATCH', piece), body: pdf });
    assert.deepEqual([sent.status, sent.headers.get('upload-offset')], [204, String(pdf.length)]);
    const looked = await tus.call('POST', path, { headers: as('head') });
    assert.deepEqual([looked.status, looked.headers.get('upload-offset')], [200, String(pdf.length)]);
    assert.equal(await looked.text(), '');
    assert.equal((await tus.finish(path)).status, 200);
    assert.equal((await scenes.draftOf(scene.invitation.uuid)).length, 1);
  });

  it('lets go of an upload by POST that stands for DELETE', async () => {
    const { tus } = await scenes.opened();
    const path = await tus.begin({ byteSize: pdf.length });
    assert.equal((await tus.call('POST', path, { headers: as('DELETE') })).status, 204);
    assert.equal((await tus.call('HEAD', path)).status, 404);
  });

  it('is the refusal of a wrong method without the header, or with another method in it', async () => {
    const { tus } = await scenes.opened();
    const path = await tus.begin({ byteSize: pdf.length });
    for (const headers of [{}, as('PUT'), as('GET'), as('PATCH, DELETE')]) {
      const answer = await tus.call('POST', path, { headers });
      assert.equal(answer.status, 405, JSON.stringify(headers));
      assert.match(answer.headers.get('allow') ?? '', /PATCH/);
      assert.ok(answer.headers.get('x-novatrade-page'), 'the script must know it as ours');
    }
    assert.equal(await tus.offset(path), 0);
  });

  it('is refused to other sites as PATCH is', async () => {
    const { visitor, tus } = await scenes.opened();
    const path = await tus.begin({ byteSize: pdf.length });
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    for (const method of ['PATCH', 'DELETE', 'HEAD'])
      assert.equal((await visitor.post(path, {}, { ...foreign, ...as(method) })).status, 403, method);
    assert.equal(await tus.offset(path), 0);
  });

  it('counts pieces as pieces, and forms as forms whatever header they bring', async () => {
    const { scene, tus, visitor } = await scenes.opened();
    const path = await tus.begin({ byteSize: pdf.length });
    const taken = async (category: string): Promise<number> => {
      const row = await service.db.readFirst<{ count: number }>(sql`select minute_count::int as count from rate_windows
        where scope = ${`link:${scene.invitation.uuid}`} and category = ${category}`);
      return row?.count ?? 0;
    };
    const forms = await taken('portal');
    await tus.call('POST', path, { headers: as('HEAD') });
    await tus.call('POST', path, { headers: as('PATCH', piece), body: pdf });
    const pieces = await taken('portal-uploads');
    assert.ok(pieces > 0);
    assert.equal(await taken('portal'), forms);
    await visitor.post('/kyc/company', {}, as('PATCH'));
    await tus.call('POST', path, { headers: as('DELETE') });
    assert.deepEqual([await taken('portal-uploads'), await taken('portal')], [pieces, forms + 2]);
  });
});
