import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { kycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { errorAnswer, hiddenAnswer, invalidAnswer, validAnswer } from '../../../../../harness/src/vies-answers.ts';
import { startViesServer, type ViesServer } from '../../../../../harness/src/vies-server.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../../harness/src/worker.ts';
import { newNumber, viesCalls, viesTimes } from './vies.test-support.ts';

const REQUESTER = 'GR123456789';
const CONSULTATION = 'WAPIAAAAY5s1Rk2p';

let service: TestService;
let server: ViesServer;
let worker: TestWorker;
let vies: ReturnType<typeof viesCalls>;
let times: ReturnType<typeof viesTimes>;
before(async () => {
  [service, server] = await Promise.all([startService(), startViesServer()]);
  vies = viesCalls(service);
  times = viesTimes(service);
  worker = await openWorker({ ...settingsOf(service), viesUrl: server.url, viesRequester: REQUESTER });
});
after(async () => {
  await worker.stop();
  await Promise.all([service.close(), server.close()]);
});
afterEach(() => times.clear());

describe('a VAT number checked against VIES', () => {
  it('is checked by itself when it is new, in the name of the requester; the answer is kept as evidence, sealed', async () => {
    const number = newNumber();
    const scene = await vies.buyerWith(`PT${number}`);
    const check = await vies.checked(scene);
    assert.deepEqual(
      { ...check, uuid: '', checkedAt: '' },
      {
        uuid: '',
        checkedAt: '',
        vatNumber: `PT${number}`,
        result: 'VALID',
        cause: 'FIRST',
        requestIdentifier: CONSULTATION,
        name: 'GARAGEM CENTRAL LDA',
        address: 'RUA DAS FLORES 12\n4050-262 PORTO',
      },
    );
    assert.deepEqual(server.callsAbout(number), [
      { countryCode: 'PT', vatNumber: number, requesterMemberStateCode: 'EL', requesterNumber: '123456789' },
    ]);
    const { viesResult, viesLastCheckedAt } = await vies.status(scene);
    assert.deepEqual([viesResult, viesLastCheckedAt], ['VALID', check.checkedAt]);
    const rows = await service.db.read(sql`select encode(sealed_company, 'escape') as sealed from vies_checks`);
    assert.doesNotMatch(JSON.stringify(rows), /GARAGEM|FLORES/);
    assert.doesNotMatch(worker.logLines.join(), /GARAGEM|FLORES/);
  });

  it('makes the KYC of Mode A valid with a complete file, and it says what lacks until then', async () => {
    const scene = await vies.buyerWith(`PT${newNumber()}`, { kycMode: 'MARKETPLACE_LED' });
    await vies.checked(scene);
    const lacking = await vies.status(scene, '?expand=missingDocuments');
    assert.equal(lacking.overallStatus, 'INCOMPLETE');
    assert.deepEqual(lacking.missingDocuments, ['COC_EXTRACT', 'VAT_CERTIFICATE', 'AML_DECLARATION', 'CONTACT_*']);
    for (const type of ['COC_EXTRACT', 'VAT_CERTIFICATE', 'AML_DECLARATION', 'CONTACT_PASSPORT'])
      await kycCalls(service).uploaded(scene, { type });
    const complete = await vies.status(scene, '?expand=missingDocuments');
    assert.deepEqual([complete.overallStatus, complete.missingDocuments], ['VALID', []]);
    assert.equal('missingDocuments' in (await vies.status(scene)), false);
    await expectProblem(
      await service.call('GET', `${scene.buyer}/kyc?expand=all`, { token: scene.token }),
      'validation-error',
    );
  });

  it('says EL for Greece, however it was written, and XI for Northern Ireland; others are not asked about', async () => {
    for (const [prefix, state] of [
      ['GR', 'EL'],
      ['EL', 'EL'],
      ['XI', 'XI'],
    ]) {
      const number = newNumber();
      assert.equal((await vies.checked(await vies.buyerWith(`${prefix}${number}`))).result, 'VALID');
      assert.equal(server.callsAbout(number)[0]?.countryCode, state);
    }
    const number = newNumber();
    const scene = await vies.buyerWith(`GB${number}`);
    const { result, error } = await vies.checked(scene);
    assert.deepEqual([result, error, server.callsAbout(number).length], ['UNKNOWN', 'NOT_A_MEMBER_STATE', 0]);
    assert.equal((await vies.status(scene)).viesResult, 'UNKNOWN');
  });

  it('has no name where the member state hides it', async () => {
    const number = newNumber();
    server.answers.set(number, hiddenAnswer);
    const check = await vies.checked(await vies.buyerWith(`DE${number}`));
    assert.deepEqual([check.result, 'name' in check, 'address' in check], ['VALID', false, false]);
  });

  it('is told to be invalid once, when that is news', async () => {
    const number = newNumber();
    const scene = await vies.buyerWith(`PT${number}`);
    await vies.checked(scene);
    server.answers.set(number, invalidAnswer);
    await times.age(scene);
    assert.equal(await vies.requested(scene), 'QUEUED');
    const failed = await vies.checked(scene, 2);
    assert.deepEqual([failed.result, failed.cause, failed.requestIdentifier], ['INVALID', 'MANUAL', CONSULTATION]);
    const { viesResult, overallStatus } = await vies.status(scene);
    assert.deepEqual([viesResult, overallStatus], ['INVALID', 'INVALID']);
    await times.age(scene);
    await vies.requested(scene);
    await vies.checked(scene, 3);
    const told = await times.events(scene);
    assert.deepEqual(told, [
      {
        data: {
          buyerUuid: scene.buyerId,
          vatNumber: `PT${number}`,
          previousResult: 'VALID',
          currentResult: 'INVALID',
          checkedAt: failed.checkedAt,
          reason: 'VIES does not know this VAT number as valid.',
        },
      },
    ]);
    server.answers.delete(number);
    await times.age(scene);
    await vies.requested(scene);
    await vies.checked(scene, 4);
    server.answers.set(number, invalidAnswer);
    await times.age(scene);
    await vies.requested(scene);
    await vies.checked(scene, 5);
    assert.equal((await times.events(scene)).length, 2, 'once for each change');
  });

  it('is answered for from what was said in the last 10 minutes, with its instant and number, and without a call', async () => {
    const number = newNumber();
    const scene = await vies.buyerWith(`PT${number}`);
    const first = await vies.checked(scene);
    await vies.requested(scene);
    const second = await vies.checked(scene, 2);
    assert.deepEqual({ ...second, uuid: first.uuid, cause: 'FIRST' }, first);
    assert.notEqual(second.uuid, first.uuid);
    assert.equal(server.callsAbout(number).length, 1);
  });

  it('is asked about once, whoever wishes for it at the same instant; one key is one wish', async () => {
    const number = newNumber();
    const scene = await vies.buyerWith(`PT${number}`);
    await vies.checked(scene);
    await times.age(scene);
    const { promise: held, resolve: letGo } = Promise.withResolvers<undefined>();
    server.answers.set(number, async (call) => {
      await held;
      return validAnswer(call);
    });
    const twins = await Promise.all(Array.from({ length: 10 }, () => vies.requested(scene)));
    assert.ok(twins.every((status) => status === 'QUEUED' || status === 'IN_PROGRESS'));
    await eventually('the call', () => server.callsAbout(number).length === 2);
    assert.equal(await vies.requested(scene), 'IN_PROGRESS');
    assert.equal((await vies.status(scene)).viesResult, 'VALID', 'what was known stays meanwhile');
    letGo(undefined);
    await vies.checked(scene, 2);
    assert.equal(server.callsAbout(number).length, 2);

    await times.age(scene);
    const key = randomUUID();
    const [one, other] = await Promise.all([vies.request(scene, key), vies.request(scene, key)]);
    assert.deepEqual([one.status, other.status], [202, 202]);
    assert.equal(await one.text(), await other.text());
    await vies.checked(scene, 3);
  });

  it('is pending while there was no answer yet', async () => {
    const number = newNumber();
    const { promise: held, resolve: letGo } = Promise.withResolvers<undefined>();
    server.answers.set(number, async (call) => {
      await held;
      return invalidAnswer(call);
    });
    const scene = await vies.buyerWith(`PT${number}`);
    await eventually('the call', () => server.callsAbout(number).length === 1);
    const pending = await vies.status(scene);
    assert.deepEqual([pending.viesResult, 'viesLastCheckedAt' in pending], ['PENDING', false]);
    letGo(undefined);
    await vies.checked(scene);
    assert.equal((await times.events(scene))[0]?.data['previousResult'], 'PENDING');
  });

  it('belongs to the number that was asked about: after a change of it the answer is history, and the new one is checked', async () => {
    const [old, young] = [newNumber(), newNumber()];
    const { promise: held, resolve: letGo } = Promise.withResolvers<undefined>();
    server.answers.set(old, async (call) => {
      await held;
      return invalidAnswer(call);
    });
    const scene = await vies.buyerWith(`PT${old}`);
    await eventually('the call', () => server.callsAbout(old).length === 1);
    const headers = { 'if-match': '"0"' };
    const changed = await service.call('PATCH', scene.buyer, {
      token: scene.token,
      headers,
      body: { vatNumber: `PT${young}` },
    });
    assert.equal(changed.status, 200);
    assert.equal((await vies.status(scene)).viesResult, 'UNKNOWN');
    letGo(undefined);
    const newest = await vies.checked(scene, 2);
    assert.deepEqual([newest.vatNumber, newest.result, newest.cause], [`PT${young}`, 'VALID', 'FIRST']);
    assert.equal((await vies.checks(scene))[1]?.result, 'INVALID');
    assert.equal((await vies.status(scene)).viesResult, 'VALID');
    assert.deepEqual(await times.events(scene), []);
  });

  it('that was changed before VIES was asked is not asked about any more', async () => {
    const [old, young] = [newNumber(), newNumber()];
    server.answers.set(old, () => errorAnswer('MS_UNAVAILABLE'));
    const scene = await vies.buyerWith(`PT${old}`);
    await times.untilTried(scene, 1);
    const headers = { 'if-match': '"0"' };
    await service.call('PATCH', scene.buyer, { token: scene.token, headers, body: { vatNumber: `PT${young}` } });
    await times.hurry();
    await vies.checked(scene, 2);
    const [second, first] = await vies.checks(scene);
    assert.deepEqual([first?.vatNumber, first?.error], [`PT${old}`, 'NUMBER_CHANGED']);
    assert.deepEqual([second?.vatNumber, second?.result], [`PT${young}`, 'VALID']);
    assert.equal(server.callsAbout(old).length, 1);
  });

  it('is listed in pages, by number and by cursor, to those with a grant on the seller alone', async () => {
    const scene = await vies.buyerWith(`PT${newNumber()}`);
    await vies.checked(scene);
    for (let count = 2; count <= 5; count += 1) {
      await vies.requested(scene);
      await vies.checked(scene, count);
    }
    const all = await vies.checks(scene);
    const paged = [...(await vies.checks(scene, '?size=3')), ...(await vies.checks(scene, '?size=3&page=1'))];
    assert.deepEqual(paged, all);
    interface Walked {
      readonly data: readonly { readonly uuid: string }[];
      readonly pagination: { readonly nextCursor: string; readonly totalElements: number };
    }
    const walk = async (): Promise<Walked> => {
      const page = await service.call('GET', `${scene.buyer}/kyc/vies-checks?cursor=&size=2`, { token: scene.token });
      return (await page.json()) as Walked;
    };
    // What a transaction that is still open could come before is shown when that is over.
    await eventually('the walk may begin', async () => (await walk()).data.length === 2);
    const { data, pagination } = await walk();
    assert.deepEqual(
      data.map(({ uuid }) => uuid),
      all
        .slice(3)
        .toReversed()
        .map(({ uuid }) => uuid),
    );
    assert.equal(pagination.totalElements, 5);
    const go = `?cursor=${pagination.nextCursor}&size=10`;
    await eventually('it goes on', async () => (await vies.checks(scene, go)).length === 3);
    const rest = await vies.checks(scene, go);
    assert.deepEqual(rest.toReversed(), all.slice(0, 3));

    const other = await vies.buyerWith(`PT${newNumber()}`);
    await expectProblem(await vies.request({ ...scene, token: other.token }), 'forbidden');
    await expectProblem(
      await vies.request({ ...other, buyer: `${other.partner}/buyers/${scene.buyerId}` }),
      'not-found',
    );
    const foreign = await service.call('GET', `${other.partner}/buyers/${scene.buyerId}/kyc/vies-checks`, {
      token: other.token,
    });
    await expectProblem(foreign, 'not-found');
  });
});

describe('checks at once', () => {
  it('are one call at a time for each member state, in two workers, and two states side by side', async () => {
    const second = await openWorker({ ...settingsOf(service), viesUrl: server.url });
    try {
      server.most.clear();
      const numbers = ['AT', 'AT', 'AT', 'AT', 'BE', 'BE'].map((state) => ({ state, number: newNumber() }));
      for (const { number } of numbers)
        server.answers.set(number, async (call) => {
          await new Promise((resolve) => setTimeout(resolve, 200));
          return validAnswer(call);
        });
      const scenes = await Promise.all(numbers.map(({ state, number }) => vies.buyerWith(`${state}${number}`)));
      await eventually('all are checked', async () => {
        await times.hurry();
        const lists = await Promise.all(scenes.map((scene) => vies.checks(scene)));
        return lists.every((list) => list.length === 1);
      });
      assert.deepEqual([server.most.get('AT'), server.most.get('BE')], [1, 1]);
      for (const { number } of numbers) assert.equal(server.callsAbout(number).length, 1);
    } finally {
      await second.stop();
    }
  });

  it('of one check by two jobs end it once', async () => {
    const number = newNumber();
    const { promise: held, resolve: letGo } = Promise.withResolvers<undefined>();
    server.answers.set(number, async (call) => {
      await held;
      return invalidAnswer(call);
    });
    const scene = await vies.buyerWith(`PT${number}`);
    await eventually('the call', () => server.callsAbout(number).length === 1);
    await service.db.write(sql`select graphile_worker.add_job('vies.check', json_build_object('checkId', id))
      from vies_checks where buyer_id = ${scene.buyerId}::uuid`);
    letGo(undefined);
    await vies.checked(scene);
    await times.hurry();
    await eventually('no job is left', async () => {
      await times.hurry();
      return (await times.jobsOf(scene)) === 0;
    });
    assert.equal((await vies.checks(scene)).length, 1);
    assert.equal((await times.events(scene)).length, 1);
    assert.equal(server.callsAbout(number).length, 1);
  });
});

describe('without VIES', () => {
  it('a check that is wished for ends unknown, and none is made by itself', async () => {
    await worker.stop();
    const idle = await openWorker(settingsOf(service));
    try {
      const scene = await vies.buyerWith(`PT${newNumber()}`);
      assert.equal(await vies.requested(scene), 'QUEUED');
      assert.equal((await vies.status(scene)).viesResult, 'PENDING');
      const check = await vies.checked(scene);
      assert.deepEqual([check.result, check.error, check.cause], ['UNKNOWN', 'NOT_CONFIGURED', 'MANUAL']);
      assert.equal((await vies.status(scene)).viesResult, 'UNKNOWN');
      const waiting = await vies.buyerWith(`PT${newNumber()}`);
      assert.equal((await vies.status(waiting)).viesResult, 'UNKNOWN');
    } finally {
      await idle.stop();
      worker = await openWorker({ ...settingsOf(service), viesUrl: server.url, viesRequester: REQUESTER });
    }
  });
});
