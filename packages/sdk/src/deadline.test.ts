import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, it } from 'node:test';
import { inspect } from 'node:util';
import { type CallOptions, type Client, type ClientOptions, createClient, TimeoutError } from './index.ts';
import { moodyFetch, problemAnswer } from './moody-fetch.test-support.ts';

const ME = { organizationUuid: 'da0c80c5-d4c3-4e86-8130-130ff793fd45' };
const PAGE = { headers: { 'content-type': 'text/plain' } };
const LONGEST_TIMER_MS = 2 ** 31 - 1;

function clientOf(fetch: typeof globalThis.fetch, options: Partial<ClientOptions> = {}): Client {
  return createClient({ baseUrl: 'https://api.example', token: async () => 'token', fetch, ...options });
}

/** Timers that hold the process. */
function timers(): number {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;
}

const listeners = (signal: AbortSignal): number => getEventListeners(signal, 'abort').length;

describe('the time of a call', () => {
  it('begins nothing for who has ended it already', async () => {
    let asked = 0;
    const token = async (): Promise<string> => {
      asked += 1;
      throw new Error('nobody hears this');
    };
    const line = moodyFetch();
    const signal = AbortSignal.abort('ended before');
    const call = clientOf(line.fetch, { token }).me.get(undefined, { signal });
    await assert.rejects(Promise.resolve(call), (reason) => reason === 'ended before');
    assert.deepEqual([asked, line.seen.length, listeners(signal)], [0, 0, 0]);
  });

  // A rejection that nobody handles fails the test.
  it('hears what it has begun to wait for, ended or not', async () => {
    const controller = new AbortController();
    const token = (): Promise<string> => {
      controller.abort('ended meanwhile');
      return Promise.reject(new Error('nobody hears this'));
    };
    const call = clientOf(moodyFetch().fetch, { token }).me.get(undefined, { signal: controller.signal });
    await assert.rejects(Promise.resolve(call), (reason) => reason === 'ended meanwhile');
  });

  it('leaves no timer and no listener where a call cannot be sent, and does not say what cannot', async () => {
    const line = moodyFetch();
    const client = clientOf(line.fetch);
    const { signal } = new AbortController();
    const before = timers();
    const wrong = 'secret\nword';
    const ids = { sellerId: 's', buyerId: 'b' };
    for (const [call, header] of [
      [client.buyers.block(ids, { signal, idempotencyKey: wrong }), 'Idempotency-Key'],
      [client.buyers.get({ ...ids, ifNoneMatch: wrong }, { signal }), 'If-None-Match'],
      [client.request('GET', '/v1/me', { signal, headers: { 'X-Own': wrong } }), 'X-Own'],
    ] as const) {
      await assert.rejects(Promise.resolve(call as Promise<unknown>), (error) => {
        assert.ok(error instanceof TypeError);
        assert.ok(error.message.includes(header), error.message);
        assert.doesNotMatch(inspect(error), /secret/);
        return true;
      });
    }
    for (const call of [
      client.request('GET', '/v1/me', { signal, body: {} }),
      client.request('NO VERB', '/v1/me', { signal }),
      client.me.get(undefined, { signal, timeoutMs: Number.NaN }),
    ])
      await assert.rejects(Promise.resolve(call as Promise<unknown>), TypeError);
    assert.ok(timers() <= before);
    assert.deepEqual([listeners(signal), line.seen.length], [0, 0]);
  });

  it('cancels the stream of an upload that cannot be sent', async () => {
    let cancelled = 0;
    const file = new ReadableStream<Uint8Array>({ cancel: () => void (cancelled += 1) });
    const input = { sellerId: 's', buyerId: 'b', type: 'COC_EXTRACT', documentDate: '2026-10-28', file } as const;
    const upload = clientOf(moodyFetch().fetch).documents.upload(input, { idempotencyKey: 'a\nb' });
    await assert.rejects(Promise.resolve(upload), TypeError);
    assert.equal(cancelled, 1);
  });

  it('leaves nothing when it is answered, refused or tried again', async () => {
    const { signal } = new AbortController();
    const line = moodyFetch([() => Response.json(ME), 'refuse', problemAnswer(403, 'forbidden')]);
    const client = clientOf(line.fetch);
    const before = timers();
    await client.me.get(undefined, { signal });
    await assert.rejects(Promise.resolve(client.me.get(undefined, { signal })), { status: 403 });
    assert.ok(timers() <= before);
    assert.deepEqual([listeners(signal), line.seen.length], [0, 3]);
  });

  it('may be longer than a timer can be, and without end', async (t) => {
    const wishes = t.mock.method(globalThis, 'setTimeout');
    for (const timeoutMs of [Number.POSITIVE_INFINITY, LONGEST_TIMER_MS + 1, LONGEST_TIMER_MS]) {
      const line = moodyFetch([() => Response.json(ME)]);
      assert.deepEqual(await clientOf(line.fetch).me.get(undefined, { timeoutMs }), ME);
    }
    // The service asks for patience beyond what a timer can count.
    const controller = new AbortController();
    const patience = moodyFetch([problemAnswer(429, 'rate-limited', { 'retry-after': '99999999' })]);
    const hooks = { onRetry: () => void setImmediate(() => controller.abort()) };
    const options = { timeoutMs: Number.POSITIVE_INFINITY, signal: controller.signal };
    await assert.rejects(Promise.resolve(clientOf(patience.fetch, { hooks }).me.get(undefined, options)), {
      name: 'AbortError',
    });
    const set = wishes.mock.calls.map(({ arguments: [, ms] }) => ms ?? 0);
    assert.ok(set.includes(LONGEST_TIMER_MS));
    assert.ok(
      set.every((ms) => ms <= LONGEST_TIMER_MS),
      String(set),
    );
  });

  it('counts wishes for tries as they are meant', async () => {
    for (const retries of [0, -1, Number.NaN]) {
      const line = moodyFetch(['refuse', 'refuse']);
      await assert.rejects(Promise.resolve(clientOf(line.fetch, { retries }).me.get()), { name: 'ConnectionError' });
      assert.equal(line.seen.length, 1, String(retries));
    }
  });

  describe('of a stream', () => {
    const ask = async (body: ConstructorParameters<typeof Response>[0], options: CallOptions): Promise<Response> => {
      const { fetch } = moodyFetch([() => new Response(body, PAGE)]);
      return (await clientOf(fetch).request('GET', '/v1/file', options)) as Response;
    };
    const endless = (): ReadableStream<Uint8Array> =>
      new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(10)) }, { highWaterMark: 0 });

    it('holds the signal until it is read, cancelled or broken, and no longer', async () => {
      const { signal } = new AbortController();
      const response = await ask('all of it', { signal });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('content-type'), 'text/plain');
      assert.equal(listeners(signal), 1);
      assert.equal(await response.text(), 'all of it');
      assert.equal(listeners(signal), 0);
      await (await ask(endless(), { signal })).body?.cancel();
      assert.equal(listeners(signal), 0);
      const broken = new ReadableStream({ pull: () => Promise.reject(new Error('broken')) }, { highWaterMark: 0 });
      await assert.rejects((await ask(broken, { signal })).text(), /broken/);
      assert.equal(listeners(signal), 0);
      await ask(null, { signal });
      assert.equal(listeners(signal), 0);
    });
  });

  it('says so when it has run out', async () => {
    const client = clientOf(moodyFetch(['hang']).fetch);
    await assert.rejects(Promise.resolve(client.me.get(undefined, { timeoutMs: 30 })), TimeoutError);
  });
});
