import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { after, suite, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createKeyring } from '../../platform/keyring.ts';
import { createDiskDriver, createFileStore, FileDamaged } from './index.ts';
import { makePdf } from './sample-files.ts';
import { PREAMBLE_BYTES, RECORD_BYTES, SEALED_RECORD_BYTES } from './sealed-records.ts';

const directory = await mkdtemp(join(tmpdir(), 'nt24-tampering-'));
after(() => rm(directory, { recursive: true }));

const keyring = createKeyring([{ id: 1, key: randomBytes(32) }]);
const store = createFileStore({ storage: createDiskDriver(directory), keyring });
const options = { fileName: 'a.pdf', maxBytes: 1e9 };
const content = makePdf(3 * RECORD_BYTES + 5000);
const { storageKey } = await store.receive(Readable.from([content]), options);
const path = join(directory, storageKey.slice(0, 2), storageKey);
const sealed = await readFile(path);
const headerBytes = sealed.length - content.length - 4 * (SEALED_RECORD_BYTES - RECORD_BYTES);

function recordAt(index: number): number {
  return headerBytes + index * SEALED_RECORD_BYTES;
}

/** What came out before the failure must be whole authentic records. */
async function readUntilDamage(altered: Buffer): Promise<number> {
  await writeFile(path, altered);
  const parts: Buffer[] = [];
  await assert.rejects(async () => {
    for await (const chunk of await store.open(storageKey)) parts.push(chunk);
  }, FileDamaged);
  const released = Buffer.concat(parts);
  assert.ok(released.equals(content.subarray(0, released.length)));
  assert.equal(released.length % RECORD_BYTES, 0);
  return released.length / RECORD_BYTES;
}

function flipped(at: number, bit = 1): Buffer {
  const altered = Buffer.from(sealed);
  altered[at] = (altered[at] ?? 0) ^ bit;
  return altered;
}

suite('tampering is detected', () => {
  test('in every byte of the header', async () => {
    assert.ok(headerBytes > PREAMBLE_BYTES);
    for (let at = 0; at < headerBytes; at += 1) assert.equal(await readUntilDamage(flipped(at)), 0);
  });

  test('in each record and its tag, after the records before it', async () => {
    for (const index of [0, 1, 2, 3]) {
      const end = Math.min(recordAt(index + 1), sealed.length);
      for (const at of [recordAt(index), recordAt(index) + 2500, end - 16, end - 1]) {
        for (const bit of [1, 128]) assert.equal(await readUntilDamage(flipped(at, bit)), index);
      }
    }
  });

  test('when cut anywhere, at the border of a record too', async () => {
    const cuts = [0, 1, PREAMBLE_BYTES - 1, PREAMBLE_BYTES, headerBytes - 1, headerBytes, headerBytes + 1];
    const borders = [1, 2, 3].flatMap((index) => [recordAt(index) - 1, recordAt(index), recordAt(index) + 1]);
    for (const length of [...cuts, ...borders, recordAt(3) + 16, sealed.length - 16, sealed.length - 1]) {
      await readUntilDamage(sealed.subarray(0, length));
    }
  });

  test('when something is added', async () => {
    const record = sealed.subarray(recordAt(3));
    assert.equal(await readUntilDamage(Buffer.concat([sealed, Buffer.of(0)])), 3);
    assert.equal(await readUntilDamage(Buffer.concat([sealed, record])), 3);
    assert.equal(await readUntilDamage(Buffer.concat([sealed, Buffer.alloc(SEALED_RECORD_BYTES)])), 3);
  });

  test('when records are swapped, doubled or left out', async () => {
    const header = sealed.subarray(0, headerBytes);
    const records = [0, 1, 2, 3].map((index) => sealed.subarray(recordAt(index), recordAt(index + 1)));
    const rebuild = (order: number[]) => Buffer.concat([header, ...order.map((index) => records[index] ?? header)]);
    assert.ok(rebuild([0, 1, 2, 3]).equals(sealed));
    assert.equal(await readUntilDamage(rebuild([1, 0, 2, 3])), 0);
    assert.equal(await readUntilDamage(rebuild([0, 2, 1, 3])), 1);
    assert.equal(await readUntilDamage(rebuild([0, 0, 1, 2, 3])), 1);
    assert.equal(await readUntilDamage(rebuild([0, 2, 3])), 1);
    assert.equal(await readUntilDamage(rebuild([0, 1, 3])), 2);
    assert.equal(await readUntilDamage(rebuild([3])), 0);
  });

  test('when another file, whole or in part, takes its place', async () => {
    const { storageKey: otherKey } = await store.receive(Readable.from([content]), options);
    const otherPath = join(directory, otherKey.slice(0, 2), otherKey);
    const other = await readFile(otherPath);
    assert.equal(await readUntilDamage(other), 0);
    const header = sealed.subarray(0, headerBytes);
    assert.equal(await readUntilDamage(Buffer.concat([header, other.subarray(headerBytes)])), 0);
    assert.equal(
      await readUntilDamage(Buffer.concat([sealed.subarray(0, recordAt(2)), other.subarray(recordAt(2))])),
      2,
    );

    await writeFile(path, sealed);
    await copyFile(path, otherPath);
    await assert.rejects(store.open(otherKey), FileDamaged);
  });

  test('and the untouched file still opens', async () => {
    await writeFile(path, sealed);
    const parts: Buffer[] = [];
    for await (const chunk of await store.open(storageKey)) parts.push(chunk);
    assert.ok(Buffer.concat(parts).equals(content));
  });

  test('no failed or abandoned reading leaves a handle to the garbage collector', async () => {
    const warnings: string[] = [];
    process.on('warning', (warning) => warnings.push(warning.message));
    for (const altered of [sealed, flipped(PREAMBLE_BYTES), flipped(recordAt(1))]) {
      await writeFile(path, altered);
      for (let round = 0; round < 10; round += 1) {
        const stream = await store.open(storageKey).catch(() => undefined);
        if (!stream) continue;
        const closed = new Promise((done) => stream.on('error', done).once('close', done));
        if (round % 2) stream.resume();
        else stream.destroy();
        await closed;
      }
    }
    setFlagsFromString('--expose-gc');
    runInNewContext('gc')();
    // Node warns of a handle that it had to close itself one turn after the collection.
    await pause(50);
    assert.deepEqual(warnings, []);
  });
});
