import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { createKeyring } from '../../../platform/keyring.ts';
import { sealFrame } from './frames.ts';
import { createPartialFiles, type PartialFiles } from './partial-files.ts';

const keyring = createKeyring([{ id: 1, key: randomBytes(32) }]);
const content = randomBytes(200_000);

describe('partial files', () => {
  let directory: string;
  let partials: PartialFiles;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'nt24-partials-'));
    partials = createPartialFiles({ directory, keyring });
  });
  after(() => rm(directory, { recursive: true }));

  async function* piecesOf(bytes: Buffer, failure?: Error) {
    for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
    if (failure) throw failure;
  }

  /** The tail that makes the upload so long. */
  async function tailOf(id: string, received: number): Promise<string> {
    assert.equal(await partials.receivedBytes(id), received);
    const names = (await readdir(directory)).filter((name) => name.startsWith(`${id}.`));
    for (const path of names.map((name) => join(directory, name))) {
      const bytes = await readFile(path);
      await rm(path);
      const isInUse = (await partials.receivedBytes(id)) < received;
      await writeFile(path, bytes);
      if (isInUse) return path;
    }
    return assert.fail('no tail is in use');
  }

  it('grow piece by piece, hold nothing in clear, and give back what came', async () => {
    const id = randomUUID();
    assert.equal(await partials.receivedBytes(id), 0);
    assert.equal(await partials.append(id, 0, piecesOf(content.subarray(0, 90_001))), 90_001);
    const cut = new Error('cut');
    await assert.rejects(partials.append(id, 90_001, piecesOf(content.subarray(90_001, 150_000), cut)), cut);
    assert.equal(await partials.receivedBytes(id), 150_000, 'what came before the cut stays');
    await assert.rejects(partials.append(id, 5, piecesOf(content)), /goes on elsewhere/);
    assert.equal(await partials.append(id, 150_000, piecesOf(content.subarray(150_000))), content.length);
    assert.ok((await buffer(partials.read(id))).equals(content));
    assert.equal((await readFile(join(directory, id))).indexOf(content.subarray(1_000, 1_032)), -1);
    assert.deepEqual(await partials.list(), [id]);
    await partials.remove(id);
    await partials.remove(id);
    assert.deepEqual(await partials.list(), []);
  });

  it('lose no more than the frame that a crash tore, and nothing that was acknowledged', async () => {
    const id = randomUUID();
    await partials.append(id, 0, piecesOf(content.subarray(0, 150_000)));
    const path = join(directory, id);
    const { length } = await readFile(path);
    for (const torn of [length - 1, length - 20_000]) {
      await truncate(path, torn);
      const received = await partials.receivedBytes(id);
      assert.equal(received, 65_536);
      assert.equal(await partials.append(id, received, piecesOf(content.subarray(received, 150_000))), 150_000);
    }
    assert.equal(await partials.append(id, 150_000, piecesOf(content.subarray(150_000, 150_010))), 150_010);
    // The piece behind it dies in the middle of its tail.
    for (const rest of ['', 'half a header or less', Buffer.alloc(30_000)]) {
      await partials.append(id, 150_010, piecesOf(content.subarray(150_010, 150_020)));
      await writeFile(await tailOf(id, 150_020), rest);
      assert.equal(await partials.receivedBytes(id), 150_010);
    }
    await appendFile(path, Buffer.alloc(5_000));
    assert.equal(await partials.append(id, 150_010, piecesOf(content.subarray(150_010))), content.length);
    assert.ok((await buffer(partials.read(id))).equals(content));
    await partials.remove(id);
    assert.deepEqual(await readdir(directory), []);
  });

  it('cost the same to look at in however many pieces they came', async () => {
    const id = randomUUID();
    const bytes = content.subarray(0, 300);
    for (let at = 0; at < bytes.length; at += 1) await partials.append(id, at, piecesOf(bytes.subarray(at, at + 1)));
    const names = await readdir(directory);
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(directory, name))).size));
    assert.ok(names.length <= 3, names.join());
    assert.ok(Math.max(...sizes) < bytes.length + 100, 'one frame, not one for each piece');
    await partials.append(id, bytes.length, piecesOf(content.subarray(bytes.length)));
    assert.ok((await buffer(partials.read(id))).equals(content));
    // What is not walked is not seen: a frame that says nonsense is found when it is read.
    const path = join(directory, id);
    const whole = await readFile(path);
    whole.fill(0, 65_577, 65_577 + 12);
    await writeFile(path, whole);
    assert.equal(await partials.receivedBytes(id), content.length);
    assert.ok(!(await buffer(partials.read(id)).catch(() => Buffer.alloc(0))).equals(content));
    await partials.remove(id);
  });

  it('go on where the release before left them: a frame for each piece, full or not', async () => {
    const id = randomUUID();
    const path = join(directory, id);
    await partials.append(id, 0, piecesOf(content.subarray(0, 65_536)));
    for (const [start, end] of [
      [65_536, 65_540],
      [65_540, 131_076],
      [131_076, 131_077],
    ] as const)
      await appendFile(path, sealFrame(keyring, { id, start }, content.subarray(start, end)));
    assert.equal(await partials.receivedBytes(id), 131_077);
    await partials.append(id, 131_077, piecesOf(content.subarray(131_077, 140_000)));
    assert.equal(await partials.append(id, 140_000, piecesOf(content.subarray(140_000))), content.length);
    assert.ok((await buffer(partials.read(id))).equals(content));
    await partials.remove(id);
  });

  it('pass over what a writer without a lock wrote twice, and open no altered, moved or foreign frame', async () => {
    const [id, other] = [randomUUID(), randomUUID()];
    await partials.append(id, 0, piecesOf(content.subarray(0, 65_536)));
    const path = join(directory, id);
    const once = await readFile(path);
    await appendFile(path, once);
    assert.equal(await partials.append(id, 65_536, piecesOf(content.subarray(65_536))), content.length);
    assert.ok((await buffer(partials.read(id))).equals(content));
    await writeFile(join(directory, other), once);
    await assert.rejects(buffer(partials.read(other)));
    once.writeUInt8(once.readUInt8(500) ^ 1, 500);
    await writeFile(path, once);
    await assert.rejects(buffer(partials.read(id)));
    await Promise.all([partials.remove(id), partials.remove(other)]);
  });
});
