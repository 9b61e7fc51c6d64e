import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import {
  IDENFY_KEYS,
  type IdenfyServer,
  type Misbehaviour,
  sendJson,
  startIdenfyServer,
} from '../../../../../harness/src/idenfy-server.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { addBuyer, type BuyerScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { verificationCalls } from '../../../../../harness/src/verification-calls.ts';

const refusal = (status: number, identifier: string, headers: Record<string, string> = {}): Misbehaviour => {
  return (response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    // Messages repeat what was sent.
    sendJson(response, status, { identifier, message: `planted message ${IDENFY_KEYS.apiSecret}` });
  };
};
const text = (status: number, type: string, body: string): Misbehaviour => {
  return (response) => void response.writeHead(status, { 'content-type': type }).end(body);
};
const session = (changes: object): Misbehaviour => {
  const good = { authToken: 'a'.repeat(40), scanRef: 'ec6a7108-8c26-11e9-9758-309c231b1bac' };
  return (response) => sendJson(response, 200, { ...good, ...changes });
};

/** Identifiers of documentation.idenfy.com, 2026-11-28. What was said, how loud the log is, and what the caller is told to wait. */
const TROUBLE: readonly [what: string, Misbehaviour, failure: string, level: 'warn' | 'error', waitSeconds: string][] =
  [
    ['busy', refusal(429, 'TOO_MANY_REQUESTS', { 'retry-after': '7' }), 'TOO_MANY_REQUESTS', 'warn', '7'],
    [
      'busy for ages',
      refusal(429, 'TOO_MANY_REQUESTS', { 'retry-after': '99999999' }),
      'TOO_MANY_REQUESTS',
      'warn',
      '3600',
    ],
    ['down', text(502, 'text/html', '<html>Bad gateway</html>'), 'status-502', 'warn', '30'],
    ['closing the line', (response: ServerResponse) => response.destroy(), 'unreachable', 'warn', '30'],
    [
      'redirecting',
      (response) => response.writeHead(302, { location: 'https://x.example' }).end(),
      'unreachable',
      'warn',
      '30',
    ],
    ['endless', text(200, 'application/json', `{"authToken":"${'a'.repeat(100_000)}"}`), 'too-long', 'warn', '30'],
    ['refusing the key', refusal(401, 'UNAUTHORIZED'), 'UNAUTHORIZED', 'error', '30'],
    ['refusing the contract', refusal(403, 'PARTNER_CONTRACT_ERROR'), 'PARTNER_CONTRACT_ERROR', 'error', '30'],
    ['refusing a value', refusal(400, 'BAD_VALUE'), 'BAD_VALUE', 'error', '30'],
    ['refusing in words of its own', refusal(400, 'x y'), 'status-400', 'error', '30'],
    ['no JSON', text(200, 'text/html', '<html>Hello</html>'), 'odd-answer', 'error', '30'],
    ['without a token', session({ authToken: undefined }), 'odd-answer', 'error', '30'],
    [
      'with a token that leads elsewhere',
      session({ authToken: '&redirect=https://evil.example/aaaa' }),
      'odd-answer',
      'error',
      '30',
    ],
    ['without its word for the session', session({ scanRef: '' }), 'odd-answer', 'error', '30'],
  ];

describe('a provider in trouble', () => {
  let idenfy: IdenfyServer;
  let service: TestService;
  let scene: BuyerScene;
  before(async () => {
    idenfy = await startIdenfyServer();
    service = await startService(idenfy.settings);
    scene = await sceneWithBuyer(service);
  });
  after(async () => {
    await service.close();
    await idenfy.close();
  });

  for (const [what, misbehaviour, failure, level, waitSeconds] of TROUBLE) {
    it(`that is ${what} is 503, nothing is kept, and the same key succeeds later`, async () => {
      const calls = verificationCalls(service);
      const buyer = await addBuyer(service, scene.org, scene.token);
      const key = `trouble ${what}`;
      idenfy.answerWith(misbehaviour);
      const logged = service.logLines.length;
      const refused = await calls.start(buyer, key);
      assert.equal(refused.headers.get('retry-after'), waitSeconds);
      await expectProblem(refused, 'unavailable');
      const rows = await service.db.read(
        sql`select from verification_sessions where buyer_id = ${buyer.buyerId}::uuid`,
      );
      assert.deepEqual(rows, []);
      assert.deepEqual(await calls.statusOf(buyer), ['NOT_STARTED', 'NOT_APPLICABLE', 'INCOMPLETE']);
      const lines = service.logLines.slice(logged).map((line) => JSON.parse(line) as Record<string, unknown>);
      const told = lines.filter((line) => line['failure'] !== undefined);
      assert.deepEqual(
        told.map((line) => [line['failure'], line['level'], line['provider']]),
        [[failure, level, 'IDENFY']],
      );
      idenfy.answerWith(undefined);
      assert.equal((await calls.start(buyer, key)).status, 200);
    });
  }

  it('leaves no secret and no address of a session in the log', () => {
    const log = service.logLines.join('\n');
    for (const planted of [IDENFY_KEYS.apiSecret, IDENFY_KEYS.callbackKey, 'planted message', 'authToken='])
      assert.ok(!log.includes(planted), planted);
  });
});
