import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { rm, truncate } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { pdfTexts } from '../../files/pdf-texts.test-support.ts';
import { makeJpeg, makePdf, makePng } from '../../files/sample-files.ts';
import { MAX_FILE_BYTES } from './index.ts';
import { dereferenced } from '../../../../../harness/src/dereferenced.ts';
import { type DocumentView, FILES_FOR_ONE, type KycCalls, kycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';

interface Schema {
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, { readonly format?: string }>>;
}
type Content = Readonly<Record<string, { readonly schema?: Schema }>>;
type Paths = Readonly<
  Record<
    string,
    Readonly<
      Record<
        string,
        {
          readonly requestBody?: { readonly content: Content };
          readonly responses?: Readonly<Record<string, { readonly content?: Content }>>;
        }
      >
    >
  >
>;

let service: TestService;
let kyc: KycCalls;
before(async () => {
  service = await startService();
  kyc = kycCalls(service);
});
after(() => service.close());

describe('KYC status', () => {
  it('is INCOMPLETE without documents and says so in the form of its mode', async () => {
    const scene = await sceneWithBuyer(service);
    assert.deepEqual(await kyc.statusOf(scene), {
      buyerId: scene.buyerId,
      kycMode: 'NT24_LED',
      overallStatus: 'INCOMPLETE',
      viesResult: 'UNKNOWN',
      documentsComplete: false,
      verificationStatus: 'NOT_STARTED',
      amlStatus: 'NOT_APPLICABLE',
    });
    const made = await service.call('POST', `${scene.partner}/buyers`, {
      token: scene.token,
      body: {
        kycMode: 'MARKETPLACE_LED',
        vatNumber: 'PT501964843',
        companyName: 'Garagem',
        address: { street: 'Rua', postCode: '1', city: 'Porto', country: 'PT' },
      },
    });
    const { uuid } = (await made.json()) as { uuid: string };
    const modeA = await kyc.statusOf({ ...scene, buyer: `${scene.partner}/buyers/${uuid}` });
    assert.deepEqual(modeA, {
      buyerId: uuid,
      kycMode: 'MARKETPLACE_LED',
      overallStatus: 'INCOMPLETE',
      viesResult: 'UNKNOWN',
      documentsComplete: false,
    });
  });

  it('has its documents complete with one of each kind, and not one earlier', async () => {
    const scene = await sceneWithBuyer(service);
    for (const type of ['COC_EXTRACT', 'VAT_CERTIFICATE', 'AML_DECLARATION']) await kyc.uploaded(scene, { type });
    assert.equal((await kyc.statusOf(scene))['documentsComplete'], false);
    await kyc.uploaded(scene, { type: 'CONTACT_PASSPORT' });
    const status = await kyc.statusOf(scene);
    assert.equal(status['documentsComplete'], true);
    assert.equal(status['overallStatus'], 'INCOMPLETE');
  });
});

describe('upload of a document', () => {
  it('answers 201 with the document, which the list shows and the content gives back', async () => {
    const scene = await sceneWithBuyer(service);
    const file = makePdf(300_000);
    const response = await kyc.upload(scene, { file, fileName: 'C:\\docs\\Auszug für „Köln“.pdf' });
    assert.equal(response.status, 201);
    const document = (await response.json()) as DocumentView;
    const { files, ...said } = document;
    assert.deepEqual(
      { ...said, uuid: '', createdAt: '' },
      { uuid: '', type: 'COC_EXTRACT', documentDate: '2026-10-28', status: 'ACTIVE', source: 'API', createdAt: '' },
    );
    assert.equal(files.length, 1);
    const { reviewCopy, ...facts } = files[0] ?? {};
    assert.deepEqual(
      { ...facts, uuid: '' },
      {
        uuid: '',
        fileName: 'Auszug für „Köln“.pdf',
        mediaType: 'application/pdf',
        byteSize: file.length,
        sha256: createHash('sha256').update(file).digest('hex'),
        scan: 'UNSCANNED',
        activeContent: false,
        signed: false,
        encrypted: false,
      },
    );
    assert.deepEqual(await kyc.listed(scene), [document]);
    const location = response.headers.get('location') ?? '';
    const content = await service.call('GET', location, { token: scene.token });
    assert.equal(content.status, 200);
    const copy = await content.arrayBuffer();
    assert.deepEqual(reviewCopy, {
      fileName: 'Auszug für „Köln“.pdf',
      mediaType: 'application/pdf',
      byteSize: copy.byteLength,
    });
    assert.deepEqual(await pdfTexts(new Uint8Array(copy)), ['']);
    const asReceived = await service.call('GET', `${location}?variant=original`, { token: scene.token });
    assert.deepEqual(Buffer.from(await asReceived.arrayBuffer()), file);
  });

  it('makes the older one of its type SUPERSEDED and keeps the history, newest first', async () => {
    const scene = await sceneWithBuyer(service);
    const first = await kyc.uploaded(scene, { type: 'ADDRESS_PROOF', file: makePng(), fileName: 'a.png' });
    const other = await kyc.uploaded(scene, { type: 'BANK_STATEMENT' });
    const second = await kyc.uploaded(scene, { type: 'ADDRESS_PROOF', file: makeJpeg(), fileName: 'a.jpeg' });
    const all = await kyc.listed(scene);
    assert.deepEqual(
      all.map(({ uuid, status }) => [uuid, status]),
      [
        [second.uuid, 'ACTIVE'],
        [other.uuid, 'ACTIVE'],
        [first.uuid, 'SUPERSEDED'],
      ],
    );
    assert.equal(all[2]?.supersededAt, second.createdAt);
    assert.deepEqual(await kyc.listed(scene, '?type=ADDRESS_PROOF&status=ACTIVE'), [second]);
    assert.equal((await kyc.listed(scene, '?size=1&page=1'))[0]?.uuid, other.uuid);
    assert.equal((await kyc.listed(scene, '?sort=createdAt,asc'))[0]?.uuid, first.uuid);
  });

  it('is replayed by key: one document, one stored file; other bytes under the key are refused', async () => {
    const scene = await sceneWithBuyer(service);
    const before = (await kyc.storedFiles()).length;
    const key = randomUUID();
    const first = await kyc.upload(scene, { key });
    const text = await first.text();
    for (let n = 0; n < 2; n += 1) {
      const again = await kyc.upload(scene, { key });
      assert.equal(again.status, 201);
      assert.equal(again.headers.get('idempotent-replayed'), 'true');
      assert.equal(again.headers.get('location'), first.headers.get('location'));
      assert.equal(await again.text(), text);
    }
    for (const other of [{ file: makePdf(401) }, { documentDate: '2026-10-27' }, { fileName: 'other.pdf' }]) {
      await expectProblem(await kyc.upload(scene, { key, ...other }), 'idempotency-key-reused');
    }
    assert.equal((await kyc.listed(scene)).length, 1);
    await kyc.untilStored(before + FILES_FOR_ONE);
  });

  it('keeps one ACTIVE document of eight that arrive at once', async () => {
    const scene = await sceneWithBuyer(service);
    await kyc.uploaded(scene, { type: 'BANK_STATEMENT' });
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, n) => kyc.upload(scene, { type: 'BANK_STATEMENT', file: makePdf(500 + n) })),
    );
    assert.deepEqual([...new Set(results.map((result) => result.status))], [201]);
    const all = await kyc.listed(scene);
    assert.equal(all.length, 9);
    assert.equal(all.filter((document) => document.status === 'ACTIVE').length, 1);
  });

  it('gives the twins of one key one document', async () => {
    const scene = await sceneWithBuyer(service);
    const before = (await kyc.storedFiles()).length;
    const key = randomUUID();
    const results = await Promise.all(Array.from({ length: 6 }, () => kyc.upload(scene, { key })));
    assert.equal(new Set(await Promise.all(results.map((result) => result.text()))).size, 1);
    assert.equal((await kyc.listed(scene)).length, 1);
    await kyc.untilStored(before + FILES_FOR_ONE);
  });

  it('takes 20 MB and not a byte more', async () => {
    const scene = await sceneWithBuyer(service);
    const before = (await kyc.storedFiles()).length;
    const whole = makePdf(MAX_FILE_BYTES);
    const document = await kyc.uploaded(scene, { file: whole });
    assert.equal(document.files[0]?.byteSize, MAX_FILE_BYTES);
    for (const surplus of [Buffer.of(10), whole]) {
      const file = Buffer.concat([whole, surplus]);
      await expectProblem(await kyc.upload(scene, { file }), 'payload-too-large');
    }
    assert.equal((await kyc.listed(scene)).length, 1);
    await kyc.untilStored(before + FILES_FOR_ONE);
  });
});

describe('content of a document', () => {
  it('comes as an attachment that no browser shows, and is written down before', async () => {
    const scene = await sceneWithBuyer(service);
    const file = makeJpeg();
    const document = await kyc.uploaded(scene, { file, fileName: 'Ausweis Müller.jpg', type: 'CONTACT_ID_CARD' });
    const path = `${scene.buyer}/kyc/documents/${document.uuid}/content`;
    const requestId = randomUUID();
    const response = await service.call('GET', path, {
      token: scene.token,
      headers: { 'x-purpose': 'onboarding review', 'x-request-id': requestId },
    });
    assert.equal(response.status, 200);
    const { reviewCopy } = document.files[0] ?? {};
    const headers = Object.fromEntries(response.headers);
    assert.equal(headers['content-type'], 'image/jpeg');
    assert.equal(headers['content-length'], String(reviewCopy?.byteSize));
    assert.equal((await response.arrayBuffer()).byteLength, reviewCopy?.byteSize);
    assert.equal(
      headers['content-disposition'],
      `attachment; filename="Ausweis M?ller.jpg"; filename*=UTF-8''Ausweis%20M%C3%BCller.jpg`,
    );
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['content-security-policy'], "sandbox; default-src 'none'");
    assert.equal(headers['cache-control'], 'no-store');
    const logged = await service.db
      .read(sql`select organization_id, client_id, seller_id, buyer_id, subject_kind, subject_id, purpose
      from pii_access_log where request_id = ${requestId}::uuid`);
    assert.deepEqual(logged, [
      {
        organization_id: scene.org.organizationId,
        client_id: scene.org.clientId,
        seller_id: scene.org.sellerId,
        buyer_id: scene.buyerId,
        subject_kind: 'KYC_FILE',
        subject_id: document.files[0]?.uuid,
        purpose: 'onboarding review',
      },
    ]);
  });

  it('can be chosen by file', async () => {
    const scene = await sceneWithBuyer(service);
    const document = await kyc.uploaded(scene);
    const path = `${scene.buyer}/kyc/documents/${document.uuid}/content`;
    const chosen = await service.call('GET', `${path}?file=${document.files[0]?.uuid}`, { token: scene.token });
    assert.equal(chosen.status, 200);
    await chosen.arrayBuffer();
    const unknown = await service.call('GET', `${path}?file=${randomUUID()}`, { token: scene.token });
    await expectProblem(unknown, 'not-found');
    await expectProblem(await service.call('GET', `${path}?file=1`, { token: scene.token }), 'validation-error');
    for (const purpose of ['x'.repeat(201), 'caf\u00e9']) {
      const refused = await service.call('GET', path, { token: scene.token, headers: { 'x-purpose': purpose } });
      await expectProblem(refused, 'malformed-request');
    }
  });

  it('needs the capability, after the document is found, and a refusal is no reading', async () => {
    const capabilities = { allowKycDocumentDownload: false };
    const scene = await sceneWithBuyer(service, { capabilities });
    const document = await kyc.uploaded(scene);
    const documents = `${scene.buyer}/kyc/documents`;
    const refused = await service.call('GET', `${documents}/${document.uuid}/content`, { token: scene.token });
    const problem = await expectProblem(refused, 'capability-required');
    assert.match(problem.detail, /allowKycDocumentDownload/);
    for (const uuid of [randomUUID(), 'x']) {
      const unknown = await service.call('GET', `${documents}/${uuid}/content`, { token: scene.token });
      await expectProblem(unknown, 'not-found');
    }
    const logged = await service.db.read(sql`select from pii_access_log where buyer_id = ${scene.buyerId}::uuid`);
    assert.equal(logged.length, 0);
  });

  it('is a failure of the service, without names, where the stored file is gone or was altered', async () => {
    const scene = await sceneWithBuyer(service);
    for (const spoil of [rm, (path: string) => truncate(path, 100)]) {
      const known = new Set(await kyc.storedFiles());
      const document = await kyc.uploaded(scene, { fileName: 'secret-name.pdf' });
      for (const path of await kyc.storedFiles()) if (!known.has(path)) await spoil(path);
      const content = `${scene.buyer}/kyc/documents/${document.uuid}/content`;
      await expectProblem(await service.call('GET', content, { token: scene.token }), 'internal-error');
    }
    assert.ok(service.logLines.some((line) => line.includes('a stored file cannot be opened')));
    assert.ok(!service.logLines.some((line) => line.includes('secret-name')));
  });
});

describe('KYC in openapi.json', () => {
  it('shows the form and the file as they go over the wire', async () => {
    const document = (await (await service.call('GET', '/v1/openapi.json')).json()) as { paths: Paths };
    const { paths } = dereferenced(document, document);
    const documents = '/v1/partners/{sellerId}/buyers/{buyerId}/kyc/documents';
    const form = paths[documents]?.['post']?.requestBody?.content ?? {};
    assert.deepEqual(Object.keys(form), ['multipart/form-data']);
    const { properties, required } = form['multipart/form-data']?.schema ?? {};
    assert.deepEqual(required, ['type', 'documentDate', 'file']);
    assert.equal(properties?.['file']?.format, 'binary');
    const content = paths[`${documents}/{documentUuid}/content`]?.['get']?.responses?.['200']?.content;
    assert.deepEqual(Object.keys(content ?? {}), ['application/pdf', 'image/jpeg', 'image/png', 'image/heic']);
  });
});
