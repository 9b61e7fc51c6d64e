import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import sql from 'sql-template-tag';
import { commitWrite } from '../../core/write/index.ts';
import { declared } from '../../modules.ts';
import { createDiskDriver, createFileStore, FileMissing } from './index.ts';
import { makeHeic, makePdf } from './sample-files.ts';
import { documentJobs } from '../kyc/documents/jobs.ts';
import { submissionJobs } from '../self-service/submissions/jobs.ts';
import type { Database } from '../../platform/db/database.ts';
import type { PeriodicTask } from '../../platform/jobs/index.ts';
import { MIGRATIONS_FOLDER, migrate } from '../../platform/db/migrate.ts';
import { startWorker } from '../../worker-app.ts';
import { clusterUrl, urlOfDatabase } from '../../../../harness/src/database.ts';
import { eventually } from '../../../../harness/src/eventually.ts';
import { type KycCalls, kycCalls } from '../../../../harness/src/kyc-calls.ts';
import { createPortalScene, type PortalScene } from '../../../../harness/src/portal.ts';
import { type BuyerScene, sceneWithBuyer } from '../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';
import { createTusClient } from '../../../../harness/src/tus-client.ts';

const MIGRATION = '0013_stored_files.sql';
const WORKER_TIMES = { pollIntervalMs: 50, lookForDeadWorkersMs: 300, stalledAfterMs: 60_000, quickMs: 1_000 };
const inTwoHours = { now: () => new Date(Date.now() + 7_200_000) };

describe('files of the store', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  it('of a module that is new stay when the worker sweeps, and those that nobody owns go', async () => {
    const { db, deps, config } = service;
    const storage = createDiskDriver(join(config.dataDir, 'files'));
    const files = createFileStore({ storage, keyring: deps.keyring, ownerKinds: [...declared.storedFiles, 'invoice'] });
    const receive = () => files.receive(Readable.from([makePdf()]), { fileName: 'invoice.pdf', maxBytes: 1e6 });
    const [kept, orphan] = await Promise.all([receive(), receive()]);
    const owner = { kind: 'invoice', id: randomUUID() };
    await commitWrite(db, { actor: { kind: 'SYSTEM' }, also: [files.keep(kept, owner)] });

    const worker = startWorker(
      { config, deps: { ...deps, wallClock: inTwoHours }, onStall: () => assert.fail('stalled') },
      WORKER_TIMES,
    );
    await eventually('the orphan is swept', async () => !(await isThere(orphan.storageKey)), 30_000);
    await worker.stop(2_000);
    assert.deepEqual(await buffer(await files.open(kept.storageKey)), makePdf());
  });

  async function isThere(storageKey: string): Promise<boolean> {
    const opened = await service.deps.files.open(storageKey).catch((error: unknown) => error);
    if (opened instanceof Readable) opened.destroy();
    else assert.ok(opened instanceof FileMissing);
    return opened instanceof Readable;
  }

  it('cannot be kept for an owner of a kind that no module declares', async () => {
    const stored = await service.deps.files.receive(Readable.from([makePdf()]), { fileName: 'a.pdf', maxBytes: 1e6 });
    const owner = { kind: 'invoice', id: randomUUID() };
    assert.throws(() => service.deps.files.keep(stored, owner), /no module declares stored files of the kind invoice/);
    await service.deps.files.discard(stored);
  });
});

describe('each way of a KYC file', () => {
  let service: TestService;
  let scene: BuyerScene;
  let portal: PortalScene;
  let kyc: KycCalls;
  before(async () => {
    service = await startService();
    // What follows is written by this release alone.
    await service.db.write(sql`drop trigger kyc_files__of_older_processes on kyc_files`);
    scene = await sceneWithBuyer(service);
    portal = createPortalScene(service, scene);
    kyc = kycCalls(service);
  });
  after(() => service.close());

  async function expectStored(count: number): Promise<void> {
    await kyc.untilStored(count);
    const rows = await storedRows(service.db);
    assert.equal(rows.length, count);
    assert.deepEqual(rows, await rowsOfKycFiles(service.db));
    assert.deepEqual(
      rows.map((row) => row.storage_key),
      (await kyc.storedFiles()).map((path) => path.slice(-32)).sort(),
    );
  }

  it('into the store and out of it is written down with it', async () => {
    const heic = makeHeic();
    await kyc.uploaded(scene, { file: heic, fileName: 'card.heic', type: 'CONTACT_ID_CARD' });
    await expectStored(3);

    const invited = await portal.invited({ requestedDocuments: ['COC_EXTRACT'] });
    const visitor = await portal.started(invited);
    const upload = { fileName: 'card.heic', bytes: new Uint8Array(heic) };
    assert.equal((await visitor.upload(upload)).status, 303);
    await expectStored(6);
    const tus = createTusClient(visitor, service.url);
    const path = await tus.begin({ byteSize: heic.length, fileName: 'page.heic', type: 'COC_EXTRACT' });
    await tus.patch(path, 0, new Uint8Array(heic));
    const [once, twice] = await Promise.all([tus.finish(path), tus.finish(path)]);
    assert.deepEqual([once?.status, twice?.status], [200, 200]);
    await expectStored(9);
    const [, removal = ''] = /action="(\/kyc\/[^"/]+\/documents\/[^"/]+\/remove)"/.exec(await pageOf(visitor)) ?? [];
    assert.equal((await visitor.post(removal)).status, 303);
    // It could still be put back.
    await expectStored(9);
    await service.db.write(
      sql`update kyc_files set removed_at = removed_at - interval '1 hour' where removed_at is not null`,
    );
    await runJob(documentJobs(service.deps), 'documents.purgeRemoved');
    await expectStored(6);
    assert.equal((await visitor.upload(upload)).status, 303);
    await expectStored(9);
    assert.equal((await visitor.send()).status, 303);
    await expectStored(9);

    const revoked = await portal.invited();
    const other = await portal.started(revoked);
    await other.upload(upload);
    await expectStored(12);
    await portal.revoke(revoked);
    await runJob(submissionJobs(service.deps), 'submissions.purgeDrafts');
    assert.equal((await storedRows(service.db)).length, 9);
    const sweep = { db: service.db, clock: inTwoHours };
    assert.deepEqual(await service.deps.files.sweep(sweep), { removedParts: 0, removedFiles: 3 });
    await expectStored(9);
  });
});

async function runJob(jobs: readonly PeriodicTask[], name: string): Promise<void> {
  const job = jobs.find((one) => one.name === name);
  assert.ok(job);
  await job.run(new AbortController().signal);
}

async function pageOf({ get }: { get(path: string): Promise<Response> }): Promise<string> {
  return (await get('/kyc/documents')).text();
}

interface StoredRow {
  readonly storage_key: string;
  readonly owner_kind: string;
  readonly owner_id: string;
  readonly role: string;
}

function storedRows(db: Database): Promise<StoredRow[]> {
  return db.read(sql`select storage_key, owner_kind, owner_id, role from stored_files order by storage_key`);
}

/** As they should stand in the store's own table. */
function rowsOfKycFiles(db: Database): Promise<StoredRow[]> {
  return db.read(sql`select storage_key, 'kyc-file' as owner_kind, id as owner_id, 'ORIGINAL' as role from kyc_files
    union all select review_storage_key, 'kyc-file', id, 'REVIEW' from kyc_files where review_storage_key is not null
    union all select preview_storage_key, 'kyc-file', id, 'PREVIEW' from kyc_files where preview_storage_key is not null
    order by storage_key`);
}

describe('processes of the release before', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nt24-before-'));
  const name = `before_${randomBytes(6).toString('hex')}`;
  const url = urlOfDatabase(name);
  let client: Client;
  before(async () => {
    for (const file of readdirSync(MIGRATIONS_FOLDER)) {
      if (file < MIGRATION) copyFileSync(new URL(file, MIGRATIONS_FOLDER), join(folder, file));
    }
    await admin(`create database ${name}`);
    await migrate(url, pathToFileURL(`${folder}/`));
    client = new Client({ connectionString: url });
    await client.connect();
    // What a file is of matters nothing here.
    await client.query('alter table kyc_files drop constraint kyc_files_invitation_id_fkey');
  });
  after(async () => {
    await client.end();
    await admin(`drop database ${name} with (force)`);
    rmSync(folder, { recursive: true });
  });

  it('lose no file: what they stored is known, and what they store or remove from now on', async () => {
    const whole = [newKey(), newKey(), newKey()] as const;
    const plain = [newKey()] as const;
    const id = await insertFile(...whole);
    await migrate(url, MIGRATIONS_FOLDER);
    assert.deepEqual(await owned(), expected(id, whole));
    const later = await insertFile(...plain);
    assert.deepEqual(await owned(), [...expected(id, whole), ...expected(later, plain)].sort(byKey));
    await client.query('delete from kyc_files where id = $1', [id]);
    assert.deepEqual(await owned(), expected(later, plain));
    await client.query('delete from kyc_files');
    assert.deepEqual(await owned(), []);
  });

  const newKey = (): string => randomBytes(16).toString('hex');
  const byKey = (one: StoredRow, other: StoredRow): number => (one.storage_key < other.storage_key ? -1 : 1);

  function expected(id: string, keys: readonly string[]): StoredRow[] {
    const roles = ['ORIGINAL', 'REVIEW', 'PREVIEW'];
    const owner = { owner_kind: 'kyc-file', owner_id: id };
    const rows = keys.map((key, n) => ({ storage_key: key, ...owner, role: roles[n] ?? '' }));
    return rows.sort(byKey);
  }

  async function owned(): Promise<StoredRow[]> {
    const { rows } = await client.query<StoredRow>(
      'select storage_key, owner_kind, owner_id, role from stored_files order by storage_key collate "C"',
    );
    return rows;
  }

  /** As the release before inserted it. */
  async function insertFile(key: string, review?: string, preview?: string): Promise<string> {
    const id = randomUUID();
    await client.query(
      `insert into kyc_files (id, invitation_id, type, file_name, media_type, byte_size, sha256, storage_key, scan, review_storage_key, review_media_type,
          review_byte_size, preview_storage_key, preview_width, preview_height)
        values ($1, $1, 'COC_EXTRACT', 'a.pdf', 'application/pdf', 1, '', $2, 'CLEAN', $3, case when $3::text is not null then 'image/png' end,
          case when $3::text is not null then 1 end, $4, case when $4::text is not null then 1 end, case when $4::text is not null then 1 end)`,
      [id, key, review, preview],
    );
    return id;
  }
});

async function admin(statement: string): Promise<void> {
  const client = new Client({ connectionString: clusterUrl() });
  await client.connect();
  await client.query(statement);
  await client.end();
}
