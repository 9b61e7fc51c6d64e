import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { after, before, describe, it } from 'node:test';
import { setImmediate as laterOn } from 'node:timers/promises';
import { writeNewFile } from './new-file.ts';

describe('a new file', () => {
  let folder: string;
  before(() => void (folder = mkdtempSync(join(tmpdir(), 'nt24-new-file-'))));
  after(() => rmSync(folder, { recursive: true }));

  it('is written whole', async () => {
    const path = join(folder, 'whole');
    await writeNewFile(path, (sink) => pipeline(Readable.from(['all', ' of it']), sink));
    assert.equal(readFileSync(path, 'utf8'), 'all of it');
  });

  it('is not there where it was broken off before it was open', async () => {
    const path = join(folder, 'early');
    const written = writeNewFile(path, (sink) => pipeline(Readable.from(['words']), sink));
    process.emit('SIGTERM');
    await assert.rejects(written, { message: `broken off; ${path} is not written` });
    assert.equal(existsSync(path), false);
  });

  it('is not there where it was broken off before anybody wrote', async () => {
    const path = join(folder, 'idle');
    const written = writeNewFile(path, async (sink) => {
      process.emit('SIGINT');
      for (let turns = 0; turns < 10; turns += 1) await laterOn();
      await pipeline(Readable.from(['words']), sink);
    });
    await assert.rejects(written, { message: `broken off; ${path} is not written` });
    assert.equal(existsSync(path), false);
  });
});
