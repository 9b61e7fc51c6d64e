import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inspect } from 'node:util';
import { startService, type TestService } from '../../harness/src/service.ts';
import { ConnectionError, ProblemError, TokenError } from './index.ts';
import { moodyFetch, problemAnswer } from './moody-fetch.test-support.ts';
import { type SdkScene, sdkScene } from './sdk-scene.test-support.ts';
import { tokenCache } from './token-cache.ts';

describe('tokens', () => {
  let service: TestService;
  let scene: SdkScene;
  before(async () => {
    service = await startService();
    scene = await sdkScene(service);
  });
  after(() => service.close());

  it('fetches one for many callers', async () => {
    const line = moodyFetch();
    const client = scene.clientWith({ fetch: line.fetch });
    await Promise.all(Array.from({ length: 20 }, () => client.me.get()));
    await client.me.get();
    assert.equal(line.tokensAsked, 1);
  });

  it('renews one before its end', async ({ mock }) => {
    let asked = 0;
    const lives = [20, 300, undefined];
    const source = tokenCache(scene.credentials, async () =>
      Response.json({ access_token: `t${(asked += 1)}`, expires_in: lives.shift() }),
    );
    const token = (): Promise<string> => source({ refused: undefined });
    mock.timers.enable({ apis: ['Date'], now: 0 });
    assert.equal(await token(), 't1');
    mock.timers.setTime(15_900);
    assert.equal(await token(), 't1');
    mock.timers.setTime(16_000);
    assert.deepEqual(await Promise.all([token(), token()]), ['t2', 't2']);
    mock.timers.setTime(16_000 + 269_900);
    assert.equal(await token(), 't2');
    mock.timers.setTime(16_000 + 270_000);
    assert.equal(await token(), 't3');
  });

  it('goes on with one that is good when its renewal fails, and no longer than it is good', async ({ mock }) => {
    let asked = 0;
    let isAway = false;
    const source = tokenCache(scene.credentials, async () => {
      asked += 1;
      return isAway
        ? Response.json({ error: 'temporarily_unavailable' }, { status: 503, headers: { 'retry-after': '7' } })
        : Response.json({ access_token: `t${asked}`, expires_in: 300 });
    });
    const token = (refused?: string): Promise<string> => source({ refused });
    mock.timers.enable({ apis: ['Date'], now: 0 });
    assert.equal(await token(), 't1');
    isAway = true;
    mock.timers.setTime(270_000);
    assert.deepEqual(await Promise.all([token(), token()]), ['t1', 't1']);
    assert.equal(await token(), 't1');
    assert.equal(asked, 2);
    mock.timers.setTime(280_000);
    assert.equal(await token(), 't1');
    assert.equal(asked, 3);
    await assert.rejects(token('t1'), TokenError);
    // Only another one helps, so that it is given to nobody any more.
    await assert.rejects(token(), TokenError);
    mock.timers.setTime(300_000);
    await assert.rejects(token(), (error) => error instanceof TokenError && error.retryAfterSeconds === 7);
    isAway = false;
    assert.match(await token(), /^t/);
  });

  it('waits as long as the identity provider asks for', async () => {
    let asked = 0;
    const fetch: typeof globalThis.fetch = async (input, init) => {
      if (!(init?.body instanceof URLSearchParams)) return globalThis.fetch(input, init);
      asked += 1;
      return asked === 1
        ? new Response('', { status: 503, headers: { 'retry-after': '1' } })
        : globalThis.fetch(input, init);
    };
    const delays: number[] = [];
    const hooks = { onRetry: ({ delayMs }: { readonly delayMs: number }) => void delays.push(delayMs) };
    await scene.clientWith({ fetch, hooks }).me.get();
    assert.ok(delays.length === 1 && (delays[0] ?? 0) >= 1_000, String(delays));
  });

  it('renews one that is refused, once for all who hold it, and tries once more', async () => {
    const refusal = problemAnswer(401, 'unauthorized');
    const line = moodyFetch();
    const client = scene.clientWith({ fetch: line.fetch, retries: 0 });
    await client.me.get();
    line.moods = [refusal, refusal, refusal];
    await Promise.all([client.me.get(), client.me.get(), client.me.get()]);
    assert.equal(line.tokensAsked, 2);
    assert.equal(line.seen.length, 1 + 6);
    line.moods = [refusal, refusal];
    await assert.rejects(
      Promise.resolve(client.me.get()),
      (error) => error instanceof ProblemError && error.is('unauthorized'),
    );
    assert.equal(line.seen.length, 7 + 2);
    assert.equal(line.tokensAsked, 3);
  });

  it('keeps no failure, and tells nothing of the secret', async () => {
    const { credentials } = scene;
    const clientSecret = 'wrong-secret';
    const client = scene.clientWith({ token: { ...credentials, clientSecret } });
    await assert.rejects(Promise.resolve(client.me.get()), (error) => {
      assert.ok(error instanceof TokenError);
      assert.equal(error.code, 'invalid_client');
      assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /wrong-secret/);
      return true;
    });
    assert.doesNotMatch(inspect(client, { depth: 9, showHidden: true }), /wrong-secret/);
    let isDown = true;
    const fetch: typeof globalThis.fetch = (input, init) =>
      isDown && init?.body instanceof URLSearchParams
        ? Promise.reject(new TypeError('fetch failed'))
        : globalThis.fetch(input, init);
    const later = scene.clientWith({ fetch, retries: 0 });
    await assert.rejects(Promise.resolve(later.me.get()), ConnectionError);
    isDown = false;
    assert.equal((await later.me.get()).organizationUuid, scene.org.organizationId);
  });

  it('takes tokens from whoever has them', async () => {
    const asked: (string | undefined)[] = [];
    const tokens = ['none', await scene.org.token()];
    const client = scene.clientWith({
      token: async ({ refused }) => {
        asked.push(refused);
        return tokens[refused === undefined ? 0 : 1] ?? '';
      },
    });
    await client.me.get();
    assert.deepEqual(asked, [undefined, 'none']);
    const broken = scene.clientWith({ token: async () => 'secret\nword' });
    await assert.rejects(Promise.resolve(broken.me.get()), (error) => {
      assert.ok(error instanceof TypeError);
      assert.doesNotMatch(inspect(error), /secret/);
      return true;
    });
  });
});
