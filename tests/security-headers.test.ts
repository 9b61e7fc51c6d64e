import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../packages/harness/src/eventually.ts';
import { kycCalls } from '../packages/harness/src/kyc-calls.ts';
import { createPortalScene } from '../packages/harness/src/portal.ts';
import { sendRaw } from '../packages/harness/src/raw-http.ts';
import { type BuyerScene, buyerBody, sceneWithBuyer } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { createVisitor, pathOfLink } from '../packages/harness/src/visitor.ts';
import { picture as samplePicture } from '../packages/server/src/modules/files/corpus-pictures.test-support.ts';
import { PUBLIC_HEADERS } from '../packages/server/src/web/portal/index.ts';

/** On every answer there is. The page of the buyer and the reference of the API have a policy of their own for what they load. */
const EVERYWHERE = {
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
const NOTHING_LOADS = "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'";
const API = { ...EVERYWHERE, 'content-security-policy': NOTHING_LOADS };

function expectHeaders(headers: Headers, expected: Readonly<Record<string, string>>, about: string): void {
  for (const [name, value] of Object.entries(expected)) assert.equal(headers.get(name), value, `${about}: ${name}`);
}

describe('security headers', () => {
  let service: TestService;
  let scene: BuyerScene;
  before(async () => {
    service = await startService();
    scene = await sceneWithBuyer(service);
  });
  after(() => service.close());

  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(service.url + path, { headers, redirect: 'manual' });
  const call = (method: string, path: string, options: object = {}): Promise<Response> =>
    service.call(method, path, { token: scene.token, ...options });

  it('stand on every answer of the API, whatever became of the request', async () => {
    const buyers = `/v1/partners/${scene.org.sellerId}/buyers`;
    const known = { headers: { 'if-none-match': '*' } };
    const answers: [string, number, Promise<Response>][] = [
      ['success', 200, call('GET', '/v1/me')],
      ['head', 200, call('HEAD', '/v1/me')],
      ['made', 201, call('POST', buyers, { body: buyerBody() })],
      ['known', 304, call('GET', scene.buyer, known)],
      ['no JSON', 400, call('POST', buyers, { body: '{"a":' })],
      ['no key', 400, call('POST', buyers, { body: buyerBody(), key: '' })],
      ['path that cannot be decoded', 400, call('GET', '/v1/%zz')],
      ['no token', 401, get('/v1/me')],
      ['not there', 404, call('GET', `${buyers}/${crypto.randomUUID()}`)],
      ['part of a path over its limit', 404, call('GET', `${buyers}/${'a'.repeat(101)}`)],
      ['nowhere', 404, get('/nowhere')],
      ['root', 404, get('/')],
      ['nowhere, written to', 404, call('POST', '/v2/me', { body: {} })],
      ['wrong method', 405, call('DELETE', '/v1/me')],
      ['too large', 413, call('POST', buyers, { body: `"${'a'.repeat(300_000)}"` })],
      ['other media type', 415, call('POST', buyers, { body: 'a=b', headers: { 'content-type': 'text/plain' } })],
      ['not valid', 422, call('POST', buyers, { body: {} })],
    ];
    for (const [about, status, pending] of answers) {
      const answer = await pending;
      await answer.text();
      assert.equal(answer.status, status, about);
      expectHeaders(answer.headers, API, about);
    }
  });

  it('stand on what operators, programs and the identity provider answer', async () => {
    const issuer = new URL(service.config.oidc.issuer).pathname;
    const paths: [string, number][] = [
      ['/health/live', 200],
      ['/health/ready', 200],
      ['/metrics', 200],
      ['/v1/openapi.json', 200],
      ['/docs/nothing', 404],
      [`${issuer}/protocol/openid-connect/certs`, 200],
      [`${issuer}/.well-known/openid-configuration`, 200],
      [`${issuer}/protocol/openid-connect/token`, 405],
      [`${issuer}/nothing`, 404],
    ];
    for (const [path, status] of paths) {
      const answer = await get(path);
      await answer.text();
      assert.equal(answer.status, status, path);
      expectHeaders(answer.headers, API, path);
    }
    const refused = await fetch(`${service.url}${issuer}/protocol/openid-connect/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'client_credentials' }),
    });
    assert.equal(refused.status, 400);
    expectHeaders(refused.headers, API, await refused.text());
  });

  it('stand on the reference of the API, which has a policy of its own', async () => {
    for (const path of ['/docs', '/docs/']) {
      const answer = await get(path);
      const page = await answer.text();
      assert.equal(answer.status, 200, path);
      expectHeaders(answer.headers, EVERYWHERE, path);
      const policy = answer.headers.get('content-security-policy') ?? '';
      assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';.*frame-ancestors 'none'$/, path);
      const known = await get(path, { 'if-none-match': '*' });
      expectHeaders(known.headers, { ...EVERYWHERE, 'content-security-policy': policy }, `${path}, known`);
      for (const [, file = ''] of page.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)) {
        const { headers } = await fetch(service.url + file, { method: 'HEAD' });
        expectHeaders(headers, API, file);
      }
    }
  });

  it('stand on a download, which goes into a sandbox', async () => {
    const kyc = kycCalls(service);
    const document = await kyc.uploaded(scene);
    const answer = await call('GET', `${scene.buyer}/kyc/documents/${document.uuid}/content`);
    await answer.arrayBuffer();
    assert.equal(answer.status, 200);
    expectHeaders(
      answer.headers,
      { ...EVERYWHERE, 'content-security-policy': "sandbox; default-src 'none'", 'cache-control': 'no-store' },
      'download',
    );
  });

  it('stand on the page of the buyer, which loads from its own origin', async () => {
    const scenes = createPortalScene(service, scene);
    const invited = await scenes.invited({ requestedDocuments: ['COC_EXTRACT'] });
    const link = pathOfLink((await scenes.invited()).invitation.publicLinkUrl);
    const visitor = await scenes.started(invited, ['COC_EXTRACT']);
    await visitor.upload({ fileName: 'scan.png', bytes: new Uint8Array(await samplePicture(80, 40).png().toBuffer()) });
    const page = await (await visitor.get('/kyc/documents')).text();
    const preview = /src="([^"]+\/preview)"/.exec(page)?.[1] ?? '';
    const picture = visitor.get(preview);
    await picture;
    await visitor.send();
    const answers: [string, number, Promise<Response>][] = [
      ['landing', 200, get(link)],
      ['dead end', 404, get('/i/none')],
      ['no address', 404, get('/i/%zz')],
      ['problem', 404, get('/i/none', { accept: 'application/json' })],
      ['below nothing', 404, get('/kyc/none')],
      ['wrong method', 405, fetch(service.url + link, { method: 'DELETE' })],
      ['step', 303, visitor.get('/kyc/company')],
      ['picture', 200, picture],
      ['receipt', 200, visitor.get('/kyc/receipt.pdf')],
      ['form over its limit', 413, visitor.post('/kyc/report', { words: 'a'.repeat(70_000) })],
      ['other media type', 415, fetch(`${service.url}${link}/start`, { method: 'POST', body: 'x' })],
      ['signed out', 303, createVisitor(service).post('/kyc/sign-out')],
      ['after signing out', 200, get('/kyc/signed-out')],
      ['address of before', 403, get('/kyc/company')],
      ['no session', 403, createVisitor(service).get('/kyc/company')],
    ];
    for (const [about, status, pending] of answers) {
      const answer = await pending;
      await answer.arrayBuffer();
      assert.equal(answer.status, status, about);
      expectHeaders(answer.headers, PUBLIC_HEADERS, about);
    }
    const { 'cache-control': _kept, ...others } = PUBLIC_HEADERS;
    for (const path of ['/assets/portal.css', '/assets/portal.js', '/assets/favicon.svg']) {
      expectHeaders((await get(path)).headers, others, path);
      const known = await get(path, { 'if-none-match': '*' });
      assert.equal(known.status, 304, path);
      expectHeaders(known.headers, others, `${path}, known`);
    }
  });

  it('stand on what is hardly HTTP', async () => {
    const written = ['POST /v1/webhooks HTTP/1.1', 'Host: x', 'Content-Type: application/json'];
    const chunked = [...written, 'Transfer-Encoding: chunked', ''];
    const requests: [string, number, string[]][] = [
      ['nonsense', 400, ['NONSENSE', '', '']],
      ['two Hosts', 400, ['GET /health/live HTTP/1.1', 'Host: x', 'Host: x', 'Connection: close', '', '']],
      ['two Hosts, nowhere', 400, ['GET /nowhere HTTP/1.1', 'Host: x', 'host: y', 'Connection: close', '', '']],
      ['HTTP/2', 400, ['PRI * HTTP/2.0', '', 'SM', '', '']],
      [
        'other protocol',
        200,
        ['GET /health/live HTTP/1.1', 'Host: x', 'Upgrade: h2c', 'Connection: Upgrade, close', '', ''],
      ],
      ['no chunk', 400, [...chunked, 'zz', '']],
      ['two lengths', 400, [...written, 'Content-Length: 1', 'Content-Length: 2', '', '{}']],
      ['length and chunks', 400, [...chunked.slice(0, -1), 'Content-Length: 2', '', '{}']],
      ['no Host', 400, ['GET /v1/me HTTP/1.1', 'Connection: close', '', '']],
      ['headers over their limit', 431, ['GET /v1/me HTTP/1.1', 'Host: x', `X: ${'a'.repeat(20_000)}`, '', '']],
      ['expectation', 401, ['GET /v1/me HTTP/1.1', 'Host: x', 'Expect: 200-maybe', 'Connection: close', '', '']],
      ['whole server', 404, ['OPTIONS * HTTP/1.1', 'Host: x', 'Connection: close', '', '']],
      ['HTTP/1.0', 200, ['GET /health/live HTTP/1.0', 'Host: x', '', '']],
    ];
    for (const [about, status, lines] of requests) {
      const answer = await sendRaw(service.url, lines);
      assert.equal(answer.status, status, `${about}: ${answer.head}`);
      expectHeaders(headersOf(answer.head), API, about);
    }
  });

  it('of the page stand on what is refused before it is reached', async () => {
    for (const path of ['/kyc/nobodys-ref0/company', '/i/none', '/kyc/none']) {
      const lines = [`GET ${path} HTTP/1.1`, 'Host: x', 'Host: x', 'Connection: close', '', ''];
      const answer = await sendRaw(service.url, lines);
      assert.equal(answer.status, 400, answer.head);
      expectHeaders(headersOf(answer.head), PUBLIC_HEADERS, path);
    }
  });

  for (const [path, headers, type] of [
    ['/v1/me', API, /^content-type: application\/problem\+json/im],
    ['/kyc/nobodys-ref0/company', PUBLIC_HEADERS, /^content-type: text\/html/im],
  ] as const) {
    it(`stand on the refusal of a service that is about to stop: ${path}`, async () => {
      const stopping = await startService();
      const { hostname, port } = new URL(stopping.url);
      const socket = connect(Number(port), hostname);
      let received = '';
      socket.setEncoding('utf8').on('data', (text: string) => void (received += text));
      await once(socket, 'connect');
      // A request whose body is not yet there keeps its line open while the service closes.
      socket.write('POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{');
      await fetch(`${stopping.url}/health/live`);
      const closed = stopping.close();
      await eventually('the service takes no more lines', () => !stopping.app.server.listening);
      socket.write(`}GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`);
      await once(socket, 'close');
      await closed;
      const [first = '', second = '', ...others] = received.split(/(?=HTTP\/1\.1 \d{3})/);
      assert.deepEqual([first.slice(9, 12), second.slice(9, 12), others], ['404', '503', []], received);
      expectHeaders(headersOf(first.split('\r\n\r\n')[0] ?? ''), API, first);
      expectHeaders(headersOf(second.split('\r\n\r\n')[0] ?? ''), headers, second);
      assert.match(second, type);
    });
  }
});

function headersOf(head: string): Headers {
  const lines = head.split('\r\n').slice(1);
  return new Headers(
    lines.map((line): [string, string] => [line.split(': ', 1)[0] ?? '', line.replace(/^[^:]*: /, '')]),
  );
}
