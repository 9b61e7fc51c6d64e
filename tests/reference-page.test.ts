import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { declared } from '../packages/server/src/modules.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';

const ENOUGH_BYTES = 500_000;

describe('the reference page', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(service.url + path, { headers, redirect: 'manual' });

  async function filesOf(path: string): Promise<string[]> {
    const html = await (await get(path)).text();
    return [...html.matchAll(/(?:src|href)="(\/docs\/[^"]+)"/g)].map(([, file]) => file ?? '');
  }

  it('comes whole from this host, and lets neither another one in nor anything that is unsafe', async () => {
    for (const path of ['/docs', '/docs/']) {
      const page = await get(path);
      assert.equal(page.status, 200, path);
      const policy = page.headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'/);
      assert.doesNotMatch(policy, /http|unsafe|\*/);
      const html = await page.text();
      assert.match(html, /<title>NT24 Integration API<\/title>/);
      assert.doesNotMatch(html, /<style|<script>|https?:|\sstyle=|\son\w+=/);
      const files = await filesOf(path);
      assert.deepEqual(
        files.map((file) => file.replace(/-[\w-]{22}\./, '.')),
        ['/docs/style.css', '/docs/library.js', '/docs/start.js'],
      );
      assert.match(await (await get(files[2] ?? '')).text(), /\/v1\/openapi\.json/);
    }
  });

  it('is compressed: a visitor gets less than a third', async () => {
    for (const path of await filesOf('/docs')) {
      const plain = await (await get(path, { 'accept-encoding': 'identity' })).text();
      const answer = await fetch(service.url + path, { method: 'HEAD', headers: { 'accept-encoding': 'br' } });
      assert.equal(answer.headers.get('content-encoding'), 'br', path);
      assert.match(answer.headers.get('vary') ?? '', /accept-encoding/i, path);
      const sent = Number(answer.headers.get('content-length'));
      if (plain.length > ENOUGH_BYTES) assert.ok(sent > 0 && sent < plain.length / 3, `${path}: ${sent} bytes`);
      for (const coding of ['br', 'gzip'])
        assert.equal(await (await get(path, { 'accept-encoding': coding })).text(), plain, `${path} in ${coding}`);
    }
  });

  it('is kept: its files for good, under names that change with them, the page as long as it is the same', async () => {
    for (const path of await filesOf('/docs')) {
      const answer = await fetch(service.url + path, { method: 'HEAD' });
      assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable', path);
      const hash = /^"([\w-]{22})-/.exec(answer.headers.get('etag') ?? '')?.[1] ?? '?';
      assert.ok(path.includes(hash), `${path} holds ${hash}`);
    }
    const page = await get('/docs');
    await page.text();
    assert.equal(page.headers.get('cache-control'), 'public, no-cache');
    const again = await get('/docs', { 'if-none-match': page.headers.get('etag') ?? '' });
    assert.equal(again.status, 304);
    assert.equal(await again.text(), '');
  });

  it('tells what an endpoint is sent, of each type of event', async () => {
    interface Call {
      readonly requestBody: { readonly content: Record<string, { readonly schema: object }> };
    }
    const webhooks = (await (await get('/docs/webhooks.json')).json()) as Record<string, { readonly post: Call }>;
    assert.deepEqual(
      Object.keys(webhooks),
      declared.events.map(({ name }) => name),
    );
    for (const { name, data } of declared.events) {
      const { schema } = webhooks[name]?.post.requestBody.content['application/json'] ?? assert.fail(name);
      const { type, data: shown } = (schema as { properties: Record<string, object> }).properties;
      assert.deepEqual(type, { type: 'string', const: name });
      assert.deepEqual(shown, JSON.parse(JSON.stringify(data)), name);
    }
  });

  it('answers what is not there with a problem', async () => {
    for (const path of ['/docs/nothing', '/docs/library.js', '/docs/js/scalar.js', '/docs/..%2fpackage.json']) {
      const response = await get(path);
      assert.equal(response.status, 404, path);
      assert.match(response.headers.get('content-type') ?? '', /application\/problem\+json/, path);
      await response.text();
    }
  });

  it('can be switched off', async (t) => {
    const quiet = await startService({ DOCS: 'off' });
    t.after(() => quiet.close());
    for (const path of ['/docs', '/docs/', ...(await filesOf('/docs'))]) {
      const response = await fetch(quiet.url + path);
      assert.equal(response.status, 404, path);
      await response.text();
    }
    const document = await fetch(`${quiet.url}/v1/openapi.json`);
    assert.equal(document.status, 200);
    await document.text();
  });
});
