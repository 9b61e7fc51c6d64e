import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { kycCalls } from '../../../../harness/src/kyc-calls.ts';
import { type BuyerScene, sceneWithBuyer } from '../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';
import type { RewrapStep } from '../../core/sealing/index.ts';
import { AdminError } from '../../platform/admin-error.ts';
import { createKeyring } from '../../platform/keyring.ts';
import { createDiskDriver, createFileStore, type FileStore } from './index.ts';
import { makePdf } from './sample-files.ts';

const older = { id: 1, key: randomBytes(32) };
const newer = { id: 2, key: randomBytes(32) };

describe('stored files under another master key', () => {
  let service: TestService;
  let scene: BuyerScene;
  let folder: string;
  let store: FileStore;
  before(async () => {
    service = await startService({ MASTER_KEY: `1:${older.key.toString('base64')}` });
    scene = await sceneWithBuyer(service);
    folder = join(service.config.dataDir, 'files');
    store = createFileStore({ storage: createDiskDriver(folder), keyring: createKeyring([newer, older]) });
    for (const type of ['COC_EXTRACT', 'VAT_CERTIFICATE'])
      await kycCalls(service).uploaded(scene, { type, file: makePdf(100_000) });
    await service.db.write(sql`update stored_files set created_at = created_at - interval '1 hour'`);
  });
  after(() => service.close());

  async function rewrap(): Promise<RewrapStep[]> {
    const steps = [];
    for await (const step of store.rewrap(service.db)) steps.push(step);
    return steps.filter(({ resealed, damaged, locked }) => resealed + damaged.length + locked.length > 0);
  }
  async function pathsOf(): Promise<string[]> {
    const names = await readdir(folder, { recursive: true });
    return names.filter((name) => /[0-9a-f]{32}$/.test(name)).map((name) => join(folder, name));
  }

  it('are refused where the folder is not there, and counted as nothing', async () => {
    await rename(folder, `${folder}-elsewhere`);
    await assert.rejects(
      rewrap(),
      (error) => error instanceof AdminError && /^none of the \d+ stored files is in/.test(error.message),
    );
    await assert.rejects(store.countByMasterKey(service.db), AdminError);
    await rename(`${folder}-elsewhere`, folder);
  });

  it('are named where they do not open, stay as they are, and let the others be sealed anew', async () => {
    const [path = assert.fail(), ...others] = await pathsOf();
    const genuine = await readFile(path);
    const altered = Buffer.from(genuine);
    altered[40] = (altered[40] ?? 0) ^ 1;
    await writeFile(path, altered);
    const steps = await rewrap();
    assert.equal(steps.filter(({ resealed }) => resealed === 1).length, others.length);
    assert.deepEqual(
      steps.flatMap(({ damaged }) => damaged),
      [path.slice(-32)],
    );
    assert.deepEqual(await readFile(path), altered);
    await writeFile(path, genuine);
    assert.deepEqual(
      await store.countByMasterKey(service.db),
      new Map([
        [2, others.length],
        [1, 1],
      ]),
    );
    assert.equal((await rewrap()).length, 1);
    assert.deepEqual(await rewrap(), []);
  });

  it('keep to the key that seals, whoever holds no other one', async () => {
    const onlyOlder = createFileStore({ storage: createDiskDriver(folder), keyring: createKeyring([older]) });
    const locked = [];
    for await (const step of onlyOlder.rewrap(service.db)) locked.push(...step.locked);
    assert.deepEqual(new Set(locked), new Set([2]));
    assert.equal(locked.length, (await pathsOf()).length);
  });
});
