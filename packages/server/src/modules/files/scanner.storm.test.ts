import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, suite, test } from 'node:test';
import { FileUnsafe } from './index.ts';
import { makePdf } from './sample-files.ts';
import { createScanner } from './scanner.ts';
import { directory, filesIn, receive, storeWith } from './scanner.test-support.ts';

const clamd = ['/usr/sbin/clamd', 'clamd'].find((path) => spawnSync(path, ['--version']).status === 0);
const infected = Buffer.from(makePdf(5_000).toString('latin1').replace('Catalog', 'Catalog/X/marked-as-bad'), 'latin1');

suite('clamd itself', { skip: clamd ? false : 'clamd is not installed' }, () => {
  const path = join(directory, 'clamd.sock');
  let daemon: ChildProcess | undefined;

  before(async () => {
    const database = join(directory, 'signatures');
    await mkdir(database);
    const md5 = createHash('md5').update(infected).digest('hex');
    await writeFile(join(database, 'test.hdb'), `${md5}:${infected.length}:Test.File\n`);
    await writeFile(join(database, 'test.ndb'), `Test.Marker:0:*:${Buffer.from('another-bad-mark').toString('hex')}\n`);
    const settings = [
      `LocalSocket ${path}`,
      `DatabaseDirectory ${database}`,
      `TemporaryDirectory ${directory}`,
      'Foreground yes',
      'AlertExceedsMax yes',
      'MaxFileSize 4M',
      'MaxScanSize 4M',
      'StreamMaxLength 25M',
      'User root',
    ].filter((line) => line !== 'User root' || process.getuid?.() === 0);
    await writeFile(join(directory, 'clamd.conf'), `${settings.join('\n')}\n`);
    daemon = spawn(clamd ?? '', ['--config-file', join(directory, 'clamd.conf')], { stdio: 'ignore' });
    for (let tries = 0; tries < 200; tries += 1) {
      const answer = await createScanner({ path }, 500)
        .requireClean(Readable.from([makePdf()]))
        .then(
          () => true,
          () => false,
        );
      if (answer) return;
      await pause(100);
    }
    throw new Error('clamd did not start');
  });
  after(() => void daemon?.kill());

  test('passes an honest file', async () => {
    assert.equal((await receive(storeWith({ path }).store, makePdf(300_000))).scan, 'CLEAN');
  });

  test('finds a file by its hash, and one by its bytes', async () => {
    const marked = Buffer.from(
      makePdf(5_000).toString('latin1').replace('Catalog', 'Catalog/X/another-bad-mark'),
      'latin1',
    );
    for (const content of [infected, marked]) {
      const { store, root } = storeWith({ path });
      await assert.rejects(
        receive(store, content),
        (error) => error instanceof FileUnsafe && error.reason === 'infected',
      );
      assert.equal(await filesIn(root), 0);
    }
  });

  test('calls nothing clean that it gave up on', async () => {
    await assert.rejects(receive(storeWith({ path }).store, makePdf(6 * 1024 * 1024)), { code: 'file-infected' });
  });
});
