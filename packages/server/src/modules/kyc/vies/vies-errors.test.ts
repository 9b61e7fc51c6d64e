import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import {
  errorAnswer,
  invalidAnswer,
  misleadingAnswer,
  validAnswer,
  type ViesAnswer,
} from '../../../../../harness/src/vies-answers.ts';
import { startViesServer, type ViesServer } from '../../../../../harness/src/vies-server.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../../harness/src/worker.ts';
import { newNumber, viesCalls, viesTimes } from './vies.test-support.ts';

let service: TestService;
let server: ViesServer;
let worker: TestWorker;
let vies: ReturnType<typeof viesCalls>;
let times: ReturnType<typeof viesTimes>;
before(async () => {
  [service, server] = await Promise.all([startService(), startViesServer()]);
  vies = viesCalls(service);
  times = viesTimes(service);
  worker = await openWorker({ ...settingsOf(service), viesUrl: server.url });
});
after(async () => {
  await worker.stop();
  await Promise.all([service.close(), server.close()]);
});
afterEach(() => times.clear());

describe('a VAT number of which VIES does not speak', () => {
  const cases: [what: string, answer: (call: Parameters<typeof validAnswer>[0]) => ViesAnswer, error: string][] = [
    ['SERVICE_UNAVAILABLE', () => errorAnswer('SERVICE_UNAVAILABLE'), 'SERVICE_UNAVAILABLE'],
    ['MS_UNAVAILABLE', () => errorAnswer('MS_UNAVAILABLE'), 'MS_UNAVAILABLE'],
    ['TIMEOUT', () => errorAnswer('TIMEOUT'), 'TIMEOUT'],
    ['GLOBAL_MAX_CONCURRENT_REQ', () => errorAnswer('GLOBAL_MAX_CONCURRENT_REQ'), 'GLOBAL_MAX_CONCURRENT_REQ'],
    [
      'GLOBAL_MAX_CONCURRENT_REQ_TIME',
      () => errorAnswer('GLOBAL_MAX_CONCURRENT_REQ_TIME'),
      'GLOBAL_MAX_CONCURRENT_REQ_TIME',
    ],
    ['MS_MAX_CONCURRENT_REQ', () => errorAnswer('MS_MAX_CONCURRENT_REQ'), 'MS_MAX_CONCURRENT_REQ'],
    ['MS_MAX_CONCURRENT_REQ_TIME', () => errorAnswer('MS_MAX_CONCURRENT_REQ_TIME'), 'MS_MAX_CONCURRENT_REQ_TIME'],
    ['an error with `valid: false` beside it', misleadingAnswer, 'MS_UNAVAILABLE'],
    ['an error that nobody knows', () => errorAnswer('SOMETHING_NEW'), 'SOMETHING_NEW'],
    ['an error that is no code', () => errorAnswer('<b>no</b>'), 'ODD_ANSWER'],
    [
      'no success without a reason',
      (call) => ({ body: { ...(invalidAnswer(call).body as object), actionSucceed: false } }),
      'ODD_ANSWER',
    ],
    ['a page', () => ({ type: 'text/html', body: '<html>busy</html>' }), 'ODD_ANSWER'],
    ['half an answer', () => ({ body: '{"valid": false' }), 'ODD_ANSWER'],
    ['JSON of another kind', () => ({ body: [false] }), 'ODD_ANSWER'],
    ['valid as a word', (call) => ({ body: { ...(validAnswer(call).body as object), valid: 'false' } }), 'ODD_ANSWER'],
    ['another number', (call) => invalidAnswer({ ...call, vatNumber: '1' }), 'ODD_ANSWER'],
    ['another state', (call) => invalidAnswer({ ...call, countryCode: 'DE' }), 'ODD_ANSWER'],
    [
      'a member twice',
      (call) => ({ body: JSON.stringify(invalidAnswer(call).body).replace('{', '{"valid":true,') }),
      'ODD_ANSWER',
    ],
    [
      'more than anybody reads',
      (call) => ({ body: { ...(validAnswer(call).body as object), name: 'x'.repeat(70_000) } }),
      'ODD_ANSWER',
    ],
    ['another address', () => ({ status: 302, body: '' }), 'HTTP_302'],
    ['status 500', () => ({ status: 500, body: errorAnswer('VOW-ERR-1').body }), 'VOW-ERR-1'],
    ['status 503 and a page', () => ({ status: 503, type: 'text/html', body: 'busy' }), 'HTTP_503'],
    ['nothing', () => ({ body: undefined }), 'NO_CONNECTION'],
  ];
  for (const [what, answer, error] of cases)
    it(`but says ${what} is asked about again, and after a day unknown`, async () => {
      const number = newNumber();
      server.answers.set(number, answer);
      const scene = await vies.wishedFor(`PT${number}`);
      await times.untilTried(scene, 1);
      assert.equal((await vies.status(scene)).viesResult, 'PENDING');
      await times.exhaust(scene);
      await times.hurry();
      const check = await vies.checked(scene);
      assert.deepEqual([check.result, check.error, 'name' in check], ['UNKNOWN', error, false]);
      assert.equal((await vies.status(scene)).viesResult, 'UNKNOWN');
      assert.equal(server.callsAbout(number).length, 2);
      assert.deepEqual(await times.events(scene), []);
    });

  it('keeps the last answer when it is asked about in vain', async () => {
    const number = newNumber();
    const scene = await vies.buyerWith(`PT${number}`);
    const first = await vies.checked(scene);
    await times.age(scene);
    server.answers.set(number, () => errorAnswer('MS_UNAVAILABLE'));
    await vies.requested(scene);
    await times.untilTried(scene, 1);
    await times.exhaust(scene);
    await times.hurry();
    await vies.checked(scene, 2);
    assert.ok(
      (await vies.checks(scene)).some(({ result, error }) => result === 'UNKNOWN' && error === 'MS_UNAVAILABLE'),
    );
    const { viesResult, viesLastCheckedAt = '' } = await vies.status(scene);
    assert.equal(viesResult, 'VALID');
    assert.ok(viesLastCheckedAt < first.checkedAt, 'and says how old it is');
  });

  it('is answered when VIES has come back', async () => {
    const number = newNumber();
    server.answers.set(number, () => errorAnswer('MS_UNAVAILABLE'));
    const scene = await vies.buyerWith(`PT${number}`);
    await times.untilTried(scene, 1);
    server.answers.delete(number);
    await times.hurry();
    assert.equal((await vies.checked(scene)).result, 'VALID');
  });

  for (const error of ['INVALID_INPUT', 'INVALID_REQUESTER_INFO'])
    it(`for a reason of ours, ${error}, is unknown at once, and the operator reads why`, async () => {
      const number = newNumber();
      server.answers.set(number, () => errorAnswer(error));
      const check = await vies.checked(await vies.buyerWith(`PT${number}`));
      assert.deepEqual([check.result, check.error], ['UNKNOWN', error]);
      const lines = worker.logLines.filter((line) => line.includes('VIES refuses what we ask') && line.includes(error));
      assert.equal(lines.length, 1);
      assert.doesNotMatch(lines[0] ?? '', new RegExp(number));
      assert.deepEqual(await times.openBreakers(), []);
    });

  it('for a bad request is unknown at once', async () => {
    const number = newNumber();
    server.answers.set(number, () => ({ status: 400, body: errorAnswer('VOW-ERR-11').body }));
    const check = await vies.checked(await vies.buyerWith(`PT${number}`));
    assert.deepEqual([check.result, check.error], ['UNKNOWN', 'VOW-ERR-11']);
  });
});

describe('the breaker of VIES', () => {
  it('opens for a member state after three failures in a row; others are asked, and an answer closes it', async () => {
    const number = newNumber();
    server.answers.set(number, () => errorAnswer('MS_UNAVAILABLE'));
    const scene = await vies.buyerWith(`FI${number}`);
    for (let tries = 1; tries <= 3; tries += 1) {
      await times.hurry();
      await times.untilTried(scene, tries);
    }
    assert.deepEqual(await times.openBreakers(), ['FI']);
    assert.match(await worker.metrics(), /nt24_vies_breaker_open\{scope="FI",reason="MS_UNAVAILABLE"\} 1/);
    await times.hurry();
    const neighbour = newNumber();
    const waiting = await vies.buyerWith(`FI${neighbour}`);
    await vies.checked(await vies.buyerWith(`SE${newNumber()}`));
    await eventually('the neighbour waits', async () => (await errorsOf(waiting.buyerId)) === 'MS_UNAVAILABLE');
    assert.deepEqual([server.callsAbout(number).length, server.callsAbout(neighbour).length], [3, 0]);
    assert.equal(await times.tries(waiting), 0, 'what is not asked is no try');

    server.answers.delete(number);
    await service.db.write(sql`update vies_breakers set open_until = now() - interval '1 second'`);
    await times.hurry();
    assert.equal((await vies.checked(scene)).result, 'VALID');
    const left = await service.db.read(sql`select from vies_breakers where scope = 'FI'`);
    assert.deepEqual(left, []);
  });

  const errorsOf = async (buyerId: string): Promise<string | null | undefined> => {
    const row = await service.db.readFirst<{ error: string | null }>(
      sql`select error from vies_checks where buyer_id = ${buyerId}::uuid`,
    );
    return row?.error;
  };

  for (const error of ['VAT_BLOCKED', 'IP_BLOCKED'])
    it(`opens for all at ${error}, at once and for an hour, and the operator is told`, async () => {
      const number = newNumber();
      server.answers.set(number, () => errorAnswer(error));
      const scene = await vies.buyerWith(`FI${number}`);
      await times.untilTried(scene, 1);
      assert.deepEqual(await times.openBreakers(), ['ALL']);
      assert.match(await worker.metrics(), new RegExp(`nt24_vies_breaker_open\\{scope="ALL",reason="${error}"\\} 1`));
      assert.ok(worker.logLines.some((line) => line.includes('VIES has blocked us') && line.includes(error)));
      const elsewhere = newNumber();
      const other = await vies.buyerWith(`SE${elsewhere}`);
      await eventually('it waits', async () => (await errorsOf(other.buyerId)) === error);
      assert.equal(server.callsAbout(elsewhere).length, 0);
      const [hours] = await service.db.read<{ minutes: number }>(
        sql`select extract(epoch from open_until - now())::int / 60 as minutes from vies_breakers where scope = 'ALL'`,
      );
      assert.ok(hours && hours.minutes >= 58 && hours.minutes <= 60);
      await times.exhaust(other);
      await times.hurry();
      const { result, error: told } = await vies.checked(other);
      assert.deepEqual([result, told], ['UNKNOWN', error]);
    });
});
