import assert from 'node:assert/strict';
import { mkdtempSync, openAsBlob, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { eventually } from '../../harness/src/eventually.ts';
import { type Client, ConnectionError, createClient, type FileSource, type FileToUpload } from './index.ts';
import { moodyFetch, problemAnswer } from './moody-fetch.test-support.ts';
import { fileFrom } from './node.ts';

const NOW = { 'retry-after': '0' };
const PIECE = new Uint8Array(64 * 1024).fill(97);

/** What a file of the caller's does, against a server that only listens. */
describe('the file of an upload', () => {
  let folder: string;
  let server: Server;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let received: string[];
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nt24-sdk-'));
    server = createServer((request, response) => answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  after(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    received = [];
    answer = (request, response) => {
      let text = '';
      request.setEncoding('latin1').on('data', (piece: string) => (text += piece));
      request.on('error', () => undefined);
      request.on('end', () => {
        received.push(text);
        response.setHeader('content-type', 'application/json').end('{"uuid":"made"}');
      });
    };
  });

  const clientOf = (fetch?: typeof globalThis.fetch): Client =>
    createClient({
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      token: async () => 'token',
      ...(fetch && { fetch }),
    });

  function send(file: FileToUpload, { fetch, signal }: { fetch?: typeof globalThis.fetch; signal?: AbortSignal } = {}) {
    const input = { sellerId: 's', buyerId: 'b', type: 'COC_EXTRACT', documentDate: '2026-10-28', file } as const;
    return Promise.resolve(clientOf(fetch).documents.upload(input, { signal }));
  }

  /** Counts what is opened and not yet ended. */
  function counted(pieces: number): { readonly source: FileSource; readonly count: { opened: number; open: number } } {
    const count = { opened: 0, open: 0 };
    const stream = (): ReadableStream<Uint8Array> => {
      count.opened += 1;
      count.open += 1;
      let left = pieces;
      return new ReadableStream(
        {
          pull(controller) {
            if (left > 0) controller.enqueue(PIECE);
            else controller.close();
            if (left === 0) count.open -= 1;
            left -= 1;
          },
          cancel: () => void (count.open -= 1),
        },
        { highWaterMark: 0 },
      );
    };
    return { source: { name: 'counted.pdf', stream }, count };
  }

  it('is opened when it is read, and closed with each try', async () => {
    const { source, count } = counted(2);
    const line = moodyFetch(['refuse', problemAnswer(503, 'unavailable', NOW), 'lose answer']);
    await send(source, { fetch: line.fetch });
    assert.equal(line.seen.length, 4);
    assert.deepEqual(count, { opened: 2, open: 0 });
  });

  it('is closed where an answer comes before its end, or the connection breaks', async () => {
    for (const early of [
      (response: ServerResponse) => response.writeHead(403, { 'content-type': 'text/plain' }).end('no'),
      (response: ServerResponse) => response.destroy(),
    ]) {
      let tries = 0;
      const whole = answer;
      answer = (request, response) => {
        tries += 1;
        if (tries > 1) return whole(request, response);
        request.on('error', () => undefined);
        request.once('data', () => early(response));
      };
      const { source, count } = counted(100);
      await send(source).catch(() => undefined);
      await eventually('it is closed', () => count.open === 0);
      answer = whole;
    }
    // What was cut off never looked like a whole one.
    assert.ok(received.every((text) => text.length > 100 * PIECE.length));
  });

  it('is closed where the caller ends the call', async () => {
    const controller = new AbortController();
    answer = (request) => {
      request.on('error', () => undefined);
      request.once('data', () => controller.abort());
    };
    const { source, count } = counted(Number.POSITIVE_INFINITY);
    await assert.rejects(send(source, { signal: controller.signal }), { name: 'AbortError' });
    await eventually('it is closed', () => count.open === 0);
  });

  it('by its path is a descriptor for no longer than a try', { skip: process.platform !== 'linux' }, async () => {
    const path = join(folder, 'extract.pdf');
    writeFileSync(path, PIECE);
    const descriptors = (): number =>
      readdirSync('/proc/self/fd').filter((fd) => {
        try {
          return readlinkSync(`/proc/self/fd/${fd}`) === path;
        } catch {
          return false;
        }
      }).length;
    const line = moodyFetch(['refuse', problemAnswer(503, 'unavailable', NOW)]);
    await send(await fileFrom(path), { fetch: line.fetch });
    assert.equal(line.seen.length, 3);
    await eventually('it is closed', () => descriptors() === 0, 2_000);
  });

  it('that is missing is the error that it is, and not tried again', async () => {
    const path = join(folder, 'gone.pdf');
    await assert.rejects(fileFrom(path), { code: 'ENOENT' });
    writeFileSync(path, PIECE);
    const file = await fileFrom(path);
    rmSync(path);
    const line = moodyFetch();
    await assert.rejects(send(file, { fetch: line.fetch }), { code: 'ENOENT' });
    assert.equal(line.seen.length, 1);
  });

  it('that is no regular file is refused', async () => {
    for (const path of [folder, '/dev/null']) await assert.rejects(fileFrom(path), TypeError, path);
  });

  it('that breaks is its own error, whatever that is, and not tried again', async () => {
    const own = new ConnectionError('of another call', {});
    const broken = (): ReadableStream<Uint8Array> => new ReadableStream({ pull: () => Promise.reject(own) });
    const thrown = (): never => {
      throw own;
    };
    for (const file of [broken(), { stream: broken }, { stream: thrown }]) {
      const line = moodyFetch();
      await assert.rejects(send(file, { fetch: line.fetch }), (error) => error === own);
      assert.equal(line.seen.length, 1);
    }
    const path = join(folder, 'changed.pdf');
    writeFileSync(path, PIECE);
    const blob = await openAsBlob(path);
    writeFileSync(path, 'another');
    const line = moodyFetch();
    await assert.rejects(send(blob, { fetch: line.fetch }), { name: 'NotReadableError' });
    assert.equal(line.seen.length, 1);
  });
});
