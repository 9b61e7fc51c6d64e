import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { activePdfs, honestPdfs } from '../../files/corpus-pdfs.test-support.ts';
import { forbiddenIn } from '../../files/pdf-copies.test-support.ts';
import { pdfTexts } from '../../files/pdf-texts.test-support.ts';
import { makeHeic, makePdf } from '../../files/sample-files.ts';
import { type FileView, type KycCalls, kycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { type BuyerScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';

const FINDINGS = 'nt24-document-findings';

interface Stored {
  readonly path: string;
  readonly file: FileView;
}

describe('the copy that reviewers get', () => {
  let service: TestService;
  let scene: BuyerScene;
  let kyc: KycCalls;
  let samples: ReadonlyMap<string, Buffer>;
  before(async () => {
    service = await startService();
    scene = await sceneWithBuyer(service);
    kyc = kycCalls(service);
    const honest = (await honestPdfs()).map(([what, , content]) => [what, content] as const);
    samples = new Map([...activePdfs(), ...honest]);
  });
  after(() => service.close());

  function sample(what: string): Buffer {
    const content = samples.get(what);
    assert.ok(content, what);
    return content;
  }

  async function stored(content: Buffer, fileName = 'extract.pdf'): Promise<Stored> {
    const { uuid, files } = await kyc.uploaded(scene, { file: content, fileName });
    const [file] = files;
    assert.ok(file);
    return { path: `${scene.buyer}/kyc/documents/${uuid}/content`, file };
  }

  function read(path: string, requestId = randomUUID()): Promise<Response> {
    return service.call('GET', path, { token: scene.token, headers: { 'x-request-id': requestId } });
  }

  async function bytesOf(response: Response): Promise<Buffer> {
    assert.equal(response.status, 200);
    return Buffer.from(await response.arrayBuffer());
  }

  it('holds the pages and no attachment; the original comes only where it is asked for, byte for byte', async () => {
    const content = sample('an attached file');
    const { path, file } = await stored(content);
    assert.deepEqual([file.activeContent, file.signed, file.encrypted], [true, false, false]);
    const asCopy = await read(path);
    const copy = await bytesOf(asCopy);
    assert.deepEqual(await forbiddenIn(copy), []);
    assert.equal(copy.length, file.reviewCopy?.byteSize);
    assert.equal(asCopy.headers.get(FINDINGS), null);
    assert.deepEqual(await bytesOf(await read(`${path}?variant=review`)), copy);

    const original = await read(`${path}?variant=original`);
    const headers = Object.fromEntries(original.headers);
    assert.deepEqual(await bytesOf(original), content);
    assert.equal(headers[FINDINGS], 'active-content');
    assert.equal(headers['content-disposition'], 'attachment; filename=extract.pdf');
    assert.equal(headers['content-security-policy'], "sandbox; default-src 'none'");
    assert.equal(headers['x-content-type-options'], 'nosniff');
    await expectProblem(await read(`${path}?variant=raw`), 'validation-error');
  });

  it('is told apart from the original in the log of readings and in the trail', async () => {
    const { path, file } = await stored(makePdf());
    const [asCopy, asOriginal] = [randomUUID(), randomUUID()];
    await bytesOf(await read(path, asCopy));
    await bytesOf(await read(`${path}?variant=original`, asOriginal));
    const requests = sql`request_id in (${asCopy}::uuid, ${asOriginal}::uuid)`;
    const readings = await service.db.read(
      sql`select subject_kind, subject_id from pii_access_log where ${requests} order by id`,
    );
    assert.deepEqual(readings, [
      { subject_kind: 'KYC_FILE', subject_id: file.uuid },
      { subject_kind: 'KYC_FILE_ORIGINAL', subject_id: file.uuid },
    ]);
    const trail = await service.db.read(
      sql`select details from audit_events where action = 'document.download' and ${requests} order by id`,
    );
    assert.deepEqual(trail, [{ details: { variant: 'review' } }, { details: { variant: 'original' } }]);
  });

  it('is decrypted, and is no signed paper any more; the original says both', async () => {
    const encrypted = sample('one that forbids changes, and opens without a password');
    for (const [content, findings] of [
      [encrypted, 'encrypted'],
      [sample('a signature field'), 'signed'],
      [makePdf(), 'none'],
    ] as const) {
      const { path } = await stored(content);
      const original = await read(`${path}?variant=original`);
      assert.equal(original.headers.get(FINDINGS), findings);
      assert.deepEqual(await bytesOf(original), content);
      const copy = await bytesOf(await read(path));
      assert.deepEqual([await forbiddenIn(copy), await pdfTexts(copy)], [[], await pdfTexts(content)]);
    }
  });

  it('of a HEIC is a JPEG, and the original is what it was', async () => {
    const { path } = await stored(makeHeic(), 'Ausweis.heic');
    assert.equal((await read(path)).headers.get('content-type'), 'image/jpeg');
    const original = await read(`${path}?variant=original`);
    assert.equal(original.headers.get('content-type'), 'image/heic');
    assert.equal(original.headers.get('content-disposition'), 'attachment; filename=Ausweis.heic');
    assert.deepEqual(await bytesOf(original), makeHeic());
  });

  it('needs the capability, the original too', async () => {
    const other = await sceneWithBuyer(service, { capabilities: { allowKycDocumentDownload: false } });
    const { uuid } = await kyc.uploaded(other);
    const path = `${other.buyer}/kyc/documents/${uuid}/content?variant=original`;
    await expectProblem(await service.call('GET', path, { token: other.token }), 'capability-required');
  });

  it('is missing of a file that came before it was made: then the file itself is given, and nothing is told of it', async () => {
    const { path, file } = await stored(makePdf(900));
    await service.db
      .write(sql`update kyc_files set review_storage_key = null, review_media_type = null, review_byte_size = null,
        active_content = null, signed = null, encrypted = null
      where id = ${file.uuid}::uuid`);
    assert.deepEqual(await bytesOf(await read(path)), makePdf(900));
    const original = await read(`${path}?variant=original`);
    assert.equal(original.headers.get(FINDINGS), 'unknown');
    assert.deepEqual(await bytesOf(original), makePdf(900));
    const { reviewCopy, activeContent, signed, encrypted, ...rest } = file;
    assert.ok(reviewCopy && [activeContent, signed, encrypted].every((found) => found === false));
    const listed = (await kyc.listed(scene)).flatMap(({ files }) => files).find(({ uuid }) => uuid === file.uuid);
    assert.deepEqual(listed, rest);
  });
});
