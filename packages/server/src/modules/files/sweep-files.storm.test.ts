import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, suite, test } from 'node:test';
import { pino } from 'pino';
import sql from 'sql-template-tag';
import { compileCache } from '../../../../harness/src/compile-cache.ts';
import { createTestDatabase, type TestDatabase } from '../../../../harness/src/database.ts';
import { commitWrite } from '../../core/write/index.ts';
import { type Database, openDatabase } from '../../platform/db/database.ts';
import { createKeyring } from '../../platform/keyring.ts';
import { systemClock } from '../../platform/clock.ts';
import { createDiskDriver, createFileStore, dropFiles, type FileStore, type StoredFile } from './index.ts';
import { makePdf } from './sample-files.ts';

const directory = await mkdtemp(join(tmpdir(), 'nt24-sweep-'));
after(() => rm(directory, { recursive: true }));

const masterKey = Buffer.alloc(32, 7);
const keyring = createKeyring([{ id: 1, key: masterKey }]);
const pdf = { fileName: 'a.pdf', maxBytes: 1e9 };
const hourMs = 3_600_000;
/** As a module would declare it. */
const OWNER = 'letter';

let database: TestDatabase;
let db: Database;
before(async () => {
  database = await createTestDatabase();
  db = openDatabase({ url: database.url, poolSize: 4, log: pino({ level: 'silent' }) });
});
after(async () => {
  await db.close();
  await database.drop();
});

function storeIn(root: string): FileStore {
  return createFileStore({ storage: createDiskDriver(root), keyring, ownerKinds: [OWNER] });
}

function storedFile(storageKey: string, derived: Partial<StoredFile> = {}): StoredFile {
  return {
    storageKey,
    fileName: 'a.png',
    mediaType: 'image/png',
    byteSize: 3,
    sha256: Buffer.alloc(32),
    scan: 'CLEAN',
    findings: { activeContent: false, signed: false, encrypted: false },
    review: { storageKey: storageKey.replace(/^./, 'f'), byteSize: 3, mediaType: 'image/png' },
    ...derived,
  };
}

/** Of all that lies in the store for it. */
function keysOf({ storageKey, review, preview }: StoredFile): string[] {
  return [storageKey, review.storageKey, preview?.storageKey ?? ''];
}

/** Makes the file somebody's, where the effect stands. */
async function keep(store: FileStore, stored: StoredFile, stands = true): Promise<string> {
  const id = randomUUID();
  const outcome = await commitWrite(db, {
    actor: { kind: 'SYSTEM' },
    effect: (guard) => sql`effect as (select 1 where ${guard} and ${stands}::boolean)`,
    also: [store.keep(stored, { kind: OWNER, id })],
  });
  assert.equal(outcome, stands ? 'committed' : 'stale');
  return id;
}

/** The database, and each group of keys that it is asked about. */
function listening(questions: string[][]): Database {
  return {
    ...db,
    read: (statement) => {
      if (statement.text.includes('stored_files')) questions.push([...(statement.values[0] as string[])]);
      return db.read(statement);
    },
  };
}

async function namesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort();
}

suite('sweep', () => {
  test('removes old parts and old orphans, nothing else', async () => {
    const root = join(directory, 'mixed');
    const store = storeIn(root);
    const receive = () => store.receive(Readable.from([makePdf()]), pdf);
    const all = [
      await receive(),
      await receive(),
      await receive(),
      await receive(),
      await receive(),
      await receive(),
    ] as const;
    const [kept, keptYoung, orphan, orphanYoung, lateRow, asked] = all;
    const oldPart = `ab${'0'.repeat(30)}.part`;
    const youngPart = `ab${'1'.repeat(30)}.part`;
    await mkdir(join(root, 'ab'), { recursive: true });
    await mkdir(join(root, 'notes'));
    const strangers = ['ab/readme', 'notes/0', `notes/${'a'.repeat(32)}`, 'top'];
    for (const name of [`ab/${oldPart}`, `ab/${youngPart}`, ...strangers]) await writeFile(join(root, name), 'x');

    const past = new Date(Date.now() - 2 * hourMs);
    const old = [kept, orphan, lateRow, asked].flatMap(keysOf).map((key) => join(key.slice(0, 2), key));
    for (const name of [...old, `ab/${oldPart}`, ...strangers]) await utimes(join(root, name), past, past);

    const referenced = [kept, keptYoung, lateRow, asked];
    for (const stored of referenced) await keep(store, stored);
    const questions: string[][] = [];
    const result = await store.sweep({ db: listening(questions), clock: systemClock });
    assert.deepEqual(result, { removedParts: 1, removedFiles: 3 });
    assert.deepEqual(questions.flat().sort(), all.flatMap(keysOf).sort());
    const left = [...referenced, orphanYoung].flatMap(keysOf);
    const expected = [...left, youngPart, ...strangers.map((name) => name.split('/').at(-1) ?? '')];
    assert.deepEqual(await namesIn(root), expected.sort());
  });

  test('removes the file of an owner who has gone, and of one who never came', async () => {
    const root = join(directory, 'owners');
    const store = storeIn(root);
    const receive = () => store.receive(Readable.from([makePdf()]), pdf);
    const [kept, ended, never] = await Promise.all([receive(), receive(), receive()]);
    await keep(store, kept);
    const id = await keep(store, ended);
    await keep(store, never, false);
    await commitWrite(db, {
      actor: { kind: 'SYSTEM' },
      effect: (guard) => sql`effect as (select ${id}::uuid as id where ${guard})`,
      also: [dropFiles(OWNER, sql`select id from effect`)],
    });
    const later = { now: () => new Date(Date.now() + 2 * hourMs) };
    assert.deepEqual(await store.sweep({ db, clock: later }), { removedParts: 0, removedFiles: 6 });
    assert.deepEqual(await namesIn(root), keysOf(kept).sort());
  });

  test('finds nothing where no file was ever stored', async () => {
    const store = storeIn(join(directory, 'never'));
    const result = await store.sweep({ db, olderThanMs: 0, clock: systemClock });
    assert.deepEqual(result, { removedParts: 0, removedFiles: 0 });
  });

  test('asks about at most 500 keys at once', async () => {
    const root = join(directory, 'many');
    await mkdir(join(root, 'cd'), { recursive: true });
    for (let count = 0; count < 1001; count += 1) {
      await writeFile(join(root, 'cd', `cd${count.toString(16).padStart(30, '0')}`), '');
    }
    await db.write(sql`insert into stored_files (storage_key, owner_kind, owner_id, role)
      select 'cd' || lpad(to_hex(n), 30, '0'), ${OWNER}, gen_random_uuid(), 'ORIGINAL' from generate_series(0, 1000) n`);
    const questions: string[][] = [];
    await storeIn(root).sweep({ db: listening(questions), olderThanMs: 0, clock: systemClock });
    assert.deepEqual(
      questions.map((keys) => keys.length),
      [500, 500, 1],
    );
    assert.equal((await namesIn(root)).length, 1001);
  });
});

suite('keep', () => {
  test('writes what was received and all that was made of it, whose it is', async () => {
    const store = storeIn(join(directory, 'kept'));
    const made = ['a', 'b', 'c'].map((digit) => digit.repeat(32));
    const [storageKey = '', review = '', preview = ''] = made;
    const id = randomUUID();
    const stored = storedFile(storageKey, {
      review: { storageKey: review, byteSize: 2, mediaType: 'image/png' },
      preview: { storageKey: preview, byteSize: 1, width: 1, height: 1, looksEmpty: false },
    });
    await commitWrite(db, { actor: { kind: 'SYSTEM' }, also: [store.keep(stored, { kind: OWNER, id })] });
    const rows = await db.read(sql`select storage_key, owner_kind, owner_id, role, byte_size::int from stored_files
      where storage_key = any(${made}::text[]) order by storage_key`);
    const owner = { owner_kind: OWNER, owner_id: id };
    assert.deepEqual(rows, [
      { storage_key: storageKey, ...owner, role: 'ORIGINAL', byte_size: 3 },
      { storage_key: review, ...owner, role: 'REVIEW', byte_size: 2 },
      { storage_key: preview, ...owner, role: 'PREVIEW', byte_size: 1 },
    ]);
  });

  test('refuses an owner of a kind that no module declares', () => {
    const store = storeIn(join(directory, 'refused'));
    const stored = storedFile('d'.repeat(32));
    const owner = { kind: 'parcel', id: randomUUID() };
    assert.throws(() => store.keep(stored, owner), /no module declares stored files of the kind parcel/);
  });
});

/** Receives 3 MB files without end, slowly enough to be killed within one, and tells the keys of each once it is durable. */
const receiver = `
  import { Readable } from 'node:stream';
  const { createKeyring } = await import(process.env.KEYRING_MODULE);
  const { createDiskDriver, createFileStore } = await import(process.env.FILES_MODULE);
  const { makePdf } = await import(process.env.SAMPLES_MODULE);
  const keyring = createKeyring([{ id: 1, key: Buffer.alloc(32, 7) }]);
  const store = createFileStore({ storage: createDiskDriver(process.env.FILES_DIRECTORY), keyring });
  const content = makePdf(3_000_000);
  async function* slowly() {
    for (let at = 0; at < content.length; at += 100_000) {
      yield content.subarray(at, at + 100_000);
      await new Promise((done) => setTimeout(done, 1));
    }
  }
  for (;;) {
    const stored = await store.receive(Readable.from(slowly()), { fileName: 'a.pdf', maxBytes: 1e9 });
    process.stdout.write(JSON.stringify(stored) + '\\n');
  }
`;

async function killWhileReceiving(root: string, aliveMs: number): Promise<StoredFile[]> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', receiver], {
    env: {
      ...process.env,
      ...compileCache(),
      FILES_DIRECTORY: root,
      FILES_MODULE: import.meta.resolve('./index.ts'),
      SAMPLES_MODULE: import.meta.resolve('./sample-files.ts'),
      KEYRING_MODULE: import.meta.resolve('../../platform/keyring.ts'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  child.stdout.on('data', (chunk: Buffer) => (told += chunk.toString()));
  const closed = new Promise((done) => child.once('close', done));
  await new Promise((done) => child.stdout.once('data', done));
  await pause(aliveMs);
  child.kill('SIGKILL');
  await closed;
  const lines = told.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as StoredFile);
}

suite('killed while receiving, 20 times', () => {
  test('told files are whole, half files are never visible, the sweep leaves no orphan', async () => {
    const root = join(directory, 'killed');
    const told: StoredFile[] = [];
    for (let round = 0; round < 20; round += 1) told.push(...(await killWhileReceiving(root, Math.random() * 80)));

    const store = storeIn(root);
    const names = await namesIn(root);
    const parts = names.filter((name) => name.endsWith('.part'));
    const visible = names.filter((name) => !name.endsWith('.part'));
    assert.ok(parts.length > 0, 'no kill hit an upload');
    const content = makePdf(3_000_000);
    for (const key of visible) {
      const bytes = await buffer(await store.open(key));
      // The copy and the preview of an empty page are small.
      assert.ok(bytes.length < 10_000 || bytes.equals(content));
    }
    const keys = told.flatMap(keysOf);
    assert.deepEqual(
      keys.filter((key) => !visible.includes(key)),
      [],
    );

    for (const stored of told) await keep(store, stored);
    const later = { now: () => new Date(Date.now() + hourMs) };
    const result = await store.sweep({ db, olderThanMs: hourMs / 2, clock: later });
    assert.deepEqual(result, { removedParts: parts.length, removedFiles: visible.length - keys.length });
    assert.deepEqual(await namesIn(root), keys.sort());
  });
});
