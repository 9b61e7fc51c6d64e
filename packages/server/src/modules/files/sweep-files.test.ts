import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { after, suite, test } from 'node:test';
import { createKeyring } from '../../platform/keyring.ts';
import { systemClock } from '../../platform/clock.ts';
import { createFileStore } from './index.ts';
import { makePdf } from './sample-files.ts';

const directory = await mkdtemp(join(tmpdir(), 'nt24-sweep-'));
after(() => rm(directory, { recursive: true }));

const masterKey = Buffer.alloc(32, 7);
const keyring = createKeyring([{ id: 1, key: masterKey }]);
const pdf = { fileName: 'a.pdf', maxBytes: 1e9 };
const hourMs = 3_600_000;

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
    const store = createFileStore({ directory: root, keyring });
    const keys: string[] = [];
    for (let count = 0; count < 6; count += 1) {
      keys.push((await store.receive(Readable.from([makePdf()]), pdf)).storageKey);
    }
    const [kept = '', keptYoung = '', orphan = '', orphanYoung = '', lateRow = '', asked = ''] = keys;
    const oldPart = `ab${'0'.repeat(30)}.part`;
    const youngPart = `ab${'1'.repeat(30)}.part`;
    await mkdir(join(root, 'ab'), { recursive: true });
    await mkdir(join(root, 'notes'));
    const strangers = ['ab/readme', 'notes/0', `notes/${'a'.repeat(32)}`, 'top'];
    for (const name of [`ab/${oldPart}`, `ab/${youngPart}`, ...strangers]) await writeFile(join(root, name), 'x');

    const past = new Date(Date.now() - 2 * hourMs);
    const old = [kept, orphan, lateRow, asked].map((key) => join(key.slice(0, 2), key));
    for (const name of [...old, `ab/${oldPart}`, ...strangers]) await utimes(join(root, name), past, past);

    const referenced = new Set([kept, keptYoung, lateRow, asked]);
    const questions: string[] = [];
    const result = await store.sweep({
      isReferenced: async (storageKeys) => {
        questions.push(...storageKeys);
        return new Set(storageKeys.filter((key) => referenced.has(key)));
      },
      olderThanMs: hourMs,
      clock: systemClock,
    });
    assert.deepEqual(result, { removedParts: 1, removedFiles: 1 });
    assert.deepEqual(questions.sort(), keys.sort());
    const expected = [...referenced, orphanYoung, youngPart, ...strangers.map((name) => name.split('/').at(-1) ?? '')];
    assert.deepEqual(await namesIn(root), expected.sort());
  });

  test('finds nothing where no file was ever stored', async () => {
    const store = createFileStore({ directory: join(directory, 'never'), keyring });
    const result = await store.sweep({ isReferenced: async () => new Set(), olderThanMs: 0, clock: systemClock });
    assert.deepEqual(result, { removedParts: 0, removedFiles: 0 });
  });

  test('asks about at most 500 keys at once', async () => {
    const root = join(directory, 'many');
    await mkdir(join(root, 'cd'), { recursive: true });
    for (let count = 0; count < 1001; count += 1) {
      await writeFile(join(root, 'cd', `cd${count.toString(16).padStart(30, '0')}`), '');
    }
    const asked: number[] = [];
    const isReferenced = async (keys: string[]) => {
      asked.push(keys.length);
      return new Set(keys);
    };
    const store = createFileStore({ directory: root, keyring });
    await store.sweep({ isReferenced, olderThanMs: 0, clock: systemClock });
    assert.deepEqual(asked, [500, 500, 1]);
    assert.equal((await namesIn(root)).length, 1001);
  });
});

/** Receives 3 MB files without end, slowly enough to be killed within one, and tells each key once it is durable. */
const receiver = `
  import { Readable } from 'node:stream';
  const { createKeyring } = await import(process.env.KEYRING_MODULE);
  const { createFileStore } = await import(process.env.FILES_MODULE);
  const { makePdf } = await import(process.env.SAMPLES_MODULE);
  const keyring = createKeyring([{ id: 1, key: Buffer.alloc(32, 7) }]);
  const store = createFileStore({ directory: process.env.FILES_DIRECTORY, keyring });
  const content = makePdf(3_000_000);
  async function* slowly() {
    for (let at = 0; at < content.length; at += 100_000) {
      yield content.subarray(at, at + 100_000);
      await new Promise((done) => setTimeout(done, 1));
    }
  }
  for (;;) {
    const stored = await store.receive(Readable.from(slowly()), { fileName: 'a.pdf', maxBytes: 1e9 });
    process.stdout.write(stored.storageKey + '\\n');
  }
`;

async function killWhileReceiving(root: string, aliveMs: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', receiver], {
    env: {
      ...process.env,
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
  return told.split('\n').slice(0, -1);
}

suite('killed while receiving, 20 times', () => {
  test('told files are whole, half files are never visible, the sweep leaves no orphan', async () => {
    const root = join(directory, 'killed');
    const told: string[] = [];
    for (let round = 0; round < 20; round += 1) told.push(...(await killWhileReceiving(root, Math.random() * 80)));

    const store = createFileStore({ directory: root, keyring });
    const names = await namesIn(root);
    const parts = names.filter((name) => name.endsWith('.part'));
    const visible = names.filter((name) => !name.endsWith('.part'));
    assert.ok(parts.length > 0, 'no kill hit an upload');
    const content = makePdf(3_000_000);
    for (const key of visible) assert.ok((await buffer(await store.open(key))).equals(content));
    assert.deepEqual(
      told.filter((key) => !visible.includes(key)),
      [],
    );

    const isReferenced = async (keys: string[]) => new Set(keys.filter((key) => told.includes(key)));
    const later = { now: () => new Date(Date.now() + hourMs) };
    const result = await store.sweep({ isReferenced, olderThanMs: hourMs / 2, clock: later });
    assert.deepEqual(result, { removedParts: parts.length, removedFiles: visible.length - told.length });
    assert.deepEqual(await namesIn(root), told.sort());
  });
});
