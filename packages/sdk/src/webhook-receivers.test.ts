import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import express from 'express';
import { fastify } from 'fastify';
import {
  fastifyReceiver,
  fetchReceiver,
  nodeReceiver,
  type ReceiverOptions,
  WebhookVerificationError,
} from './webhooks.ts';

const SECRETS = ['whsec_new', 'whsec_old'];

const taken: string[] = [];
const errors: unknown[] = [];
const options: ReceiverOptions = {
  secret: SECRETS,
  async take({ id }) {
    if (id === 'evt_unlucky') throw new Error('the store is away');
    taken.push(id);
  },
  onError: (error) => void errors.push(error),
};

const envelope = (id: string, filling = 'grüße'): string =>
  JSON.stringify({ id, type: 'kyc.vies_check_failed', data: { filling } });

interface Wish {
  readonly secret?: string;
  readonly ageSeconds?: number;
}

function signed(body: string, { secret = 'whsec_new', ageSeconds = 0 }: Wish = {}): RequestInit {
  const time = Math.floor(Date.now() / 1000) - ageSeconds;
  const digest = createHmac('sha256', secret).update(`${time}.${body}`).digest('hex');
  const headers = { 'content-type': 'application/json', 'x-novatrade-signature': `t=${time},v1=${digest}` };
  return { method: 'POST', headers, body };
}

/** How one framework answers. */
type Ask = (init: RequestInit) => Promise<number>;

async function listening(handler: RequestListener): Promise<{ readonly ask: Ask; close(): void }> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const ask: Ask = async (init) => (await fetch(`http://127.0.0.1:${port}/hooks`, init)).status;
  return { ask, close: () => server.close() };
}

describe('receivers', () => {
  const closing: (() => unknown)[] = [];
  const asks = new Map<string, Ask>();
  before(async () => {
    const plain = await listening(nodeReceiver(options));
    const app = express();
    app.post('/hooks', nodeReceiver(options));
    const inExpress = await listening(app);
    const raw = express();
    raw.use(express.raw({ type: () => true, limit: '1mb' }));
    raw.post('/hooks', nodeReceiver(options));
    // Else it prints what it refuses.
    raw.set('env', 'test');
    const behindRaw = await listening(raw);
    const server = fastify();
    await server.register(fastifyReceiver({ ...options, path: '/hooks' }));
    server.post('/other', async ({ body }) => body);
    const address = await server.listen({ host: '127.0.0.1', port: 0 });
    const receive = fetchReceiver(options);
    asks.set('node:http', plain.ask);
    asks.set('Express', inExpress.ask);
    asks.set('Express behind raw()', behindRaw.ask);
    asks.set('Fastify', async (init) => (await fetch(`${address}/hooks`, init)).status);
    asks.set('Request and Response', async (init) => (await receive(new Request('https://x.example/', init))).status);
    closing.push(plain.close, inExpress.close, behindRaw.close, () => server.close());
    const answer = await fetch(`${address}/other`, { ...signed('{"a":1}') });
    assert.deepEqual(await answer.json(), { a: 1 });
  });
  after(() => Promise.all(closing.map((close) => close())));

  function about(title: string, check: (ask: Ask, framework: string) => Promise<void>): void {
    it(title, async (t) => {
      for (const [framework, ask] of asks) await t.test(framework, () => check(ask, framework));
    });
  }

  about('take what is signed by either secret', async (ask) => {
    taken.length = 0;
    assert.equal(await ask(signed(envelope('evt_1'))), 204);
    assert.equal(await ask(signed(envelope('evt_2'), { secret: 'whsec_old' })), 204);
    assert.deepEqual(taken, ['evt_1', 'evt_2']);
  });

  about('refuse what is not', async (ask) => {
    [taken.length, errors.length] = [0, 0];
    assert.equal(await ask(signed(envelope('evt_1'), { secret: 'another' })), 400);
    assert.equal(await ask(signed(envelope('evt_1'), { ageSeconds: 301 })), 400);
    assert.equal(await ask({ ...signed(envelope('evt_1')), body: envelope('evt_2') }), 400);
    assert.equal(await ask({ method: 'POST', body: envelope('evt_1') }), 400);
    assert.deepEqual(taken, []);
    const reasons = errors.map((error) => error instanceof WebhookVerificationError && error.reason);
    assert.deepEqual(reasons, [
      'wrong-signature',
      'timestamp-out-of-tolerance',
      'wrong-signature',
      'missing-signature',
    ]);
  });

  about('ask for it again where it could not be taken', async (ask) => {
    errors.length = 0;
    assert.equal(await ask(signed(envelope('evt_unlucky'))), 500);
    assert.match(String(errors[0]), /the store is away/);
  });

  about('take a MiB and no more', async (ask) => {
    const filling = 'x'.repeat(1_048_576 - envelope('evt_1', '').length);
    assert.equal(await ask(signed(envelope('evt_1', filling))), 204);
    assert.equal(await ask(signed(envelope('evt_1', `${filling}x`))), 413);
  });

  about('take nothing but a POST', async (ask, framework) => {
    const status = await ask({ method: 'GET' });
    assert.equal(status, framework.startsWith('E') || framework === 'Fastify' ? 404 : 405);
  });

  it('say so behind a parser', async () => {
    const app = express();
    app.use(express.json());
    app.post('/hooks', nodeReceiver(options));
    const { ask, close } = await listening(app);
    errors.length = 0;
    assert.equal(await ask(signed(envelope('evt_1'))), 500);
    assert.match(String(errors[0]), /before any parser/);
    close();
  });

  it('say so where a Request was read before', async () => {
    const read = new Request('https://x.example/', signed(envelope('evt_1')));
    await read.text();
    errors.length = 0;
    assert.equal((await fetchReceiver(options)(read)).status, 500);
    assert.equal(errors.length, 1);
    const breaking = new ReadableStream({ pull: () => Promise.reject(new Error('the line broke')) });
    const broken = new Request('https://x.example/', { ...signed(''), body: breaking, duplex: 'half' });
    assert.equal((await fetchReceiver(options)(broken)).status, 500);
    assert.match(String(errors[1]), /the line broke/);
  });

  it('hold no more of a body without a length than they may', async () => {
    let given = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        given += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const endless = new Request('https://x.example/', { ...signed(''), body, duplex: 'half' });
    assert.equal((await fetchReceiver(options)(endless)).status, 413);
    assert.ok(given < 2 * 1_048_576, String(given));
  });
});
