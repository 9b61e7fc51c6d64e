import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { makePdf, makePng } from '../../files/sample-files.ts';
import { FILES_FOR_ONE, formOf, type KycCalls, kycCalls, type Upload } from '../../../../../harness/src/kyc-calls.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { addBuyer, type BuyerScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';

let service: TestService;
let kyc: KycCalls;
before(async () => {
  service = await startService();
  kyc = kycCalls(service);
});
after(() => service.close());

describe('upload refusals', () => {
  let scene: BuyerScene;
  before(async () => void (scene = await sceneWithBuyer(service)));

  const invalid: readonly [string, Upload, string][] = [
    ['an unknown type', { type: 'DIARY' }, 'type'],
    ['an empty type', { type: '' }, 'type'],
    ['U+0000 in a field', { type: 'COC_EXTRACT\0' }, 'type'],
    ['a date that no calendar has', { documentDate: '2026-02-30' }, 'documentDate'],
    ['another form of date', { documentDate: '28.10.2026' }, 'documentDate'],
    ['a date in the future', { documentDate: '2999-01-01' }, 'documentDate'],
    ['the year 0', { documentDate: '0000-01-01' }, 'documentDate'],
    ['a very long field', { documentDate: 'x'.repeat(5000) }, 'documentDate'],
    ['an empty file', { file: Buffer.alloc(0) }, 'file'],
    ['an unknown field', { extra: (form) => form.set('note', 'hello') }, 'note'],
    ['a second type', { extra: (form) => form.append('type', 'COC_EXTRACT') }, 'type'],
    ['a second file', { extra: (form) => form.append('file', new Blob(['x']), 'b.pdf') }, 'file'],
    ['a file under another name', { extra: (form) => form.append('scan', new Blob(['x']), 'b.pdf') }, 'scan'],
    ['a file as the type', { extra: (form) => form.set('type', new Blob(['COC_EXTRACT']), 'b.txt') }, 'type'],
    ['text as the file', { extra: (form) => form.set('file', 'text') }, 'file'],
    ['no file', { extra: (form) => form.delete('file') }, 'file'],
    ['no type', { extra: (form) => form.delete('type') }, 'type'],
    ['no date', { extra: (form) => form.delete('documentDate') }, 'documentDate'],
  ];
  for (const [what, wish, field] of invalid) {
    it(`names the field of ${what}`, async () => {
      const problem = await expectProblem(await kyc.upload(scene, wish), 'validation-error');
      assert.ok(
        problem.errors?.some((error) => error.field === field),
        JSON.stringify(problem.errors),
      );
    });
  }

  it('refuses file types by content, and names of other worlds, and says which it was', async () => {
    for (const [file, fileName, words] of [
      [Buffer.from('<html>'), 'a.pdf', /by content/],
      [Buffer.from('<html>'), '', /by content/],
      [makePdf(), 'a.exe', /extension/],
      [makePng().subarray(0, -12), 'a.png', /well formed/],
    ] as const) {
      const problem = await expectProblem(
        await kyc.upload(scene, { file, fileName }),
        'unsupported-media-type',
        fileName,
      );
      assert.match(problem.detail ?? '', words);
    }
  });

  it('refuses bodies that are not multipart, and multipart elsewhere', async () => {
    const body = JSON.stringify({ type: 'COC_EXTRACT' });
    await expectProblem(await kyc.send(scene, body, { 'content-type': 'application/json' }), 'unsupported-media-type');
    await expectProblem(await kyc.send(scene, body, { 'content-type': 'text/plain' }), 'unsupported-media-type');
    await expectProblem(await kyc.send(scene, new Uint8Array(5)), 'unsupported-media-type');
    await expectProblem(await kyc.send(scene, ''), 'unsupported-media-type');
    const elsewhere = await fetch(`${service.url}${scene.invitations}`, {
      method: 'POST',
      body: formOf({}),
      headers: { authorization: `Bearer ${scene.token}`, 'idempotency-key': randomUUID() },
    });
    await expectProblem(elsewhere, 'unsupported-media-type');
  });

  it('refuses strangers, unknown buyers and a missing key', async () => {
    const stranger = await sceneWithBuyer(service);
    const neighbour = await addBuyer(service, scene.org, scene.token);
    const document = await kyc.uploaded(neighbour);
    await expectProblem(await kyc.upload({ ...scene, token: stranger.token }), 'forbidden');
    for (const buyerId of [stranger.buyerId, randomUUID(), 'nobody']) {
      const buyer = `${scene.partner}/buyers/${buyerId}`;
      await expectProblem(await kyc.upload({ ...scene, buyer }), 'not-found');
      for (const path of ['kyc', 'kyc/documents', `kyc/documents/${document.uuid}/content`]) {
        await expectProblem(await service.call('GET', `${buyer}/${path}`, { token: scene.token }), 'not-found');
      }
    }
    const elsewhere = `${scene.buyer}/kyc/documents/${document.uuid}/content`;
    await expectProblem(await service.call('GET', elsewhere, { token: scene.token }), 'not-found');
    await expectProblem(await kyc.send(scene, formOf({}), { 'idempotency-key': '' }), 'malformed-request');
    await expectProblem(await kyc.send(scene, formOf({}), { authorization: '' }), 'unauthorized');
  });

  it('refuses list queries that it does not know', async () => {
    for (const query of ['?type=DIARY', '?status=OLD', '?sort=type,desc', '?page=-1', '?colour=red']) {
      const response = await service.call('GET', `${scene.buyer}/kyc/documents${query}`, { token: scene.token });
      await expectProblem(response, 'validation-error', query);
    }
  });

  it('keeps nothing of what it refused', async () => {
    assert.deepEqual(await kyc.listed(scene), []);
    const [kept] = await service.db.read<{ count: number }>(sql`select count(*)::int as count from kyc_files`);
    await kyc.untilStored((kept?.count ?? -1) * FILES_FOR_ONE);
  });
});

describe('malformed uploads', () => {
  const part = (headers: string, content: string): string => `--b\r\n${headers}\r\n\r\n${content}\r\n`;
  const disposition = (rest: string): string => `Content-Disposition: form-data; ${rest}`;
  const fields =
    part(disposition('name="type"'), 'COC_EXTRACT') + part(disposition('name="documentDate"'), '2026-10-28');
  const fileHead = `--b\r\n${disposition('name="file"; filename="a.pdf"')}\r\n\r\n`;
  const pdf = makePdf().toString('latin1');
  const file = `${fileHead}${pdf}\r\n`;
  const form = 'multipart/form-data; boundary=b';

  const bodies: readonly [string, string, string][] = [
    ['no boundary', 'multipart/form-data', `${fields}${file}--b--\r\n`],
    ['an empty boundary', 'multipart/form-data; boundary=', `${fields}${file}--b--\r\n`],
    ['another boundary', 'multipart/form-data; boundary=c', `${fields}${file}--b--\r\n`],
    ['a very long boundary', `multipart/form-data; boundary=${'b'.repeat(3000)}`, fields],
    ['no body', form, ''],
    ['only line breaks', form, '\r\n\r\n'],
    ['only the end', form, '--b--\r\n'],
    ['the start of a boundary', form, '--'],
    ['no end', form, `${fields}${file}`],
    ['an end within the file', form, `${fields}${fileHead}${pdf.slice(0, 100)}`],
    ['an end within the file head', form, `${fields}--b\r\nContent-Dispo`],
    ['an end within a field', form, '--b\r\nContent-Disposition: form-data; name="type"\r\n\r\nCOC'],
    ['an end within a second file', form, `${fields}${file}${fileHead}${pdf.slice(0, 100)}`],
    ['an end within a part without a name', form, `${fields}${file}--b\r\nX-A: b\r\n\r\nabc`],
    ['parts without headers', form, '--b\r\n\r\nabc\r\n--b--\r\n'],
    ['a part without a disposition', form, `${part('Content-Type: text/plain', 'a')}--b--\r\n`],
    ['a field without a name', form, `${part('Content-Disposition: form-data', 'a')}--b--\r\n`],
    ['a file without a name', form, `${part(disposition('filename="a.pdf"'), pdf)}--b--\r\n`],
    ['a field named __proto__', form, `${part(disposition('name="__proto__"'), 'a')}${fields}${file}--b--\r\n`],
    ['a field named constructor', form, `${part(disposition('name="constructor"'), 'a')}${file}--b--\r\n`],
    ['a file named toString', form, `${part(disposition('name="toString"; filename="a.pdf"'), pdf)}--b--\r\n`],
    [
      'broken JSON in a field',
      form,
      `${part(`${disposition('name="type"')}\r\nContent-Type: application/json`, '{')}--b--`,
    ],
    [
      'JSON in a field',
      form,
      `${part(`${disposition('name="type"')}\r\nContent-Type: application/json`, '{}')}${file}--b--`,
    ],
    ['bytes that are not UTF-8', form, `${part(disposition('name="type"'), '\xff\xfe\xc3')}${file}--b--\r\n`],
    [
      'a charset that nobody knows',
      form,
      `${part(`${disposition('name="type"')}\r\nContent-Type: text/plain; charset=x-y`, 'a')}--b--`,
    ],
    ['a header of 100 KB', form, `${part(`X-A: ${'a'.repeat(100_000)}`, 'a')}${fields}--b--\r\n`],
    [
      '300 header lines',
      form,
      `${part(Array.from({ length: 300 }, (_, n) => `X-${n}: a`).join('\r\n'), 'a')}--b--\r\n`,
    ],
    ['500 fields', form, `${part(disposition('name="x"'), 'a').repeat(500)}--b--\r\n`],
    ['500 files', form, `${part(disposition('name="x"; filename="a"'), 'a').repeat(500)}--b--\r\n`],
    [
      'a nested multipart',
      form,
      `${part('Content-Type: multipart/mixed; boundary=c', '--c\r\n\r\na\r\n--c--')}--b--\r\n`,
    ],
    ['a preamble and an epilogue', form, `hello\r\n${fields}--b--\r\nbye`],
    ['bare line feeds', form, fields.replaceAll('\r\n', '\n')],
    ['zeros', form, '\0'.repeat(10_000)],
    ['a percent-encoded name that is broken', form, `${part(disposition("name*=utf-8''%ff%"), 'a')}--b--\r\n`],
  ];
  for (const [what, contentType, body] of bodies) {
    it(`answers 4xx to ${what}`, async () => {
      const scene = await sceneWithBuyer(service);
      const bytes = new Uint8Array(Buffer.from(body, 'latin1'));
      const response = await kyc.send(scene, bytes, { 'content-type': contentType });
      assert.ok([400, 413, 415, 422].includes(response.status), `${response.status} ${await response.clone().text()}`);
      assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
      await response.arrayBuffer();
      assert.equal((await kyc.listed(scene)).length, 0);
    });
  }

  it('keeps nothing of an upload that breaks off', async () => {
    const scene = await sceneWithBuyer(service);
    const before = (await kyc.storedFiles()).length;
    const head = [
      `POST ${scene.buyer}/kyc/documents HTTP/1.1`,
      'Host: localhost',
      `Authorization: Bearer ${scene.token}`,
      `Idempotency-Key: ${randomUUID()}`,
      `Content-Type: ${form}`,
      'Content-Length: 5000000',
      '\r\n',
    ].join('\r\n');
    for (const sent of [
      fields,
      `${fields}${fileHead}`,
      `${fields}${fileHead}${makePdf(2_000_000).toString('latin1')}`,
      `${fields}${file}`,
    ]) {
      const url = new URL(service.url);
      const socket = connect(Number(url.port), url.hostname);
      await new Promise((resolve) => socket.write(head + sent, 'latin1', resolve));
      await sleep(100);
      socket.destroy();
    }
    await sleep(200);
    await kyc.untilStored(before);
    assert.deepEqual(await kyc.listed(scene), []);
  });

  it('logs no failure of the service for any of them', () => {
    const failures = service.logLines.filter((line) =>
      /^(error|fatal)$/.test((JSON.parse(line) as { level: string }).level),
    );
    assert.deepEqual(failures, []);
  });
});
