import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { makePdf } from '../packages/server/src/modules/files/sample-files.ts';
import { uploadJobs } from '../packages/server/src/modules/self-service/uploads/jobs.ts';
import { formOf, kycCalls } from '../packages/harness/src/kyc-calls.ts';
import { createPortalScene, type PortalScene } from '../packages/harness/src/portal.ts';
import { expectProblem } from '../packages/harness/src/problem.ts';
import { type BuyerScene, sceneWithBuyer } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { mountSmallDisk, type SmallDisk } from '../packages/harness/src/small-disk.ts';
import { createTusClient } from '../packages/harness/src/tus-client.ts';

const DISK_MB = 24;
const FLOOR_MB = 4;
const MEGABYTE = 1024 * 1024;
const pdf = new Uint8Array(makePdf(MEGABYTE));

const disk = await mountSmallDisk(DISK_MB);

describe('a disk that is full', { skip: disk === undefined }, () => {
  let service: TestService;
  let buyer: BuyerScene;
  let portal: PortalScene;
  const small = disk as SmallDisk;
  before(async () => {
    service = await startService({ DATA_DIR: small.path, DATA_MIN_FREE_MB: String(FLOOR_MB) });
    buyer = await sceneWithBuyer(service);
    portal = createPortalScene(service, buyer);
  });
  after(async () => {
    await service.close();
    await small.close();
  });

  const filler = join(small.path, 'filler');
  /** What others wrote there until so much was left. */
  async function leave(bytes: number): Promise<void> {
    await rm(filler, { force: true });
    const free = (await service.deps.room.freeBytes()) ?? assert.fail('the system tells');
    await writeFile(filler, randomBytes(Math.max(0, free - bytes)));
  }
  const opened = async () => {
    const scene = await portal.invited();
    const visitor = await portal.started(scene);
    return { scene, visitor, tus: createTusClient(visitor, service.url) };
  };
  const send = async (): Promise<Response> =>
    fetch(`${service.url}${buyer.buyer}/kyc/documents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${buyer.token}`, 'idempotency-key': crypto.randomUUID() },
      body: formOf({ file: Buffer.from(pdf) }),
    });
  async function expectNoRoom(answer: Response): Promise<void> {
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
    await expectProblem(answer, 'unavailable');
  }
  function isBusyPage(answer: Response): void {
    assert.equal(answer.status, 503);
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
  }
  const onDisk = async (): Promise<string[]> =>
    (await readdir(small.path, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile() && entry.name !== 'filler')
      .map(({ name }) => name)
      .sort();
  const figure = async (name: string): Promise<number> => {
    const text = await (await fetch(`${service.url}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
  };
  const readiness = async (): Promise<unknown> => (await fetch(`${service.url}/health/ready`)).json();

  it('begins nothing new below the floor, says so to the operator, and goes on when there is room', async () => {
    const { visitor, tus } = await opened();
    const begun = await tus.begin({ byteSize: pdf.length });
    assert.deepEqual(await readiness(), { status: 'ready' });
    assert.equal(await figure('nt24_data_short'), 0);
    await leave(FLOOR_MB * MEGABYTE - 100_000);
    const before = await onDisk();
    isBusyPage(await tus.create({ byteSize: 10 }));
    isBusyPage(await visitor.upload({ bytes: pdf }));
    await expectNoRoom(await send());
    assert.deepEqual(await onDisk(), before);
    assert.deepEqual(await readiness(), { status: 'ready', storage: 'short' });
    assert.equal(await figure('nt24_data_short'), 1);
    const free = await figure('nt24_data_free_bytes');
    assert.ok(free > 0 && free < FLOOR_MB * MEGABYTE, String(free));
    assert.equal((await tus.patch(begun, 0, pdf)).status, 204, 'what was begun comes to its end');
    assert.equal((await tus.finish(begun)).status, 200);

    await leave(FLOOR_MB * MEGABYTE + 100_000);
    isBusyPage(await tus.create({ byteSize: 200_000 }));
    assert.equal((await tus.create({ byteSize: 50_000 })).status, 201, 'a small one fits');
    await rm(filler);
    assert.equal((await send()).status, 201);
    assert.deepEqual(await readiness(), { status: 'ready' });
  });

  it('loses nothing that was acknowledged when no byte fits any more, and keeps nothing half', async () => {
    const { scene, tus } = await opened();
    const [path, whole] = [await tus.begin({ byteSize: pdf.length }), await tus.begin({ byteSize: pdf.length })];
    const at = 300_000;
    assert.equal((await tus.patch(path, 0, pdf.slice(0, at))).status, 204);
    assert.equal((await tus.patch(whole, 0, pdf)).status, 204);
    const stored = await kycCalls(service).storedFiles();
    for (const left of [0, 5_000, 100_000]) {
      await leave(left);
      isBusyPage(await tus.patch(path, at, pdf.slice(at)));
      const offset = await tus.offset(path);
      assert.ok(offset >= at, `${offset} after ${at}`);
      isBusyPage(await tus.finish(whole));
      assert.deepEqual(await kycCalls(service).storedFiles(), stored);
    }
    await rm(filler);
    const offset = await tus.offset(path);
    assert.equal((await tus.patch(path, offset, pdf.slice(offset))).status, 204);
    for (const one of [path, whole]) assert.equal((await tus.finish(one)).status, 200);
    assert.equal((await portal.stateOf(scene)).status, 'ACTIVE');
  });

  it('answers alike when the disk has become read-only', async () => {
    const { visitor, tus } = await opened();
    const path = await tus.begin({ byteSize: pdf.length });
    assert.equal((await tus.patch(path, 0, pdf.slice(0, 100_000))).status, 204);
    await small.setReadOnly(true);
    try {
      isBusyPage(await tus.patch(path, 100_000, pdf.slice(100_000)));
      isBusyPage(await visitor.upload({ bytes: pdf }));
      isBusyPage(await visitor.post(`${path}/remove`));
      await expectNoRoom(await send());
    } finally {
      await small.setReadOnly(false);
    }
    assert.equal((await send()).status, 201);
  });

  it('gives up the oldest unfinished uploads first, and no more than it must', async () => {
    const { tus } = await opened();
    const paths: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      paths.push(await tus.begin({ byteSize: pdf.length }));
      assert.equal((await tus.patch(paths[n] ?? '', 0, pdf.slice(0, -1))).status, 204);
    }
    const statuses = async (): Promise<number[]> =>
      Promise.all(paths.map(async (path) => (await tus.call('HEAD', path)).status));
    const sweep = async (): Promise<void> => {
      for (const task of uploadJobs(service.deps)) await task.run(new AbortController().signal);
    };
    await leave(FLOOR_MB * MEGABYTE + 100_000);
    await sweep();
    assert.deepEqual(await statuses(), [200, 200, 200]);
    await leave(FLOOR_MB * MEGABYTE - MEGABYTE - 200_000);
    await sweep();
    assert.deepEqual(await statuses(), [404, 404, 200]);
    assert.equal(await figure('nt24_data_short'), 0);
    await rm(filler);
  });
});
