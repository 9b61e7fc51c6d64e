import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import { unzip } from '../../../harness/src/unzip.ts';
import { type ZipEntry, type ZippedFile, writeZip } from './zip.ts';

const MIB = 1024 * 1024;
const madeAt = new Date('2026-11-30T08:00:00Z');

describe('writing a ZIP', () => {
  let folder: string;
  before(async () => (folder = await mkdtemp(join(tmpdir(), 'nt24-zip-'))));
  after(() => rm(folder, { recursive: true }));

  it('gives back what was put in, and tells the size and hash of each', async () => {
    const path = join(folder, 'some.zip');
    const written: ZippedFile[] = [];
    const texts = new Map([
      ['one.json', '{"a":"ä"}'],
      ['files/two.pdf', '%PDF'],
      ['empty.txt', ''],
    ]);
    const entries = [...texts].map(([name, text]) => entryOf(name, [text], name.endsWith('.json')));
    await writeZip(entries, createWriteStream(path), { madeAt, onWritten: (file) => written.push(file) });
    assert.deepEqual(
      [...(await unzip(path))].map(([name, bytes]) => [name, bytes.toString()]),
      [...texts],
    );
    assert.deepEqual(
      written,
      [...texts].map(([name, text]) => ({
        path: name,
        byteSize: Buffer.byteLength(text),
        sha256: createHash('sha256').update(text).digest('hex'),
      })),
    );
  });

  it('asks for a content when those before it are written', async () => {
    const seen: number[] = [];
    const written: ZippedFile[] = [];
    const entries = [0, 1, 2].map((at) => ({
      ...entryOf(`${at}`, [], false),
      async *content() {
        seen.push(written.length);
        yield `${at}`;
      },
    }));
    await writeZip(entries, nowhere(), { madeAt, onWritten: (file) => written.push(file) });
    assert.deepEqual(seen, [0, 1, 2]);
  });

  it('holds little of 400 MB that a slow reader takes', async () => {
    const piece = Buffer.alloc(MIB, 'x');
    let [given, taken, most] = [0, 0, 0];
    async function* content(): AsyncGenerator<Buffer> {
      for (let at = 0; at < 20; at += 1) {
        given += MIB;
        yield Buffer.from(piece);
      }
    }
    const entries = Array.from({ length: 20 }, (_, at) => ({ path: `${at}`, isCompressed: false, content }));
    const sink = new Writable({
      highWaterMark: MIB,
      write(chunk: Buffer, _encoding, done) {
        most = Math.max(most, given - taken);
        taken += chunk.length;
        setImmediate(done);
      },
    });
    await writeZip(entries, sink, { madeAt, onWritten: () => undefined });
    assert.ok(taken > 400 * MIB);
    assert.ok(most > 0 && most < 20 * MIB, `${most / MIB} MB`);
  });

  it('fails with what a content throws, and lets go of it where the sink fails', async () => {
    const broken = new Error('broken');
    async function* failing(): AsyncGenerator<string> {
      yield 'some';
      throw broken;
    }
    const bad = { path: 'bad', isCompressed: false, content: failing };
    const rest = { madeAt, onWritten: () => undefined };
    await assert.rejects(writeZip([entryOf('good', ['x'], true), bad], nowhere(), rest), broken);

    let isLetGo = false;
    async function* endless(): AsyncGenerator<Buffer> {
      try {
        for (;;) yield Buffer.alloc(MIB);
      } finally {
        isLetGo = true;
      }
    }
    const full = new Error('ENOSPC');
    const sink = new Writable({ write: (_chunk, _encoding, done) => done(full) });
    await assert.rejects(writeZip([{ ...bad, content: endless }], sink, rest), full);
    await new Promise((resolve) => void setImmediate(resolve));
    assert.ok(isLetGo);
  });
});

function entryOf(path: string, texts: readonly string[], isCompressed: boolean): ZipEntry {
  return {
    path,
    isCompressed,
    async *content() {
      yield* texts;
    },
  };
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}
