import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { expectProblem } from '../packages/harness/src/problem.ts';
import { type RawAnswer, sendRaw } from '../packages/harness/src/raw-http.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';

describe('requests that are hardly HTTP', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  function expectRaw(answer: RawAnswer, status: number, slug: string, about: string): void {
    const where = `${about}: ${answer.head} ${answer.body}`;
    assert.equal(answer.status, status, where);
    assert.match(answer.head, /content-type: application\/problem\+json/i, where);
    const problem = JSON.parse(answer.body) as Record<string, unknown>;
    assert.equal(problem['type'], `https://api.novatrade24.com/problems/${slug}`, where);
    assert.equal(problem['status'], status, where);
    assert.equal(/^x-request-id: (\S+)/im.exec(answer.head)?.[1], problem['traceId'], where);
    for (const member of ['title', 'detail', 'instance']) assert.equal(typeof problem[member], 'string', where);
  }

  it('are 400, or 431 when the headers are too large', async () => {
    const cases: [number, string, string[]][] = [
      [400, 'malformed-request', ['NONSENSE', '', '']],
      [400, 'malformed-request', ['GET /v1/me HTTP/9.9', 'Host: x', '', '']],
      [400, 'malformed-request', ['GET /v1/me HTTP/1.1', 'Connection: close', '', '']],
      [400, 'malformed-request', ['GET /v1/me HTTP/1.1', 'Host: x', 'Content-Length: ten', '', '']],
      [400, 'malformed-request', ['GET /v1/me HTTP/1.1', 'Host: x', 'No colon', '', '']],
      [400, 'malformed-request', ['GET /v1/me HTTP/1.1', 'Host: x', 'A: b\x01', '', '']],
      [
        400,
        'malformed-request',
        ['POST /v1/me HTTP/1.1', 'Host: x', 'Content-Length: 5', 'Transfer-Encoding: chunked', '', '0', '', ''],
      ],
      [
        400,
        'malformed-request',
        ['POST /v1/me HTTP/1.1', 'Host: x', 'Content-Length: 1', 'Content-Length: 2', '', 'a'],
      ],
      [431, 'headers-too-large', ['GET /v1/me HTTP/1.1', 'Host: x', `X: ${'a'.repeat(20_000)}`, '', '']],
      [431, 'headers-too-large', [`GET /v1/${'a'.repeat(20_000)} HTTP/1.1`, 'Host: x', '', '']],
    ];
    for (const [status, slug, lines] of cases) {
      expectRaw(await sendRaw(service.url, lines), status, slug, lines.join(' | ').slice(0, 100));
    }
    expectRaw(await sendRaw(service.url, Buffer.from([0x16, 0x03, 0x01, 0x00, 0xff])), 400, 'malformed-request', 'TLS');
  });

  it('that ask for what may be ignored are served', async () => {
    for (const extra of ['Expect: 200-maybe', 'Upgrade: h2c', 'TE: trailers']) {
      const lines = ['GET /v1/me HTTP/1.1', 'Host: x', extra, 'Connection: close', '', ''];
      expectRaw(await sendRaw(service.url, lines), 401, 'unauthorized', extra);
    }
    const whole = await sendRaw(service.url, [
      'GET http://evil/v1/me HTTP/1.1',
      'Host: x',
      'Connection: close',
      '',
      '',
    ]);
    expectRaw(whole, 401, 'unauthorized', 'absolute form');
    assert.equal((JSON.parse(whole.body) as { instance: string }).instance, '/v1/me');
  });

  it('with two of a header that says one thing are 400 that names it', async () => {
    const org = await service.organization();
    const bearer = `Authorization: Bearer ${await org.token()}`;
    for (const lines of [
      [bearer, bearer],
      [bearer, 'authorization: Bearer of.somebody.else'],
    ]) {
      const answer = await sendRaw(service.url, [
        'GET /v1/me HTTP/1.1',
        'Host: x',
        ...lines,
        'Connection: close',
        '',
        '',
      ]);
      expectRaw(answer, 400, 'malformed-request', 'Authorization twice');
      assert.match((JSON.parse(answer.body) as { detail: string }).detail, /Authorization/);
    }
  });

  it('with two of Host are 400 on every address, whatever they hold (RFC 9112, 3.2)', async () => {
    for (const path of ['/health/live', '/v1/me', '/i/none', '/kyc/company', '/assets/portal.css', '/nowhere']) {
      for (const second of ['Host: x', 'host: y', 'Host:']) {
        const lines = [`GET ${path} HTTP/1.1`, 'Host: x', second, 'Accept: application/json', 'Connection: close'];
        const answer = await sendRaw(service.url, [...lines, '', '']);
        expectRaw(answer, 400, 'malformed-request', `${path} ${second}`);
      }
    }
  });

  it('with a path that cannot be decoded are 400, with one that leads nowhere 404', async () => {
    const org = await service.organization();
    const token = await org.token();
    for (const path of ['/v1/%zz', '/v1/partners/%/buyers', `/v1/partners/${org.sellerId}/buyers/%E0%A4%A`]) {
      await expectProblem(await service.call('GET', path, { token }), 'malformed-request', path);
    }
    const nowhere = [
      '/',
      '/v1',
      '/v1/',
      '/v1/me/',
      '/v1/ME',
      '/V1/me',
      '/v1//me',
      '/v2/me',
      '/v1/me/x',
      '/%2e%2e/etc',
      '/v1/webhook',
    ];
    for (const path of [
      ...nowhere,
      `/v1/partners/${org.sellerId}/buyers/${'a'.repeat(101)}`,
      `/${'a/'.repeat(4_000)}`,
    ]) {
      await expectProblem(await service.call('GET', path, { token }), 'not-found', path.slice(0, 80));
      await expectProblem(await service.call('POST', path, { token, body: {} }), 'not-found', path.slice(0, 80));
    }
  });

  it('leave the service well', async () => {
    const org = await service.organization();
    assert.equal((await service.call('GET', '/v1/me', { token: await org.token() })).status, 200);
    assert.deepEqual(
      service.logLines.filter((line) => line.includes('internal-error')),
      [],
    );
  });
});
