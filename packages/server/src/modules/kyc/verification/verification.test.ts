import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { addGrant } from '../../parties/organizations/index.ts';
import { eventually } from '../../../../../harness/src/eventually.ts';
import {
  identification,
  type IdenfyServer,
  IDENFY_KEYS,
  startIdenfyServer,
} from '../../../../../harness/src/idenfy-server.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { addBuyer, type BuyerScene, buyerBody, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { type VerificationCalls, verificationCalls } from '../../../../../harness/src/verification-calls.ts';
import { expireSessions } from './repository.ts';

const DAY_MS = 86_400_000;

let idenfy: IdenfyServer;
let service: TestService;
let scene: BuyerScene;
let calls: VerificationCalls;
before(async () => {
  idenfy = await startIdenfyServer();
  service = await startService(idenfy.settings);
  scene = await sceneWithBuyer(service);
  calls = verificationCalls(service);
});
after(async () => {
  await service.close();
  await idenfy.close();
});

const newBuyer = (): Promise<BuyerScene> => addBuyer(service, scene.org, scene.token);
const lastScanRef = (): string => idenfy.scanRefs.at(-1) ?? '';

interface SessionFacts {
  id: string;
  status: string;
  sealed_url: Buffer | null;
  provider: string;
  lives_ms: number;
}
const sessionsOf = ({ buyerId }: BuyerScene): Promise<SessionFacts[]> =>
  service.db
    .read(sql`select id, status, sealed_url, provider, (extract(epoch from expires_at - created_at) * 1000)::float8 as lives_ms
    from verification_sessions where buyer_id = ${buyerId}::uuid order by created_at, id`);
const passTime = ({ buyerId }: BuyerScene): Promise<unknown> =>
  service.db.write(sql`update verification_sessions set expires_at = now() - interval '1 second'
    where buyer_id = ${buyerId}::uuid and status = 'OPEN'`);

describe('POST verify', () => {
  it('makes a session at the provider, for 7 days, without a name of anybody, and shows where it is', async () => {
    const buyer = await newBuyer();
    assert.deepEqual(await calls.statusOf(buyer), ['NOT_STARTED', 'NOT_APPLICABLE', 'INCOMPLETE']);
    const { sessionId, idenfyUrl } = await calls.started(buyer);
    const { authorization, body } = idenfy.calls.at(-1) ?? { body: {} };
    assert.equal(
      authorization,
      `Basic ${Buffer.from(`${IDENFY_KEYS.apiKey}:${IDENFY_KEYS.apiSecret}`).toString('base64')}`,
    );
    const wish = { clientId: buyer.buyerId, externalRef: sessionId, tokenType: 'IDENTIFICATION', expiryTime: 604_800 };
    assert.deepEqual(body, wish);
    assert.match(idenfyUrl, /^https:\/\/ui\.idenfy\.com\/\?authToken=[\w-]{40}$/);
    assert.deepEqual(await calls.statusOf(buyer), ['IN_PROGRESS', 'PENDING', 'INCOMPLETE']);
    const [session, ...others] = await sessionsOf(buyer);
    assert.deepEqual(
      [session?.id, session?.status, session?.provider, session?.lives_ms],
      [sessionId, 'OPEN', 'IDENFY', 7 * DAY_MS],
    );
    assert.deepEqual(others, []);
    assert.ok(!session?.sealed_url?.toString('latin1').includes('authToken'), 'sealed');
    assert.deepEqual(await calls.trailOf(sessionId), [
      {
        action: 'verification.start',
        actor_kind: 'CLIENT',
        actor_id: scene.org.clientId,
        details: { provider: 'IDENFY' },
      },
    ]);
  });

  it('gives the same session while one is open, and asks the provider no second time', async () => {
    const buyer = await newBuyer();
    const first = await calls.started(buyer);
    const asked = idenfy.calls.length;
    assert.deepEqual(await calls.started(buyer), first);
    await calls.told(identification(lastScanRef(), { overall: 'SUSPECTED', final: false }));
    assert.deepEqual(await calls.started(buyer), first, 'while the provider reviews, too');
    assert.equal(idenfy.calls.length, asked);
    assert.equal((await sessionsOf(buyer)).length, 1);
  });

  it('gives one session to callers of the same instant', async () => {
    for (let round = 0; round < 5; round += 1) {
      const buyer = await newBuyer();
      const answers = await Promise.all(Array.from({ length: 6 }, () => calls.started(buyer)));
      assert.equal(new Set(answers.map((answer) => JSON.stringify(answer))).size, 1);
      assert.equal((await sessionsOf(buyer)).length, 1);
      assert.equal((await calls.trailOf(answers[0]?.sessionId ?? '')).length, 1);
    }
  });

  it('replays under its key, whatever became of the session, and is once for twins of one key', async () => {
    const buyer = await newBuyer();
    const twins = await Promise.all([calls.start(buyer, 'k'), calls.start(buyer, 'k')]);
    const [one, other] = await Promise.all(twins.map((twin) => twin.text()));
    assert.equal(one, other);
    await passTime(buyer);
    const replay = await calls.start(buyer, 'k');
    assert.equal(await replay.text(), one);
    assert.equal(replay.headers.get('idempotent-replayed'), 'true');
    const used = await service.call('POST', `${buyer.buyer}/block`, { token: scene.token, key: 'k' });
    await expectProblem(used, 'idempotency-key-reused');
  });

  it('is 400 for a buyer whom the marketplace verifies, kept under the key', async () => {
    const asked = idenfy.calls.length;
    const body = buyerBody({ kycMode: 'MARKETPLACE_LED' });
    const made = await service.call('POST', `${scene.partner}/buyers`, { token: scene.token, body });
    const { uuid, version } = (await made.json()) as { uuid: string; version: number };
    const buyer = { ...scene, buyerId: uuid, buyer: `${scene.partner}/buyers/${uuid}` };
    await expectProblem(await calls.start(buyer, 'mode-a'), 'malformed-request');
    const status = (await (await service.call('GET', `${buyer.buyer}/kyc`, buyer)).json()) as object;
    assert.ok(!('verificationStatus' in status || 'amlStatus' in status));
    const patched = await service.call('PATCH', buyer.buyer, {
      token: scene.token,
      body: { kycMode: 'NT24_LED' },
      headers: { 'if-match': `"${version}"` },
    });
    assert.equal(patched.status, 200);
    const replay = await calls.start(buyer, 'mode-a');
    assert.equal(replay.headers.get('idempotent-replayed'), 'true');
    assert.equal(replay.status, 400);
    assert.equal(idenfy.calls.length, asked);
    assert.ok((await calls.started(buyer)).sessionId);
  });

  it('is 409 for a blocked buyer and for one who is VERIFIED, and nobody is asked', async () => {
    const buyer = await newBuyer();
    await service.call('POST', `${buyer.buyer}/block`, buyer);
    const asked = idenfy.calls.length;
    await expectProblem(await calls.start(buyer), 'buyer-blocked');
    assert.equal(idenfy.calls.length, asked);
    await service.call('POST', `${buyer.buyer}/unblock`, buyer);
    await calls.started(buyer);
    await calls.told(identification(lastScanRef(), { overall: 'APPROVED' }));
    await expectProblem(await calls.start(buyer), 'milestone-already-set');
  });

  it('is 404 for the buyer of another organization, 422 with a body that says something', async () => {
    const other = await sceneWithBuyer(service);
    const foreign = { ...other, buyer: `${other.partner}/buyers/${scene.buyerId}` };
    await expectProblem(await calls.start(foreign), 'not-found');
    await expectProblem(await calls.start({ ...scene, token: other.token }), 'forbidden');
    const body = { firstName: 'Ana' };
    await expectProblem(
      await service.call('POST', `${scene.buyer}/kyc/verify`, { token: scene.token, body }),
      'validation-error',
    );
    await addGrant(service.db, other.org.slug, scene.org.sellerId);
    const shared = { ...scene, token: other.token };
    await eventually('the grant', async () => (await calls.start(shared)).status === 200);
    assert.deepEqual(await calls.started(shared), await calls.started(scene));
  });

  it('makes a new session when the time of the one before is over, which is written down once', async () => {
    const buyer = await newBuyer();
    const first = await calls.started(buyer);
    await passTime(buyer);
    assert.deepEqual(await calls.statusOf(buyer), ['NOT_STARTED', 'NOT_APPLICABLE', 'INCOMPLETE']);
    const second = await calls.started(buyer);
    assert.notEqual(second.sessionId, first.sessionId);
    const before = await sessionsOf(buyer);
    assert.deepEqual(
      before.map(({ status, sealed_url }) => [status, sealed_url === null]),
      [
        ['EXPIRED', true],
        ['OPEN', false],
      ],
    );
    await passTime(buyer);
    await Promise.all([expireSessions(service.db, 100), expireSessions(service.db, 100)]);
    for (const { sessionId } of [first, second]) {
      const lines = (await calls.trailOf(sessionId)) as { action: string; actor_kind: string }[];
      assert.deepEqual(
        lines.map(({ action, actor_kind }) => [action, actor_kind]),
        [
          ['verification.start', 'CLIENT'],
          ['verification.expire', 'SYSTEM'],
        ],
      );
    }
    assert.deepEqual(await calls.eventsOf(buyer), []);
  });

  it('may be tried again after a rejection, and is IN_PROGRESS meanwhile', async () => {
    const buyer = await newBuyer();
    const first = await calls.started(buyer);
    await calls.told(identification(lastScanRef(), { overall: 'DENIED', aml: 'suspected' }));
    assert.deepEqual(await calls.statusOf(buyer), ['REJECTED', 'FLAGGED', 'INVALID']);
    const second = await calls.started(buyer);
    assert.notEqual(second.sessionId, first.sessionId);
    assert.deepEqual(await calls.statusOf(buyer), ['IN_PROGRESS', 'FLAGGED', 'INVALID'], 'a flag is not washed off');
    await calls.told(identification(lastScanRef(), { overall: 'EXPIRED' }));
    assert.deepEqual(await calls.statusOf(buyer), ['REJECTED', 'FLAGGED', 'INVALID'], 'as before the second try');
  });
});

it('without a provider, in production, the answer says so, and the key stays free', async () => {
  const without = await startService();
  try {
    const deps = without.deps as { verification: unknown };
    const sandbox = deps.verification;
    deps.verification = undefined;
    const buyer = await sceneWithBuyer(without);
    const start = verificationCalls(without).start;
    await expectProblem(await start(buyer, 'later'), 'verification-not-configured');
    deps.verification = sandbox;
    assert.equal((await start(buyer, 'later')).status, 200);
  } finally {
    await without.close();
  }
});
