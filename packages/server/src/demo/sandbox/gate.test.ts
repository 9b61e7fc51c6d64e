import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { createServer } from '../../platform/http/server.ts';
import { newId } from '../../platform/ids.ts';
import { createGate, type Gate } from './gate.ts';

describe('the gate of the sandbox', () => {
  let app: FastifyInstance;
  let gate: Gate;
  let url: string;
  const logged: string[] = [];
  before(async () => {
    gate = createGate('https://problems.example');
    const log = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) });
    app = createServer({ log, problemBase: 'https://problems.example', trustProxy: false });
    gate.mount(app);
    app.route({ method: ['GET', 'HEAD', 'OPTIONS', 'POST'], url: '/v1/things', handler: async () => newId() });
    for (const path of ['/sandbox/reset', '/sandbox/clock'])
      app.route({ method: ['GET', 'POST'], url: path, handler: async () => 'here' });
    url = await app.listen({ host: '127.0.0.1', port: 0 });
  });
  beforeEach(() => gate.seed('words', 1));
  after(() => app.close());

  type Method = 'GET' | 'HEAD' | 'OPTIONS' | 'POST';
  const call = (method: Method, path: string): Promise<Response> => fetch(url + path, { method });
  const made = async (): Promise<string> => (await call('POST', '/v1/things')).text();

  it('counts what writes, and nothing else', async () => {
    const ids = [await made(), await made()];
    gate.seed('words', 1);
    const again = [await made()];
    for (const method of ['GET', 'HEAD', 'OPTIONS'] as const) await call(method, '/v1/things');
    again.push(await made());
    assert.deepEqual(again, ids);
    assert.notEqual(ids[0], ids[1]);
  });

  it('is closed to all but who asks for a reset, which is no error, and opens when the last work is done', async () => {
    const works = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
    const begun: number[] = [];
    const done = works.map(({ promise }, n) =>
      gate.whileClosed(async () => {
        begun.push(n);
        await promise;
      }),
    );
    const statuses = async (): Promise<number[]> => {
      const answers = ['/v1/things', '/sandbox/clock', '/sandbox/reset', '/sandbox/reset?', '/elsewhere'];
      return Promise.all(answers.map(async (path) => (await call('POST', path)).status));
    };
    assert.deepEqual(await statuses(), [503, 503, 200, 200, 503]);
    const refused = await call('POST', '/v1/things');
    assert.equal(refused.headers.get('retry-after'), '1');
    assert.match(refused.headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.deepEqual(begun, [0]);
    works[0].resolve();
    await done[0];
    assert.deepEqual(await statuses(), [503, 503, 200, 200, 503]);
    works[1].resolve();
    await done[1];
    assert.deepEqual(begun, [0, 1]);
    assert.deepEqual(await statuses(), [200, 200, 200, 200, 404]);
    assert.deepEqual(logged, []);
  });

  it('opens behind a work that failed', async () => {
    await assert.rejects(
      gate.whileClosed(() => Promise.reject(new Error('no'))),
      /no/,
    );
    assert.equal((await call('POST', '/v1/things')).status, 200);
  });
});
