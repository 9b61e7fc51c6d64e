import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { saveFile } from './save-file.ts';

describe('a file that is saved', () => {
  const save = (out: string, isOverwriting = false): Promise<string | undefined> =>
    saveFile(new Response('new'), { out, isOverwriting, isQuiet: true, signal: new AbortController().signal });
  const newFolder = (): string => mkdtempSync(join(tmpdir(), 'nt24-save-'));

  it('goes through no link that lies where it could have been written first', async () => {
    const folder = newFolder();
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'old', { mode: 0o644 });
    symlinkSync(victim, join(folder, `.out.pdf.${process.pid}.part`));
    const out = join(folder, 'out.pdf');
    assert.equal(await save(out), out);
    assert.equal(readFileSync(victim, 'utf8'), 'old');
    assert.equal(readFileSync(out, 'utf8'), 'new');
    assert.equal(statSync(out).mode & 0o777, 0o600);
  });

  it('is for its owner alone where it takes the place of an open one', async () => {
    const folder = newFolder();
    const out = join(folder, 'out.pdf');
    writeFileSync(out, 'old', { mode: 0o644 });
    await save(out, true);
    assert.equal(readFileSync(out, 'utf8'), 'new');
    assert.equal(statSync(out).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(folder), ['out.pdf']);
  });

  it('takes no place of links and folders, --force or not, and leaves nothing beside them', async () => {
    const folder = newFolder();
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'old');
    symlinkSync(victim, join(folder, 'link'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
    mkdirSync(join(folder, 'folder'));
    const before = readdirSync(folder);
    for (const name of ['link', 'dangling', 'folder']) {
      await assert.rejects(save(join(folder, name)), /is there already/, name);
      await assert.rejects(save(join(folder, name), true), /is no plain file/, name);
    }
    assert.equal(readFileSync(victim, 'utf8'), 'old');
    assert.deepEqual(readdirSync(folder), before);
  });
});
