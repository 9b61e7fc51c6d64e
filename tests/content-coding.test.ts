import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createPortalScene, type PortalScene } from '../packages/harness/src/portal.ts';
import { sendRaw } from '../packages/harness/src/raw-http.ts';
import { type InvitationScene, sceneWithBuyer } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { createVisitor, pathOfLink } from '../packages/harness/src/visitor.ts';

type Coding = 'br' | 'gzip' | null;

/** Accept-Encoding, and what it asks for (RFC 9110, 12.5.3). Where both are as welcome, the smaller one is sent. */
const WISHES: readonly (readonly [string, Coding])[] = [
  ['gzip, deflate, br, zstd', 'br'],
  ['gzip', 'gzip'],
  ['br', 'br'],
  ['BR', 'br'],
  ['br;q=0.1, gzip;q=1', 'gzip'],
  ['gzip;q=0.2, br;q=0.9', 'br'],
  ['gzip ; q=0.2 , br ; q=0.9', 'br'],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0.000', null],
  ['br;q=0, *', 'gzip'],
  ['gzip;q=0, *', 'br'],
  ['*', 'br'],
  ['bronze', null],
  ['gzipped, brotli, x-br', null],
  ['identity', null],
  ['identity;q=1, *;q=0', null],
  ['identity, br;q=0.5', null],
  ['*;q=0', null],
  ['deflate', null],
  ['', null],
];

const ASSETS = ['/assets/portal.css', '/assets/portal.js', '/assets/favicon.svg'];

describe('the coding of an answer', () => {
  let service: TestService;
  let scenes: PortalScene;
  let scene: InvitationScene;
  before(async () => {
    service = await startService();
    scenes = createPortalScene(service, await sceneWithBuyer(service));
    scene = await scenes.invited({ requestedDocuments: ['COC_EXTRACT'] });
  });
  after(() => service.close());

  const get = (path: string, headers: Record<string, string>): Promise<Response> =>
    fetch(service.url + path, { headers });
  const codingOf = (answer: Response): string | null => answer.headers.get('content-encoding');
  const link = (): string => pathOfLink(scene.invitation.publicLinkUrl);

  it('is the one that the browser likes best, for pages and for assets, and caches know on what it hangs', async () => {
    for (const path of [link(), `${link()}/more`, '/kyc/none', ...ASSETS]) {
      const plain = await (await get(path, { 'accept-encoding': 'identity' })).text();
      assert.ok(plain.length > 300, path);
      for (const [wish, coding] of WISHES) {
        const answer = await get(path, { 'accept-encoding': wish });
        const about = `${path} ${JSON.stringify(wish)}`;
        assert.equal(codingOf(answer), coding, about);
        assert.match(answer.headers.get('vary') ?? '', /^accept-encoding$/i, about);
        assert.equal((await answer.text()).length, plain.length, about);
      }
      const unasked = await sendRaw(service.url, [`GET ${path} HTTP/1.1`, 'Host: x', 'Connection: close', '', '']);
      assert.doesNotMatch(unasked.head, /content-encoding/i, path);
      assert.match(unasked.head, /^vary: accept-encoding\r?$/im, path);
    }
  });

  it('is told to HEAD as to GET', async () => {
    for (const path of [link(), ...ASSETS]) {
      const head = await fetch(service.url + path, { method: 'HEAD', headers: { 'accept-encoding': 'br' } });
      assert.equal(head.status, 200, path);
      const answer = await get(path, { 'accept-encoding': 'br' });
      await answer.text();
      for (const name of ['content-encoding', 'content-length', 'content-type', 'vary', 'etag'])
        assert.equal(head.headers.get(name), answer.headers.get(name), `${path} ${name}`);
      assert.equal(await head.text(), '');
    }
  });

  it('makes every page smaller, also those that refuse', async () => {
    const visitor = await scenes.started(scene);
    const pages = ['/kyc/company', '/kyc/documents', '/kyc/privacy', '/kyc/documents/parts'];
    for (const path of pages) {
      const answer = await visitor.get(path, { 'accept-encoding': 'br' });
      assert.equal(codingOf(answer), 'br', path);
      assert.match(await answer.text(), /<\/\w+>\s*$/, path);
    }
    const refused = await visitor.post(
      '/kyc/company',
      { city: '' },
      { 'accept-encoding': 'br', 'sec-fetch-site': 'same-origin' },
    );
    assert.deepEqual([refused.status, codingOf(refused)], [422, 'br']);
    const foreign = await get(createVisitor(service).at('/kyc/company'), { 'accept-encoding': 'br' });
    assert.deepEqual([foreign.status, codingOf(foreign)], [403, 'br']);
    const wrong = await fetch(service.url + visitor.at('/kyc/company'), {
      method: 'PUT',
      headers: { 'accept-encoding': 'br' },
    });
    assert.deepEqual([wrong.status, codingOf(wrong)], [405, 'br']);
  });

  it('leaves alone what is small, what is a picture or a PDF, and the API', async () => {
    const sent = await scenes.invited({ requestedDocuments: ['COC_EXTRACT'] });
    const visitor = await scenes.started(sent, ['COC_EXTRACT']);
    await visitor.send();
    const br = { 'accept-encoding': 'br' };
    const receipt = await visitor.get('/kyc/receipt.pdf', br);
    assert.equal(receipt.headers.get('content-type'), 'application/pdf');
    const { org, token } = scene;
    const answers: [string, Response][] = [
      ['receipt', receipt],
      ['redirect', await visitor.get('/kyc/company', br)],
      ['buyers', await service.call('GET', `/v1/partners/${org.sellerId}/buyers`, { token, headers: br })],
      ['openapi', await get('/v1/openapi.json', br)],
      ['metrics', await get('/metrics', br)],
    ];
    for (const [about, answer] of answers) {
      assert.equal(codingOf(answer), null, about);
      await answer.arrayBuffer();
    }
  });

  it('of a request is not undone: a form in a coding is no form', async () => {
    const answer = await fetch(`${service.url}${link()}/start`, {
      method: 'POST',
      headers: { 'content-encoding': 'gzip', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'lang=de',
      redirect: 'manual',
    });
    await answer.text();
    assert.equal(answer.status, 303);
  });
});

describe('an asset that the browser has', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  it('is 304, whichever way it names it', async () => {
    for (const path of ASSETS) {
      for (const coding of ['br', 'gzip', 'identity']) {
        const ask = (known?: string): Promise<Response> =>
          fetch(service.url + path, {
            headers: { 'accept-encoding': coding, ...(known !== undefined && { 'if-none-match': known }) },
          });
        const first = await ask();
        await first.text();
        const etag = first.headers.get('etag') ?? '';
        const opaque = etag.replace(/^W\//, '');
        assert.match(opaque, /^"[\w-]{22,}"$/);
        for (const known of [
          etag,
          opaque,
          `W/${opaque}`,
          `"other", ${etag}`,
          `${etag},"other"`,
          `"a" , W/"b",${etag}`,
          '*',
        ]) {
          const about = `${path} ${coding} ${known}`;
          const again = await ask(known);
          assert.equal(again.status, 304, about);
          assert.equal(await again.text(), '', about);
          assert.equal(again.headers.get('etag'), etag, about);
          assert.equal(again.headers.get('cache-control'), 'public, no-cache', about);
          assert.match(again.headers.get('vary') ?? '', /^accept-encoding$/i, about);
          assert.equal(again.headers.get('content-encoding'), null, about);
        }
        for (const other of ['"other"', opaque.slice(1, -1), `"x${opaque.slice(1)}`]) {
          const answer = await ask(other);
          assert.equal(answer.status, 200, `${path} ${other}`);
          await answer.text();
        }
      }
    }
  });

  it('is sent whole to one that names a date, since it has none', async () => {
    const page = createVisitor(service);
    const answer = await page.get('/assets/portal.css', { 'if-modified-since': new Date().toUTCString() });
    assert.equal(answer.status, 200);
    await answer.text();
  });
});
