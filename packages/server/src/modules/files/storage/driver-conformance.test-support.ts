import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { suite, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { FileMissing } from '../file-errors.ts';
import type { StorageDriver } from './storage-driver.ts';
import { newStorageKey } from './storage-key.ts';

const MIB = 1024 * 1024;
const LONG_AGO = new Date(0);
const FAR_AHEAD = new Date(8e15);

type Make = () => Promise<() => StorageDriver>;

/** What every driver does. `make` gives drivers over one new and empty place, as several processes would have them. */
export function testDriver(name: string, make: Make): void {
  suite(`the ${name} driver, as every driver`, () => {
    testStaging(make);
    testReading(make);
    testReplacing(make);
    testRemoval(make);
  });
}

function testStaging(make: Make): void {
  test('knows an object from its publication on, byte for byte', async () => {
    const [driver, other] = await two(make);
    const key = newStorageKey();
    const content = randomBytes(300_000);
    const staged = driver.stage();
    await staged.write(key, inPieces(content, 70_000));
    for (const one of [driver, other]) {
      await assert.rejects(one.open(key), FileMissing);
      assert.deepEqual(await listed(one), []);
      assert.equal(await one.remove(key), false);
    }
    assert.deepEqual(await read(staged, key), content);
    await staged.publish();
    for (const one of [driver, other]) {
      assert.deepEqual(await read(one, key), content);
      assert.deepEqual(await listed(one), [key]);
    }
  });

  test('publishes objects together, and forgets them together', async () => {
    const [driver] = await two(make);
    const keys = [newStorageKey(), newStorageKey(), newStorageKey()].sort();
    const staged = driver.stage();
    for (const key of keys) await staged.write(key, inPieces(Buffer.from(key), 10));
    await staged.publish();
    assert.deepEqual(await listed(driver), keys);
    for (const key of keys) assert.deepEqual(await read(driver, key), Buffer.from(key));
    await staged.discard();
    assert.deepEqual(await listed(driver), []);
    await assert.rejects(driver.open(keys[0] ?? ''), FileMissing);
  });

  test('leaves nothing of what was discarded before its publication', async () => {
    const [driver, other] = await two(make);
    const staged = driver.stage();
    await staged.write(newStorageKey(), inPieces(Buffer.from('whole'), 2));
    await assert.rejects(staged.write(newStorageKey(), breaking()), /broken/);
    await staged.discard();
    await staged.discard();
    assert.deepEqual(await listed(other), []);
    assert.equal(await other.removeUnfinished(FAR_AHEAD), 0);
  });

  test('keeps apart what is staged at once', async () => {
    const [driver, other] = await two(make);
    const [mine, theirs] = [driver.stage(), other.stage()];
    const [kept, dropped] = [newStorageKey(), newStorageKey()];
    await mine.write(kept, inPieces(Buffer.from('kept'), 2));
    await theirs.write(dropped, inPieces(Buffer.from('dropped'), 2));
    await assert.rejects(mine.open(dropped), FileMissing);
    await Promise.all([mine.publish(), theirs.discard()]);
    assert.deepEqual(await listed(driver), [kept]);
  });
}

function testReading(make: Make): void {
  test('takes and gives large objects as streams', async () => {
    const [driver] = await two(make);
    const key = newStorageKey();
    const piece = randomBytes(MIB);
    const staged = driver.stage();
    await staged.write(key, Readable.from(Array.from({ length: 20 }, () => piece)));
    await staged.publish();
    const { byteSize, content } = await driver.open(key);
    assert.equal(byteSize, 20 * MIB);
    let at = 0;
    for await (const chunk of content as AsyncIterable<Buffer>) {
      assert.ok(chunk.length <= MIB && content.readableLength <= 2 * MIB);
      at += chunk.length;
    }
    assert.equal(at, byteSize);
    const { content: abandoned } = await driver.open(key);
    const closed = new Promise((done) => abandoned.once('close', done));
    abandoned.once('data', () => abandoned.destroy());
    await closed;
  });

  test('lists every key once, however many', async () => {
    const [driver, other] = await two(make);
    const staged = driver.stage();
    const keys = Array.from({ length: 300 }, newStorageKey).sort();
    for (const key of keys) await staged.write(key, inPieces(Buffer.from('x'), 1));
    await staged.publish();
    assert.deepEqual(await listed(other), keys);
  });

  test('is empty before the first object', async () => {
    const [driver] = await two(make);
    assert.deepEqual(await listed(driver), []);
    assert.equal(await driver.removeUnfinished(FAR_AHEAD), 0);
    await assert.rejects(driver.open(newStorageKey()), FileMissing);
  });

  test('knows nothing under what is no key', async () => {
    const [driver] = await two(make);
    const key = await published(driver, 'x');
    const malformed = [
      '',
      '.',
      '..',
      '/',
      `../${key}`,
      `${key}.part`,
      key.toUpperCase().replace(/.$/, 'A'),
      `${key}\n`,
    ];
    for (const text of malformed) {
      await assert.rejects(driver.open(text), FileMissing);
      assert.equal(await driver.remove(text), false);
      await assert.rejects(driver.stage().write(text, inPieces(Buffer.from('x'), 1)), FileMissing);
    }
    assert.deepEqual(await listed(driver), [key]);
  });
}

function testReplacing(make: Make): void {
  test('replaces an object as a whole, beside readers and other replacements', async () => {
    const [driver, other] = await two(make);
    const key = await published(driver, 'older');
    const { content } = await driver.open(key);
    const texts = ['the first', 'the second one'];
    const replaced = await Promise.all(
      [driver, other].map((one, n) => one.replace(key, inPieces(Buffer.from(texts[n] ?? ''), 3))),
    );
    assert.deepEqual(replaced, [true, true]);
    assert.deepEqual(await buffer(content), Buffer.from('older'), 'who had it open reads on');
    assert.ok(texts.includes((await read(other, key)).toString()));
    assert.deepEqual(await listed(driver), [key]);
    assert.equal(await driver.removeUnfinished(FAR_AHEAD), 0);
  });

  test('replaces nothing by content that breaks off, and nothing that is not there', async () => {
    const [driver, other] = await two(make);
    const key = await published(driver, 'stays');
    await assert.rejects(driver.replace(key, breaking()), /broken/);
    assert.deepEqual(await read(other, key), Buffer.from('stays'));
    for (const missing of [newStorageKey(), '', '../x'])
      assert.equal(await driver.replace(missing, inPieces(Buffer.from('x'), 1)), false);
    const vanishing = async function* () {
      yield Buffer.from('new');
      await other.remove(key);
    };
    assert.equal(await driver.replace(key, vanishing()), false);
    assert.deepEqual(await listed(driver), []);
    assert.equal(await driver.removeUnfinished(FAR_AHEAD), 0);
  });

  test('does not make an object younger', async () => {
    const [driver] = await two(make);
    const key = await published(driver, 'older');
    await sleep(20);
    const written = new Date();
    await sleep(20);
    assert.equal(await driver.replace(key, inPieces(Buffer.from('newer'), 2)), true);
    assert.equal(await driver.remove(key, written), true);
  });
}

function testRemoval(make: Make): void {
  test('removes by key, and what is not there without an error', async () => {
    const [driver, other] = await two(make);
    const key = await published(driver, 'here');
    assert.equal(await driver.remove(key, LONG_AGO), false);
    assert.deepEqual(await read(driver, key), Buffer.from('here'));
    assert.equal(await driver.remove(key, FAR_AHEAD), true);
    await assert.rejects(other.open(key), FileMissing);
    for (const gone of [key, newStorageKey()]) {
      assert.equal(await driver.remove(gone), false);
      assert.equal(await driver.remove(gone, FAR_AHEAD), false);
    }
    const another = await published(driver, 'too');
    const answers = await Promise.all([driver.remove(another), other.remove(another)]);
    assert.deepEqual(answers.sort(), [false, true]);
  });

  test('removes what was never published once it is old, and nothing else', async () => {
    const [driver, other] = await two(make);
    const key = await published(driver, 'stays');
    const staged = driver.stage();
    await staged.write(newStorageKey(), inPieces(Buffer.from('whole'), 2));
    await assert.rejects(staged.write(newStorageKey(), breaking()), /broken/);
    assert.equal(await other.removeUnfinished(LONG_AGO), 0);
    assert.equal(await other.removeUnfinished(FAR_AHEAD), 2);
    assert.equal(await other.removeUnfinished(FAR_AHEAD), 0);
    await assert.rejects(staged.publish());
    assert.deepEqual(await listed(driver), [key]);
    assert.deepEqual(await read(driver, key), Buffer.from('stays'));
  });
}

async function two(make: () => Promise<() => StorageDriver>): Promise<[StorageDriver, StorageDriver]> {
  const open = await make();
  return [open(), open()];
}

async function published(driver: StorageDriver, content: string): Promise<string> {
  const key = newStorageKey();
  const staged = driver.stage();
  await staged.write(key, inPieces(Buffer.from(content), 2));
  await staged.publish();
  return key;
}

async function listed(driver: StorageDriver): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of driver.list()) keys.push(key);
  return keys.sort();
}

async function read(from: Pick<StorageDriver, 'open'>, key: string): Promise<Buffer> {
  const { byteSize, content } = await from.open(key);
  const bytes = await buffer(content);
  assert.equal(bytes.length, byteSize);
  return bytes;
}

async function* inPieces(content: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size);
}

async function* breaking(): AsyncGenerator<Buffer> {
  yield Buffer.from('half');
  throw new Error('broken');
}
