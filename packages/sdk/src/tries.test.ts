import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { startService, type TestService } from '../../harness/src/service.ts';
import {
  ConnectionError,
  createClient,
  ProblemError,
  TimeoutError,
  TokenError,
  UnexpectedAnswerError,
} from './index.ts';
import type { RetryFacts } from './options.ts';
import { type Mood, moodyFetch, problemAnswer } from './moody-fetch.test-support.ts';
import { type SdkScene, sdkScene } from './sdk-scene.test-support.ts';

/** Its pause is over at once, but for the stretch. */
const NOW = { 'retry-after': '0' };

async function listening(handler: RequestListener): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

describe('tries', () => {
  let service: TestService;
  let scene: SdkScene;
  before(async () => {
    service = await startService();
    scene = await sdkScene(service);
  });
  after(() => service.close());

  it('revokes once, whatever happens on the way, under one key', async () => {
    const { uuid } = await scene.invited();
    const moods: Mood[] = [
      'refuse',
      problemAnswer(503, 'unavailable', NOW),
      'lose answer',
      problemAnswer(429, 'rate-limited', NOW),
    ];
    const line = moodyFetch(moods);
    const client = scene.clientWith({ fetch: line.fetch });
    const call = client.invitations.revoke({ ...scene.ids, invitationUuid: uuid, reason: 'Called off.' });
    const { data, response } = await call.withResponse();
    assert.equal(data.status, 'REVOKED');
    // The third try did it; the fifth is answered by what the third was answered.
    assert.equal(response.headers.get('idempotent-replayed'), 'true');
    assert.equal(line.seen.length, 5);
    for (const name of ['idempotency-key', 'x-request-id'])
      assert.equal(new Set(line.seen.map(({ headers }) => headers.get(name))).size, 1, name);
    assert.equal(new Set(line.seen.map(({ body }) => body)).size, 1);
  });

  it('makes a key for each call', async () => {
    const line = moodyFetch();
    const client = scene.clientWith({ fetch: line.fetch });
    await client.buyers.block(scene.ids);
    await client.buyers.unblock(scene.ids);
    await client.buyers.get(scene.ids);
    const [one, other, none] = line.seen.map(({ headers }) => headers.get('idempotency-key'));
    assert.match(one ?? '', /^[0-9a-f-]{36}$/);
    assert.notEqual(one, other);
    assert.equal(none, null);
  });

  it('waits for another call with its key', async () => {
    const line = moodyFetch([problemAnswer(409, 'idempotency-key-in-progress', { 'retry-after': '1' })]);
    const retries: RetryFacts[] = [];
    const hooks = { onRetry: (facts: RetryFacts) => void retries.push(facts) };
    await scene.clientWith({ fetch: line.fetch, hooks }).buyers.unblock(scene.ids);
    assert.equal(line.seen.length, 2);
    assert.equal(retries[0]?.reason, 'idempotency-key-in-progress');
    assert.ok(retries[0].delayMs >= 1_000 && retries[0].delayMs <= 2_000, String(retries[0].delayMs));
  });

  for (const [status, slug] of [
    [500, 'internal-error'],
    [422, 'validation-error'],
    [409, 'version-mismatch'],
    [403, 'forbidden'],
  ] as const) {
    it(`does not try again after ${status} ${slug}`, async () => {
      const line = moodyFetch([problemAnswer(status, slug, NOW)]);
      await assert.rejects(
        Promise.resolve(scene.clientWith({ fetch: line.fetch }).me.get()),
        (error) => error instanceof ProblemError && error.is(slug),
      );
      assert.equal(line.seen.length, 1);
    });
  }

  it('tells what is not the API, and tries again where a proxy says that it may pass', async () => {
    const page =
      (status: number): Mood =>
      () =>
        new Response('<h1>secret</h1>', { status, headers: { 'content-type': 'text/html', ...NOW } });
    const line = moodyFetch([page(503), page(502)]);
    await assert.rejects(Promise.resolve(scene.clientWith({ fetch: line.fetch }).me.get()), (error) => {
      assert.ok(error instanceof UnexpectedAnswerError);
      assert.equal(error.status, 502);
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
    assert.equal(line.seen.length, 2);
  });

  it('carries nothing to where a redirection leads, neither secret nor body', async () => {
    let arrived = 0;
    let redirected = 0;
    const elsewhere = await listening((_request, response) => {
      arrived += 1;
      response.end();
    });
    const here = await listening((request, response) => {
      redirected += 1;
      response.writeHead(307, { location: `${elsewhere.url}${request.url}` }).end();
    });
    const { clientId, clientSecret } = scene.credentials;
    try {
      const client = createClient({ baseUrl: here.url, token: async () => 'token' });
      await assert.rejects(Promise.resolve(client.buyers.block(scene.ids)), UnexpectedAnswerError);
      const without = createClient({ baseUrl: here.url, token: { tokenUrl: here.url, clientId, clientSecret } });
      await assert.rejects(Promise.resolve(without.me.get()), TokenError);
      assert.deepEqual([redirected, arrived], [2, 0]);
    } finally {
      await Promise.all([here.close(), elsewhere.close()]);
    }
  });

  it('gives up after so many tries', async () => {
    const line = moodyFetch(['refuse', 'refuse', 'refuse', 'refuse']);
    const client = scene.clientWith({ fetch: line.fetch, retries: 2 });
    await assert.rejects(Promise.resolve(client.me.get()), ConnectionError);
    assert.equal(line.seen.length, 3);
    await assert.rejects(Promise.resolve(client.me.get(undefined, { retries: 0 })), ConnectionError);
    assert.equal(line.seen.length, 4);
  });

  it('gives up at once where the pause would outlast the time of the call', async () => {
    const line = moodyFetch([problemAnswer(429, 'rate-limited', { 'retry-after': '600' })]);
    await assert.rejects(Promise.resolve(scene.clientWith({ fetch: line.fetch }).me.get()), (error) => {
      assert.ok(error instanceof ProblemError && error.is('rate-limited'));
      assert.equal(error.retryAfterSeconds, 600);
      return true;
    });
    assert.equal(line.seen.length, 1);
  });

  it('ends in its time, and by its signal', async () => {
    const line = moodyFetch(['hang']);
    const client = scene.clientWith({ fetch: line.fetch });
    await assert.rejects(Promise.resolve(client.me.get(undefined, { timeoutMs: 30 })), TimeoutError);
    // What has run out of time may not have come so far as to be sent: each begins with moods of its own.
    line.moods = ['hang'];
    const late = { signal: AbortSignal.timeout(30) };
    await assert.rejects(Promise.resolve(client.me.get(undefined, late)), (error) => error === late.signal.reason);
    line.moods = [problemAnswer(503, 'unavailable', { 'retry-after': '30' })];
    line.seen.length = 0;
    const controller = new AbortController();
    const paused = scene.clientWith({ fetch: line.fetch, hooks: { onRetry: () => controller.abort() } });
    const { signal } = controller;
    await assert.rejects(Promise.resolve(paused.me.get(undefined, { signal })), { name: 'AbortError' });
    await assert.rejects(Promise.resolve(paused.me.get(undefined, { signal })), { name: 'AbortError' });
    assert.equal(line.seen.length, 1);
  });

  it('tells its hooks what happens, and nothing that is secret', async () => {
    const told: object[] = [];
    const push = (facts: object): void => {
      told.push(facts);
      throw new Error('a hook fails');
    };
    const hooks = { onRequest: push, onResponse: push, onRetry: push };
    const line = moodyFetch([problemAnswer(503, 'unavailable', NOW)]);
    const client = scene.clientWith({ fetch: line.fetch, hooks });
    await client.invitations.list({ ...scene.ids, recipientEmail: 'secret@garagem.example' });
    await assert.rejects(Promise.resolve(client.request('GET', '/i/secret/more')), UnexpectedAnswerError);
    const text = JSON.stringify(told);
    assert.doesNotMatch(text, /secret|Bearer|eyJ/);
    const words = told.map((facts) => Object.keys(facts).at(-1));
    assert.deepEqual(words, ['attempt', 'durationMs', 'delayMs', 'attempt', 'durationMs', 'attempt', 'durationMs']);
  });
});
