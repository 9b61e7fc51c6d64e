import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { after, suite, test } from 'node:test';
import { createKeyring } from '../../platform/keyring.ts';
import {
  createDiskDriver,
  createFileStore,
  FileEmpty,
  FileMissing,
  type FileStore,
  FileTooLarge,
  UnsupportedFileType,
} from './index.ts';
import { makeHeic, makeJpeg, makePdf, makePng, pngChunk } from './sample-files.ts';

const KIB = 1024;
const MIB = 1024 * KIB;
const directory = await mkdtemp(join(tmpdir(), 'nt24-files-'));
after(() => rm(directory, { recursive: true }));

const oldKey = { id: 1, key: randomBytes(32) };
const newKey = { id: 2, key: randomBytes(32) };

let stores = 0;
function storeIn(root: string, ...keys: Parameters<typeof createKeyring>[0]): FileStore {
  return createFileStore({ storage: createDiskDriver(root), keyring: createKeyring(keys) });
}

function makeStore(): { store: FileStore; root: string } {
  stores += 1;
  const root = join(directory, String(stores));
  return { store: storeIn(root, oldKey), root };
}

async function filesIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

function inChunks(content: Buffer, size: number): Readable {
  const chunks = Array.from({ length: Math.ceil(content.length / size) }, (_, index) =>
    content.subarray(index * size, (index + 1) * size),
  );
  return Readable.from(chunks, { objectMode: false });
}

const pdf = { fileName: 'a.pdf', maxBytes: 20 * MIB };

suite('receive and open', () => {
  const sizes = [300, 64 * KIB - 1, 64 * KIB, 64 * KIB + 1, 128 * KIB, 128 * KIB + 1, 20 * MIB];
  for (const size of sizes) {
    test(`gives ${size} bytes back as they came`, async () => {
      const { store } = makeStore();
      const content = makePdf(size);
      const stored = await store.receive(inChunks(content, 50_000), { ...pdf, fileName: '../Auszug.PDF' });
      const { storageKey, review, preview, ...facts } = stored;
      assert.match(storageKey, /^[0-9a-f]{32}$/);
      const sha256 = createHash('sha256').update(content).digest();
      assert.deepEqual(facts, {
        fileName: 'Auszug.PDF',
        mediaType: 'application/pdf',
        byteSize: size,
        sha256,
        scan: 'UNSCANNED',
        findings: { activeContent: false, signed: false, encrypted: false },
      });
      assert.ok(review.byteSize > 0 && preview);
      assert.ok((await buffer(await store.open(storageKey))).equals(content));
    });
  }

  for (const chunkSize of [1, 7, 65_537, 200_000]) {
    test(`takes chunks of ${chunkSize} bytes`, async () => {
      const { store } = makeStore();
      const content = makePdf(140_000);
      const { storageKey } = await store.receive(inChunks(content, chunkSize), pdf);
      assert.ok((await buffer(await store.open(storageKey))).equals(content));
    });
  }

  test('stores each accepted type', async () => {
    const { store } = makeStore();
    const samples: [string, Buffer, string][] = [
      ['a.jpg', makeJpeg(), 'image/jpeg'],
      ['a.png', makePng(), 'image/png'],
      ['a.heic', makeHeic(), 'image/heic'],
    ];
    for (const [fileName, content, mediaType] of samples) {
      const stored = await store.receive(Readable.from([content]), { ...pdf, fileName });
      assert.equal(stored.mediaType, mediaType);
      assert.ok((await buffer(await store.open(stored.storageKey))).equals(content));
    }
  });

  test('writes neither content nor names in clear, readable by the owner alone', async () => {
    const { store, root } = makeStore();
    const content = makePdf(200_000);
    await store.receive(inChunks(content, 9999), { ...pdf, fileName: 'Geheimbericht.pdf' });
    const [path = ''] = await filesIn(root);
    const onDisk = await readFile(path);
    assert.equal(onDisk.includes('%PDF'), false);
    for (let at = 0; at + 16 < content.length; at += 997) {
      assert.equal(onDisk.includes(content.subarray(at, at + 16)), false);
    }
    assert.equal(`${path}${onDisk.toString('latin1')}`.includes('Geheim'), false);
    if (process.platform !== 'win32') assert.equal((await stat(path)).mode & 0o077, 0);
  });

  test('seals the same content differently each time', async () => {
    const { store, root } = makeStore();
    const receive = () => store.receive(Readable.from([makePdf(500)]), pdf);
    const stored = [await receive(), await receive()];
    const paths = await filesIn(root);
    const sealed = stored.map(({ storageKey }) => readFile(paths.find((path) => path.endsWith(storageKey)) ?? ''));
    const [first, second] = await Promise.all(sealed);
    assert.equal(first?.length, second?.length);
    assert.equal(first?.subarray(-100).equals(second?.subarray(-100) ?? Buffer.alloc(0)), false);
  });

  test('holds a few records of a file that arrives, not the file', async () => {
    const { store } = makeStore();
    const chunk = Buffer.alloc(64 * KIB, 'x');
    const rssBefore = process.memoryUsage.rss();
    let mostRss = 0;
    async function* chunks(): AsyncGenerator<Buffer> {
      yield Buffer.from('%PDF-1.7\n');
      for (;;) {
        mostRss = Math.max(mostRss, process.memoryUsage.rss());
        yield chunk;
      }
    }
    const source = Readable.from(chunks(), { objectMode: false });
    await assert.rejects(store.receive(source, { ...pdf, maxBytes: 160 * MIB }), FileTooLarge);
    // Far below the file's size; loose, because the collector runs when it likes.
    assert.ok(mostRss > 0 && mostRss - rssBefore < 100 * MIB);
  });

  test('gives a large file back in records', async () => {
    const { store } = makeStore();
    const { storageKey } = await store.receive(inChunks(makePdf(5 * MIB), 65_000), pdf);
    const stream = await store.open(storageKey);
    for await (const part of stream) {
      assert.ok(Buffer.isBuffer(part) && part.length <= 64 * KIB);
      assert.ok(stream.readableLength <= 128 * KIB);
    }
  });

  test('takes 20 uploads at once', async () => {
    const { store, root } = makeStore();
    const contents = Array.from({ length: 20 }, (_, index) => makePdf(300_000 + index * 1000));
    // Of several clients: one alone may not have that many waiting.
    const stored = await Promise.all(
      contents.map((content, index) => {
        const asker = { sender: { organization: '', client: String(index % 4) }, signal: new AbortController().signal };
        return store.receive(inChunks(content, 10_000), { ...pdf, ...asker });
      }),
    );
    assert.equal(new Set(stored.map((file) => file.storageKey)).size, 20);
    const opened = await Promise.all(stored.map(async (file) => buffer(await store.open(file.storageKey))));
    assert.ok(opened.every((content, index) => content.equals(contents[index] ?? Buffer.alloc(0))));
    assert.equal((await filesIn(root)).length, 3 * 20);
  });
});

async function refused(source: Readable, options: typeof pdf, expected: object): Promise<void> {
  const { store, root } = makeStore();
  await assert.rejects(store.receive(source, options), expected);
  assert.deepEqual(await filesIn(root), []);
  assert.equal(source.destroyed, true);
}

suite('refusals leave nothing', () => {
  test('exactly maxBytes passes, one more does not', async () => {
    for (const size of [1000, 64 * KIB, 200_000]) {
      const { store } = makeStore();
      const { byteSize } = await store.receive(inChunks(makePdf(size), 999), { ...pdf, maxBytes: size });
      assert.equal(byteSize, size);
      await refused(inChunks(makePdf(size + 1), 999), { ...pdf, maxBytes: size }, FileTooLarge);
    }
  });

  test('stops reading a source that is too large', async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Buffer> {
      yield Buffer.from('%PDF-1.7\n');
      for (;;) {
        given += 1;
        yield Buffer.alloc(KIB);
      }
    }
    await refused(Readable.from(endless()), { ...pdf, maxBytes: 100 * KIB }, FileTooLarge);
    assert.ok(given < 200);
  });

  test('nothing at all', () => refused(Readable.from([]), pdf, FileEmpty));
  test('empty chunks', () => refused(Readable.from([Buffer.alloc(0), Buffer.alloc(0)]), pdf, FileEmpty));
  test('one byte', () => refused(Readable.from([Buffer.from('%')]), pdf, UnsupportedFileType));
  test('a wrong extension', () =>
    refused(Readable.from([makePdf()]), { ...pdf, fileName: 'a.docx' }, UnsupportedFileType));
  test('a wrong start of a long file', () => refused(inChunks(Buffer.alloc(MIB), 9999), pdf, UnsupportedFileType));
  test('a wrong end of a long file', () =>
    refused(
      inChunks(makePng([pngChunk('iCCP', Buffer.alloc(MIB))]).subarray(0, -10), 9999),
      { ...pdf, fileName: 'a.png' },
      UnsupportedFileType,
    ));

  test('a source that fails before it is read', async () => {
    const source = new Readable({ read() {} });
    const outcome = refused(source, pdf, /broken/);
    source.destroy(new Error('broken'));
    await outcome;
  });

  test('a source that fails or goes away half way', async () => {
    for (const cause of [new Error('broken'), undefined]) {
      const content = makePdf(300_000);
      const source = new Readable({
        read() {
          if (this.readableFlowing === null) this.push(content.subarray(0, 200_000));
          setTimeout(() => this.destroy(cause), 20);
        },
      });
      await refused(source, pdf, cause ? /broken/ : { code: 'ERR_STREAM_PREMATURE_CLOSE' });
    }
  });

  test('a source that was destroyed before', async () => {
    const source = Readable.from([makePdf()]);
    source.destroy();
    await refused(source, pdf, { code: 'ERR_STREAM_PREMATURE_CLOSE' });
  });

  test('a directory that cannot be written', async () => {
    const { store, root } = makeStore();
    await writeFile(root, 'in the way');
    const source = Readable.from([makePdf()]);
    await assert.rejects(store.receive(source, pdf), { code: /EEXIST|ENOTDIR/ });
    assert.equal(source.destroyed, true);
  });
});

suite('keys', () => {
  test('an unknown, removed or malformed key is missing', async () => {
    const { store, root } = makeStore();
    const stored = await store.receive(Readable.from([makePdf()]), pdf);
    const { storageKey } = stored;
    const [path = ''] = await filesIn(root);
    await writeFile(join(root, 'secret'), 'x');
    const malformed = ['', '.', '../secret', storageKey.toUpperCase() + 'A', `${storageKey}.part`, `${storageKey}\0`];
    for (const key of [...malformed, `../../${storageKey}`, path, 'f'.repeat(32), `${storageKey}\n`]) {
      await assert.rejects(store.open(key), FileMissing);
      await store.remove(key);
    }
    assert.equal((await filesIn(root)).length, 4);
    await store.remove(storageKey);
    await store.remove(storageKey);
    await assert.rejects(store.open(storageKey), { code: 'file-missing' });
    await store.discard(stored);
    assert.deepEqual(await filesIn(root), [join(root, 'secret')]);
  });

  test('a file sealed under an older master key opens after rotation, and not without that key', async () => {
    const { store, root } = makeStore();
    const { storageKey } = await store.receive(Readable.from([makePdf(900)]), pdf);
    const rotated = storeIn(root, newKey, oldKey);
    assert.ok((await buffer(await rotated.open(storageKey))).equals(makePdf(900)));
    const { storageKey: newer } = await rotated.receive(Readable.from([makePdf(800)]), pdf);
    assert.ok((await buffer(await rotated.open(newer))).equals(makePdf(800)));
    await assert.rejects(store.open(newer), { code: 'file-damaged' });

    for (const wrong of [newKey, { id: 1, key: randomBytes(32) }]) {
      await assert.rejects(storeIn(root, wrong).open(storageKey), { code: 'file-damaged' });
    }
  });
});
