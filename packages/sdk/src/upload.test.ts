import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startService, type TestService } from '../../harness/src/service.ts';
import { makePdf } from '../../server/src/modules/files/sample-files.ts';
import {
  ConnectionError,
  type FileToUpload,
  type KycDocument,
  ProblemError,
  type UploadOptions,
  type UploadProgress,
} from './index.ts';
import { moodyFetch, problemAnswer } from './moody-fetch.test-support.ts';
import { fileFrom } from './node.ts';
import { type SdkScene, sdkScene } from './sdk-scene.test-support.ts';

const NOW = { 'retry-after': '0' };
const PIECE = 64 * 1024;

describe('uploads', () => {
  let service: TestService;
  let scene: SdkScene;
  let folder: string;
  before(async () => {
    service = await startService();
    scene = await sdkScene(service);
    folder = mkdtempSync(join(tmpdir(), 'nt24-sdk-'));
  });
  after(async () => {
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const pdf = (): Uint8Array<ArrayBuffer> => new Uint8Array(makePdf());
  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

  function send(
    file: FileToUpload,
    options: UploadOptions = {},
    client = scene.client,
    fileName?: string,
  ): Promise<KycDocument> {
    const input = { ...scene.ids, type: 'COC_EXTRACT', documentDate: '2026-10-28', file, fileName } as const;
    return client.documents.upload(input, options);
  }

  function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
    let at = 0;
    return new ReadableStream({
      pull(controller) {
        if (at >= bytes.length) return controller.close();
        controller.enqueue(bytes.slice(at, at + 100));
        at += 100;
      },
    });
  }

  it('sends bytes, blobs, files, streams and paths', async () => {
    const bytes = pdf();
    const path = join(folder, 'übersicht 1.pdf');
    writeFileSync(path, bytes);
    const sources: readonly (readonly [FileToUpload, string | undefined, string])[] = [
      [bytes, undefined, 'file.pdf'],
      [new Blob([bytes]), 'extract.pdf', 'extract.pdf'],
      [new File([bytes], 'own.pdf'), undefined, 'own.pdf'],
      [streamOf(bytes), 'streamed.pdf', 'streamed.pdf'],
      [await fileFrom(path), undefined, 'übersicht 1.pdf'],
    ];
    for (const [file, fileName, expected] of sources) {
      for (const onProgress of [undefined, () => undefined]) {
        if (file instanceof ReadableStream && onProgress) continue;
        const { files } = await send(file, { onProgress }, scene.client, fileName);
        assert.equal(files[0]?.sha256, sha256(bytes), expected);
        assert.equal(files[0].fileName, expected);
      }
    }
  });

  it('tells how much is sent, and reads no more ahead', async () => {
    const told: UploadProgress[] = [];
    const bytes = pdf();
    await send(new Blob([bytes]), { onProgress: (progress) => void told.push(progress) });
    assert.deepEqual(told[0], { sentBytes: 0, totalBytes: bytes.length });
    assert.deepEqual(told.at(-1), { sentBytes: bytes.length, totalBytes: bytes.length });
    let read = 0;
    const endless = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          read += PIECE;
          controller.enqueue(randomBytes(PIECE));
        },
      },
      { highWaterMark: 0 },
    );
    const controller = new AbortController();
    const onProgress = ({ sentBytes, totalBytes }: UploadProgress): void => {
      assert.equal(totalBytes, undefined);
      assert.ok(read - sentBytes <= 2 * PIECE, `${read} read, ${sentBytes} sent`);
      if (sentBytes > 20 * PIECE) controller.abort();
    };
    await assert.rejects(send(endless, { onProgress, signal: controller.signal }), { name: 'AbortError' });
    assert.ok(read < 40 * PIECE, `${read} read`);
  });

  it('sends a file again from its beginning', async () => {
    const bytes = pdf();
    const path = join(folder, 'again.pdf');
    writeFileSync(path, bytes);
    for (const file of [bytes, new Blob([bytes]), await fileFrom(path)]) {
      const line = moodyFetch([problemAnswer(503, 'unavailable', NOW), 'lose answer']);
      const { files } = await send(file, {}, scene.clientWith({ fetch: line.fetch }));
      assert.equal(files[0]?.sha256, sha256(bytes));
      assert.equal(line.seen.length, 3);
    }
  });

  it('sends a stream again only while nothing of it is read', async () => {
    const bytes = pdf();
    const untouched = moodyFetch([problemAnswer(503, 'unavailable', NOW), 'refuse']);
    const { files } = await send(streamOf(bytes), {}, scene.clientWith({ fetch: untouched.fetch }));
    assert.equal(files[0]?.sha256, sha256(bytes));
    assert.equal(untouched.seen.length, 3);
    const lost = moodyFetch(['lose answer']);
    let cancelled = false;
    const stream = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytes),
      cancel: () => void (cancelled = true),
    });
    const tooMuch = send(stream, {}, scene.clientWith({ fetch: lost.fetch }));
    await assert.rejects(tooMuch, (error) => error instanceof ConnectionError || error instanceof ProblemError);
    assert.equal(lost.seen.length, 1);
    assert.ok(cancelled);
  });

  it('cannot be led astray by a name', async () => {
    const { files } = await send(pdf(), {}, scene.client, 'a"; filename="b.pdf');
    assert.equal(files[0]?.fileName, 'a%22; filename=%22b.pdf');
    const { fileName } = (await send(pdf(), {}, scene.client, 'a\r\nX-Evil: 1.pdf')).files[0] ?? {};
    assert.ok(fileName !== undefined && !fileName.includes('\n'));
  });

  it('downloads as a stream, which the signal can still end', async () => {
    const bytes = pdf();
    const { uuid: documentUuid } = await send(bytes);
    const input = { ...scene.ids, documentUuid, variant: 'original' } as const;
    const response = await scene.client.documents.readContent(input);
    assert.equal(response.headers.get('nt24-document-findings'), 'none');
    assert.equal(sha256(new Uint8Array(await response.arrayBuffer())), sha256(bytes));
    const controller = new AbortController();
    const held = await scene.client.documents.readContent(input, { signal: controller.signal, timeoutMs: 5_000 });
    controller.abort();
    await assert.rejects(held.arrayBuffer(), { name: 'AbortError' });
  });

  it('takes nothing else for a file', async () => {
    await assert.rejects(send('a path' as unknown as FileToUpload), TypeError);
  });
});
