import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { sendRaw } from '../../../../../harness/src/raw-http.ts';
import { type BuyerScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import type { Buyer } from '../../../../../sdk/src/index.ts';

describe('versions of a buyer', () => {
  let service: TestService;
  let scene: BuyerScene;
  before(async () => {
    service = await startService();
    scene = await sceneWithBuyer(service);
  });
  after(() => service.close());

  let names = 0;
  const patch = (ifMatch: string): Promise<Response> =>
    service.call('PATCH', scene.buyer, {
      token: scene.token,
      body: { companyName: `Name ${(names += 1)}` },
      headers: { 'if-match': ifMatch },
    });
  const read = (ifNoneMatch?: string): Promise<Response> =>
    service.call('GET', scene.buyer, {
      token: scene.token,
      ...(ifNoneMatch !== undefined && { headers: { 'if-none-match': ifNoneMatch } }),
    });
  const version = async (): Promise<number> => ((await (await read()).json()) as Buyer).version;

  it('If-Match holds for our tag, in a list, as *, and as a compressing proxy has changed it', async () => {
    const forms: ((version: number) => string)[] = [
      (v) => `"${v}"`,
      (v) => `"x", "${v}"`,
      (v) => `"a,b" ,, W/"${v}","c"`,
      () => '*',
      () => ' * ',
      (v) => `W/"${v}"`,
      (v) => `"${v}-gzip"`,
      (v) => `W/"${v}-br"`,
      (v) => `"${v}-deflate"`,
      (v) => `"${v}-zstd"`,
    ];
    for (const form of forms) {
      const before = await version();
      const answer = await patch(form(before));
      assert.equal(answer.status, 200, `${form(before)} ${await answer.text()}`);
      assert.equal(answer.headers.get('etag'), `"${before + 1}"`);
    }
  });

  it('If-Match compares byte by byte: what matches none is stale, with the buyer as it stands', async () => {
    const now = await version();
    for (const tag of [
      `"0${now}"`,
      `"+${now}"`,
      `"${now}.0"`,
      `"${now}-lz"`,
      `"${now}-gzip-gzip"`,
      `"-gzip"`,
      '""',
      '"x"',
      '"-1"',
      '"99999999999999999999"',
      `"*"`,
      `"${now - 1}", "${now + 1}"`,
    ]) {
      const { currentResource } = await expectProblem(await patch(tag), 'version-mismatch', tag);
      assert.equal(currentResource?.['version'], now, tag);
    }
    assert.equal(await version(), now);
  });

  it('If-Match that is no list of tags is 400 that names it', async () => {
    const now = await version();
    for (const wrong of [
      `${now}`,
      `'${now}'`,
      `"${now}`,
      `w/"${now}"`,
      `*, "${now}"`,
      ',',
      '',
      `"${now}" x`,
      `"7" "${now}"`,
      '**',
      `"${now} "`,
      `" ${now}"`,
    ]) {
      const { detail } = await expectProblem(await patch(wrong), 'malformed-request', wrong);
      assert.match(detail, /If-Match/);
    }
    assert.equal(await version(), now);
  });

  it('If-Match on two lines is one list', async () => {
    const now = await version();
    const body = '{"companyName":"Two lines"}';
    const answer = await sendRaw(service.url, [
      `PATCH ${scene.buyer} HTTP/1.1`,
      'Host: localhost',
      `Authorization: Bearer ${scene.token}`,
      'Idempotency-Key: two-lines',
      'If-Match: "x"',
      `If-Match: "${now}"`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      'Connection: close',
      '',
      body,
    ]);
    assert.equal(answer.status, 200, answer.body);
    assert.equal(await version(), now + 1);
  });

  it('If-None-Match knows our tag in the same forms', async () => {
    const now = await version();
    for (const known of [`"${now}"`, `W/"${now}"`, `"${now}-gzip"`, `W/"${now}-br"`, `"x", "${now}-gzip"`, '*']) {
      assert.equal((await read(known)).status, 304, known);
    }
    for (const other of [`"0${now}"`, `"${now + 1}"`, `"${now}-lz"`, 'x']) {
      assert.equal((await read(other)).status, 200, other);
    }
  });

  it('of two who change any version at once, both do, one after the other', async () => {
    const now = await version();
    const answers = await Promise.all([patch('*'), patch('*')]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
    assert.equal(await version(), now + 2);
  });
});
