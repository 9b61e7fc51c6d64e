import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startService, type TestService } from '../packages/harness/src/service.ts';

describe('the reference page', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  it('comes whole from this host and lets nothing in from another', async () => {
    const page = await fetch(`${service.url}/docs`);
    assert.equal(page.status, 200);
    assert.equal(new URL(page.url).pathname, '/docs/');
    const policy = page.headers.get('content-security-policy') ?? '';
    assert.match(policy, /default-src 'none'/);
    assert.ok(!policy.includes('http'), policy);
    const html = await page.text();
    assert.match(html, /NT24 Integration API/);
    assert.match(html, /\/v1\/openapi\.json/);
    const scripts = [...html.matchAll(/<script src="([^"]+)"/g)].map(([, source]) => source ?? '');
    assert.deepEqual(scripts, ['js/scalar.js']);
    const script = await fetch(new URL('js/scalar.js', page.url));
    assert.equal(script.status, 200);
    assert.ok((await script.text()).length > 100_000);
  });

  it('answers what is not there with a problem', async () => {
    const response = await fetch(`${service.url}/docs/nothing`);
    assert.equal(response.status, 404);
    assert.match(response.headers.get('content-type') ?? '', /application\/problem\+json/);
  });
});
