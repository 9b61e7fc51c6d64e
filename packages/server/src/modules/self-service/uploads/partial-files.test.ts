import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { createKeyring } from '../../../platform/keyring.ts';
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

  it('lose no more than the frame that a crash tore', async () => {
    const id = randomUUID();
    await partials.append(id, 0, piecesOf(content.subarray(0, 100_000)));
    const path = join(directory, id);
    const { length } = await readFile(path);
    for (const torn of [length - 1, length - 20_000, 65_536 + 60]) {
      await truncate(path, torn);
      const received = await partials.receivedBytes(id);
      assert.equal(received, 65_536);
      assert.equal(await partials.append(id, received, piecesOf(content.subarray(received, 100_000))), 100_000);
    }
    await appendFile(path, Buffer.alloc(5_000));
    assert.equal(await partials.append(id, 100_000, piecesOf(content.subarray(100_000))), content.length);
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
