import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { kycCalls, type KycCalls } from '../../../../harness/src/kyc-calls.ts';
import { createPortalScene } from '../../../../harness/src/portal.ts';
import { expectProblem } from '../../../../harness/src/problem.ts';
import { type BuyerScene, sceneWithBuyer } from '../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';
import { createTusClient } from '../../../../harness/src/tus-client.ts';
import { textOf } from '../../../../harness/src/visitor.ts';
import { documentJobs } from '../kyc/documents/jobs.ts';
import { makePdf } from './sample-files.ts';

const QUOTA = 1024 * 1024;
const big = makePdf(600_000);

describe('what one organization may keep', () => {
  let service: TestService;
  let kyc: KycCalls;
  before(async () => {
    service = await startService({ FILES_QUOTA_MB: '1' });
    kyc = kycCalls(service);
  });
  after(() => service.close());

  /** As the counter has it, and as the rows add up. */
  async function bytesOf({ org }: BuyerScene): Promise<[number, number]> {
    const row = await service.db.readFirst<{ counted: number; summed: number }>(sql`select
      stored_bytes_of(${org.organizationId}::uuid)::float8 as counted,
      (select coalesce(sum(byte_size), 0)::float8 from stored_files where counted_for = ${org.organizationId}::uuid) as summed`);
    return row ? [row.counted, row.summed] : assert.fail();
  }
  async function expectExact(scene: BuyerScene): Promise<number> {
    const [counted, summed] = await bytesOf(scene);
    assert.equal(counted, summed);
    return counted;
  }
  const noRoom = (document: string): string => textOf('documents.errorNoRoom').replace('{{name}}', textOf(document));
  async function opened(scene: BuyerScene) {
    const portal = createPortalScene(service, scene);
    const visitor = await portal.started(await portal.invited());
    return { visitor, tus: createTusClient(visitor, service.url) };
  }

  it('is counted over calls and links, refused beyond, and nobody else notices', async () => {
    const [scene, other] = [await sceneWithBuyer(service), await sceneWithBuyer(service)];
    const { visitor, tus } = await opened(scene);
    await kyc.uploaded(scene, { file: big });
    const first = await expectExact(scene);
    assert.ok(first >= big.length && first < QUOTA);

    const key = crypto.randomUUID();
    const stored = await kyc.storedFiles();
    const refused = await kyc.upload(scene, { file: big, key });
    assert.match((await expectProblem(refused, 'payload-too-large')).detail, /may keep 1048576 bytes/);
    assert.deepEqual(await kyc.storedFiles(), stored);
    const begun = await tus.create({ byteSize: big.length });
    assert.equal(begun.status, 422);
    assert.equal(((await begun.json()) as { message: string }).message, noRoom('documents.other'));
    assert.equal((await tus.create({ byteSize: 100_000 })).status, 201, 'a small one fits');
    assert.equal((await visitor.upload({ bytes: new Uint8Array(big) })).status, 303, 'a form says no size before');
    assert.ok((await expectExact(scene)) > QUOTA);
    const full = await visitor.upload();
    assert.equal(full.status, 422);
    assert.ok((await full.text()).includes(noRoom('documents.other')));

    await kyc.uploaded(other, { file: big });
    const page = await (await visitor.get('/kyc/documents')).text();
    const [, file = ''] = /action="(\/kyc\/[^"/]+\/documents\/[0-9a-f-]+\/remove)"/.exec(page) ?? [];
    assert.equal((await visitor.post(file)).status, 303);
    assert.ok((await expectExact(scene)) > QUOTA, 'it may be put back');
    await service.db.write(
      sql`update kyc_files set removed_at = removed_at - interval '1 hour' where removed_at is not null`,
    );
    const purge = documentJobs(service.deps).find(({ name }) => name === 'documents.purgeRemoved');
    await purge?.run(new AbortController().signal);
    assert.equal(await expectExact(scene), first);
    assert.equal((await kyc.upload(scene, { key })).status, 201, 'the key is free: nothing was done with it');
  });

  it('is counted exactly when files come and go at once', async () => {
    const scene = await sceneWithBuyer(service);
    // A link may have two files waiting.
    const visitors = [await opened(scene), await opened(scene), await opened(scene)].map(({ visitor }) => visitor);
    await Promise.all([
      ...Array.from({ length: 6 }, () => kyc.uploaded(scene)),
      ...[...visitors, ...visitors].map(async (visitor) => assert.equal((await visitor.upload()).status, 303)),
    ]);
    assert.ok((await expectExact(scene)) > 0);
    const removals: (() => Promise<Response>)[] = [];
    for (const visitor of visitors) {
      const page = await (await visitor.get('/kyc/documents')).text();
      const paths = [...page.matchAll(/action="(\/kyc\/[^"/]+\/documents\/[0-9a-f-]+\/remove)"/g)].map(
        ([, path = '']) => path,
      );
      // The notice of a twin has a button for one of them too.
      for (const path of new Set(paths)) removals.push(() => visitor.post(path));
    }
    assert.equal(removals.length, 6);
    await Promise.all([...removals.map((remove) => remove()), kyc.uploaded(scene)]);
    await expectExact(scene);
    const text = await (await fetch(`${service.url}/metrics`)).text();
    const [, originals] = /^nt24_stored_bytes\{kind="original"\} (\d+)$/m.exec(text) ?? [];
    const row = await service.db.readFirst<{ bytes: number }>(
      sql`select sum(byte_size)::float8 as bytes from stored_files where role = 'ORIGINAL'`,
    );
    assert.equal(Number(originals), row?.bytes);
    assert.match(text, /^nt24_uploads_bytes 100000$/m);
  });
});
