import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { createDiskDriver } from './disk-driver.ts';
import { testDriver } from './driver-conformance.test-support.ts';
import { newStorageKey } from './storage-key.ts';

const root = await mkdtemp(join(tmpdir(), 'nt24-disk-'));
after(() => rm(root, { recursive: true }));

let folders = 0;
function newFolder(): string {
  folders += 1;
  return join(root, String(folders));
}

testDriver('disk', async () => {
  const directory = newFolder();
  return () => createDiskDriver(directory);
});

suite('the disk driver', () => {
  test('touches nothing whose name it did not give', async () => {
    const directory = newFolder();
    await mkdir(join(directory, 'ab'), { recursive: true });
    await mkdir(join(directory, 'notes'));
    const key = newStorageKey();
    const strangers = ['ab/readme', `ab/${key}.txt`, 'notes/0', `notes/${key}`, `notes/${key}.part`, 'top'];
    for (const name of strangers) await writeFile(join(directory, name), 'x');
    const driver = createDiskDriver(directory);
    for await (const key of driver.list()) assert.fail(key);
    assert.equal(await driver.removeUnfinished(new Date(8e15)), 0);
    const left = await readdir(directory, { recursive: true });
    assert.deepEqual(
      strangers.filter((name) => !left.includes(join(name))),
      [],
    );
  });

  test('lets the owner alone read', { skip: process.platform === 'win32' }, async () => {
    const directory = newFolder();
    const staged = createDiskDriver(directory).stage();
    await staged.write(newStorageKey(), (async function* () {})());
    const names = await readdir(directory, { recursive: true });
    assert.equal(names.length, 2);
    for (const name of ['', ...names]) assert.equal((await stat(join(directory, name))).mode & 0o077, 0);
  });
});
