import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { commitWrite } from '../../../core/write/index.ts';
import {
  identification,
  IDENFY_KEYS,
  type IdenfyServer,
  monitoring,
  signedBy,
  startIdenfyServer,
} from '../../../../../harness/src/idenfy-server.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { addBuyer, type BuyerScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { type VerificationCalls, verificationCalls } from '../../../../../harness/src/verification-calls.ts';
import { eraseVerifications } from './index.ts';

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

interface OpenSession extends BuyerScene {
  readonly sessionId: string;
  readonly scanRef: string;
}

async function opened(): Promise<OpenSession> {
  const buyer = await addBuyer(service, scene.org, scene.token);
  const { sessionId } = await calls.started(buyer);
  return { ...buyer, sessionId, scanRef: idenfy.scanRefs.at(-1) ?? '' };
}

const OPEN = ['IN_PROGRESS', 'PENDING', 'INCOMPLETE'];
const actionsOf = async (sessionId: string): Promise<unknown[]> =>
  (await calls.trailOf(sessionId)).map((line) => ('action' in line ? line.action : ''));

describe('what the provider says becomes', () => {
  for (const [overall, wish, expected] of [
    ['APPROVED', {}, ['VERIFIED', 'CLEAR', 'INCOMPLETE']],
    ['APPROVED', { aml: 'suspected' }, ['VERIFIED', 'FLAGGED', 'INVALID']],
    ['APPROVED', { aml: 'none' }, ['VERIFIED', 'PENDING', 'INCOMPLETE']],
    ['APPROVED', { aml: 'failed' }, ['VERIFIED', 'PENDING', 'INCOMPLETE']],
    ['DENIED', {}, ['REJECTED', 'CLEAR', 'INVALID']],
    ['SUSPECTED', {}, ['REJECTED', 'CLEAR', 'INVALID']],
    ['APPROVED', { final: false }, OPEN],
    ['DENIED', { final: false }, OPEN],
    ['SUSPECTED', { final: false, aml: 'suspected' }, OPEN],
    ['REVIEWING', { final: false }, OPEN],
    ['ACTIVE', { final: false }, OPEN],
    ['SOMETHING_NEW', {}, OPEN],
    ['EXPIRED', {}, ['NOT_STARTED', 'NOT_APPLICABLE', 'INCOMPLETE']],
  ] as const) {
    it(`of ${overall} ${JSON.stringify(wish)}: ${expected.join(', ')}`, async () => {
      const session = await opened();
      await calls.told(identification(session.scanRef, { overall, ...wish }));
      assert.deepEqual(await calls.statusOf(session), expected);
      const isCompleted = expected[0] === 'VERIFIED' || expected[0] === 'REJECTED';
      assert.equal((await calls.eventsOf(session)).length, isCompleted ? 1 : 0);
    });
  }

  it('an event with the outcome and the provider’s codes, and a line of the trail, and nothing of the person', async () => {
    const session = await opened();
    const status = { fraudTags: ['FACE_IN_BLACKLIST'], mismatchTags: ['NAME', 'not a code', 7, 'NAME'] };
    await calls.told(identification(session.scanRef, { overall: 'DENIED', status }));
    const [event, ...others] = await calls.eventsOf(session);
    assert.deepEqual(others, []);
    const { completedAt, ...data } = event ?? {};
    assert.match(String(completedAt), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.deepEqual(data, {
      buyerUuid: session.buyerId,
      outcome: 'REJECTED',
      sessionId: session.sessionId,
      reason: 'FACE_IN_BLACKLIST, NAME',
    });
    assert.deepEqual((await calls.trailOf(session.sessionId)).at(-1), {
      action: 'verification.complete',
      actor_kind: 'SYSTEM',
      actor_id: 'IDENFY',
      details: { outcome: 'REJECTED', aml: 'CLEAR' },
    });
    const rows = await service.db.read<{ all: string }>(sql`select s::text as all from verification_sessions s
      where id = ${session.sessionId}::uuid union all select e::text from events e where e.data->>'sessionId' = ${session.sessionId}`);
    for (const text of [...rows.map(({ all }) => all), ...service.logLines])
      assert.doesNotMatch(text, /PLANTED|planted/);
  });

  it('of the checks by themselves, where no list of codes says what was wrong', async () => {
    const session = await opened();
    const status = { manualFace: 'FACE_MISMATCH', manualDocument: 'DOC_VALIDATED', autoDocument: 'DOC_NOT_FOUND' };
    await calls.told(identification(session.scanRef, { overall: 'DENIED', status }));
    assert.equal((await calls.eventsOf(session))[0]?.['reason'], 'FACE_MISMATCH');
  });
});

describe('a callback', () => {
  it('that comes again changes nothing, in whatever number and at whatever instant', async () => {
    const session = await opened();
    const review = identification(session.scanRef, { overall: 'SUSPECTED', final: false });
    const final = identification(session.scanRef, { overall: 'APPROVED' });
    await Promise.all(Array.from({ length: 6 }, () => calls.told(review)));
    await Promise.all(Array.from({ length: 8 }, () => calls.told(final)));
    await calls.told(review);
    assert.deepEqual(await calls.statusOf(session), ['VERIFIED', 'CLEAR', 'INCOMPLETE']);
    assert.equal((await calls.eventsOf(session)).length, 1);
    const words = ['verification.start', 'verification.review', 'verification.complete'];
    assert.deepEqual(await actionsOf(session.sessionId), words);
  });

  it('with another final word than the first is 200, changes nothing, and is told to the operator', async () => {
    const session = await opened();
    await calls.told(identification(session.scanRef, { overall: 'DENIED' }));
    await calls.told(identification(session.scanRef, { overall: 'APPROVED', aml: 'suspected' }));
    await calls.told(identification(session.scanRef, { overall: 'EXPIRED' }));
    assert.deepEqual(await calls.statusOf(session), ['REJECTED', 'CLEAR', 'INVALID']);
    assert.equal((await calls.eventsOf(session)).length, 1);
    const told = service.logLines.filter((line) => line.includes('says otherwise') && line.includes(session.sessionId));
    assert.equal(told.length, 1);
  });

  it('of both words at the same instant: one stands, with one event of it', async () => {
    for (let round = 0; round < 10; round += 1) {
      const session = await opened();
      const words = ['APPROVED', 'DENIED', 'APPROVED', 'DENIED'].map((overall) =>
        calls.told(identification(session.scanRef, { overall })),
      );
      await Promise.all(words);
      const [status] = await calls.statusOf(session);
      assert.deepEqual(
        (await calls.eventsOf(session)).map(({ outcome }) => outcome),
        [status],
      );
    }
  });

  it('without the signature, or with another one, is 401, and its body is not looked at', async () => {
    const session = await opened();
    const body = JSON.stringify(identification(session.scanRef, { overall: 'APPROVED' }));
    const good = signedBy(IDENFY_KEYS.callbackKey, body);
    for (const signature of [
      '',
      'x',
      good.slice(1),
      `${good}0`,
      good.replace(/^./, (c) => (c === '0' ? '1' : '0')),
      signedBy('', body),
    ])
      await expectProblem(await calls.tell(body, { 'idenfy-signature': signature }), 'unauthorized', signature);
    const tampered = body.replace('APPROVED', 'DENIED');
    const answer = await calls.tell(tampered, { 'idenfy-signature': good });
    assert.ok(answer.headers.get('www-authenticate'));
    await expectProblem(answer, 'unauthorized');
    await expectProblem(await calls.tell('not JSON', { 'idenfy-signature': 'x' }), 'unauthorized');
    const unsigned = await fetch(`${service.url}/callbacks/idenfy`, { method: 'POST', body });
    await expectProblem(unsigned, 'unauthorized');
    assert.deepEqual(await calls.statusOf(session), OPEN);
    const upper = await calls.tell(body, { 'idenfy-signature': good.toUpperCase(), 'content-type': 'text/plain' });
    assert.equal(upper.status, 200, 'hexadecimal digits of either kind, whatever the type is called');
  });

  it('of a session that is not known is 404', async () => {
    await expectProblem(await calls.tell(identification(randomUUID(), { overall: 'APPROVED' })), 'not-found');
    await expectProblem(await calls.tell(monitoring([randomUUID()], 'ALERT')), 'not-found');
    await expectProblem(await calls.tell(monitoring([], 'ALERT')), 'not-found');
  });

  it('that is signed and no callback is 400 or 422', async () => {
    const { scanRef } = await opened();
    const good = identification(scanRef, { overall: 'APPROVED' });
    const text = JSON.stringify(good);
    for (const [what, body] of [
      ['nothing', ''],
      ['no JSON', text.slice(1)],
      ['a member twice', text.replace('{', '{"final":false,')],
      ['the outcome twice', text.replace('"overall":"APPROVED"', '"overall":"DENIED","overall":"APPROVED"')],
      ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]).toString('latin1')],
      ['a number beyond what is exact', text.replace(/"startTime":\d+/, '"startTime":9007199254740993')],
    ] as const)
      await expectProblem(await calls.tell(body), 'malformed-request', what);
    for (const body of [
      [],
      null,
      7,
      {},
      { ...good, final: 'true' },
      { ...good, status: { overall: ['APPROVED'] } },
      { ...good, status: 'APPROVED' },
      { ...good, scanRef: '' },
      { ...good, scanRef: 'x'.repeat(101) },
      { ...good, scanRef: 'a\u0000' },
      { ...good, AML: {} },
      { scanRefList: 'x', status: 'ALERT' },
    ])
      await expectProblem(
        await calls.tell(JSON.stringify(body)),
        'validation-error',
        JSON.stringify(body).slice(0, 60),
      );
  });

  it('over a megabyte is 413, just below it 200; another method is 405', async () => {
    const session = await opened();
    const good = identification(session.scanRef, { overall: 'APPROVED' });
    const padded = (bytes: number): string => {
      const size = JSON.stringify({ ...good, padding: '' }).length;
      return JSON.stringify({ ...good, padding: 'x'.repeat(bytes - size) });
    };
    await expectProblem(await calls.tell(padded(1024 * 1024 + 1)), 'payload-too-large');
    assert.equal((await calls.tell(padded(1024 * 1024))).status, 200);
    await expectProblem(await fetch(`${service.url}/callbacks/idenfy`), 'method-not-allowed');
  });

  it('after the time of the session still counts, and so does one of a blocked buyer', async () => {
    const late = await opened();
    await service.db.write(
      sql`update verification_sessions set expires_at = now() - interval '1 hour' where id = ${late.sessionId}::uuid`,
    );
    await calls.started(late);
    await calls.told(identification(late.scanRef, { overall: 'APPROVED', final: false }));
    assert.deepEqual(await calls.statusOf(late), OPEN, 'of the new session');
    await calls.told(identification(late.scanRef, { overall: 'APPROVED' }));
    assert.deepEqual(await calls.statusOf(late), ['VERIFIED', 'CLEAR', 'INCOMPLETE']);
    const blocked = await opened();
    await service.call('POST', `${blocked.buyer}/block`, { token: scene.token });
    await calls.told(identification(blocked.scanRef, { overall: 'APPROVED' }));
    assert.deepEqual(await calls.statusOf(blocked), ['VERIFIED', 'CLEAR', 'INCOMPLETE']);
  });

  it('of an erased buyer is 200, and nothing', async () => {
    const [open, ended] = [await opened(), await opened()];
    await calls.told(identification(ended.scanRef, { overall: 'APPROVED' }));
    for (const { org, buyerId } of [open, ended]) {
      const place = { sellerId: org.sellerId, buyerId };
      await commitWrite(service.db, { actor: { kind: 'SYSTEM' }, also: [eraseVerifications(place)] });
    }
    await calls.told(identification(open.scanRef, { overall: 'APPROVED' }));
    await calls.told(monitoring([open.scanRef, ended.scanRef], 'ALERT'));
    assert.deepEqual(await calls.statusOf(open), ['NOT_STARTED', 'NOT_APPLICABLE', 'INCOMPLETE']);
    assert.deepEqual(await calls.statusOf(ended), ['VERIFIED', 'CLEAR', 'INCOMPLETE']);
    assert.deepEqual(await calls.eventsOf(open), []);
    const urls = await service.db.read(
      sql`select from verification_sessions where id = ${open.sessionId}::uuid and sealed_url is not null`,
    );
    assert.deepEqual(urls, []);
  });

  it('of a buyer who is erased, whatever became of his sessions, is 200, and nothing', async () => {
    const session = await opened();
    await service.db
      .write(sql`update buyers set erased_at = now(), status = 'BLOCKED', company_name = '', street = '', post_code = '', city = ''
      where id = ${session.buyerId}::uuid`);
    await calls.told(identification(session.scanRef, { overall: 'APPROVED' }));
    assert.deepEqual(await calls.eventsOf(session), []);
    assert.deepEqual(await actionsOf(session.sessionId), ['verification.start']);
  });

  it('and an erasure at the same instant: either all of the outcome is there or none', async () => {
    for (let round = 0; round < 10; round += 1) {
      const session = await opened();
      const place = { sellerId: session.org.sellerId, buyerId: session.buyerId };
      await Promise.all([
        calls.told(identification(session.scanRef, { overall: 'APPROVED' })),
        commitWrite(service.db, { actor: { kind: 'SYSTEM' }, also: [eraseVerifications(place)] }),
      ]);
      const [status] = await calls.statusOf(session);
      assert.equal((await calls.eventsOf(session)).length, status === 'VERIFIED' ? 1 : 0);
    }
  });
});

describe('monitoring', () => {
  it('flags whom it finds later, and clears him by a later word alone', async () => {
    const session = await opened();
    const tell = (status: string, setAt?: string): Promise<void> =>
      calls.told(monitoring([session.scanRef], status, setAt));
    await tell('ALERT');
    assert.deepEqual(await calls.statusOf(session), OPEN, 'before the outcome it says nothing');
    await calls.told(identification(session.scanRef, { overall: 'APPROVED', aml: 'none' }));
    const aml = async (): Promise<unknown> => (await calls.statusOf(session))[1];
    assert.equal(await aml(), 'PENDING');
    await tell('ACTIVE');
    assert.equal(await aml(), 'CLEAR');
    await tell('ALERT', '2026-11-20T10:00:00Z');
    assert.equal(await aml(), 'FLAGGED');
    await tell('ACTIVE');
    await tell('ACTIVE', '2026-11-19T10:00:00Z');
    await tell('STOPPED', '2026-11-22T10:00:00Z');
    assert.equal(await aml(), 'FLAGGED', 'an older word, one without a time, and the end of monitoring lift nothing');
    await tell('ACTIVE', '2026-11-21T10:00:00Z');
    assert.equal(await aml(), 'CLEAR');
    await tell('ALERT', '2026-11-20T10:00:00Z');
    assert.equal(await aml(), 'CLEAR', 'the flag that was lifted comes again, late');
    assert.equal((await calls.eventsOf(session)).length, 1, 'of the verification');
    assert.deepEqual((await actionsOf(session.sessionId)).slice(2), Array(3).fill('verification.screen'));
  });
});
