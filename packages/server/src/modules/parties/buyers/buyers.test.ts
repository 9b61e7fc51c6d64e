import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { type BuyerScene, buyerBody, sceneWithBuyer, unique } from '../../../../../harness/src/scene.ts';
import { startService, type TestOrganization, type TestService } from '../../../../../harness/src/service.ts';
import type { Buyer, BuyerPage } from '../../../../../sdk/src/index.ts';

describe('buyers', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  const buyersOf = (org: TestOrganization): string => `/v1/partners/${org.sellerId}/buyers`;
  const json = async <T>(response: Response): Promise<T> => (await response.json()) as T;
  const get = (scene: BuyerScene, headers: Record<string, string> = {}): Promise<Response> =>
    service.call('GET', scene.buyer, { token: scene.token, headers });
  const patch = (scene: BuyerScene, body: unknown, version: number | string): Promise<Response> =>
    service.call('PATCH', scene.buyer, {
      token: scene.token,
      body,
      headers: { 'if-match': typeof version === 'number' ? `"${version}"` : version },
    });

  describe('upsert', () => {
    it('creates with 201, Location and ETag; the same content again is 200, other content 409 with the buyer', async () => {
      const org = await service.organization();
      const token = await org.token();
      const body = buyerBody();
      const made = await service.call('POST', buyersOf(org), { token, body });
      assert.equal(made.status, 201);
      const buyer = await json<Buyer>(made);
      const { uuid, createdAt, updatedAt, address, ...facts } = buyer;
      const { uuid: addressUuid, ...place } = address;
      assert.deepEqual({ ...facts, address: place }, { ...body, status: 'ACTIVE', version: 0 });
      assert.match(addressUuid ?? '', /^[0-9a-f-]{36}$/);
      assert.equal(createdAt, updatedAt);
      assert.equal(made.headers.get('location'), `${buyersOf(org)}/${uuid}`);
      assert.equal(made.headers.get('etag'), '"0"');

      const again = await service.call('POST', buyersOf(org), { token, body });
      assert.equal(again.status, 200);
      assert.equal(again.headers.get('etag'), '"0"');
      assert.deepEqual(await json(again), buyer);

      const changes: Record<string, unknown>[] = [
        { companyName: 'garagem central lda' },
        { kycMode: 'MARKETPLACE_LED' },
        { address: { street: 'Rua das Flores 12', postCode: '4050-262', city: 'Lisboa', country: 'PT' } },
      ];
      for (const change of changes) {
        const other = await service.call('POST', buyersOf(org), { token, body: { ...body, ...change } });
        const problem = await expectProblem(other, 'resource-exists-different-body', JSON.stringify(change));
        assert.deepEqual(problem.currentResource, buyer);
      }
    });

    it('is unique per seller, not over sellers', async () => {
      const org = await service.organization({ sellers: 2 });
      const token = await org.token();
      const body = buyerBody();
      const made = [];
      for (const { uuid } of org.sellers) {
        const answer = await service.call('POST', `/v1/partners/${uuid}/buyers`, { token, body });
        assert.equal(answer.status, 201);
        made.push((await json<Buyer>(answer)).uuid);
      }
      assert.equal(new Set(made).size, 2);
    });

    it('20 at once with keys of their own make one buyer: one 201, the others 200', async () => {
      const org = await service.organization();
      const token = await org.token();
      const body = buyerBody();
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => service.call('POST', buyersOf(org), { token, body })),
      );
      const statuses = answers.map(({ status }) => status).sort();
      assert.deepEqual(statuses, [...Array.from({ length: 19 }, () => 200), 201]);
      const ids = await Promise.all(answers.map(async (answer) => (await json<Buyer>(answer)).uuid));
      assert.equal(new Set(ids).size, 1);
      const audits = await service.db.read(
        sql`select from audit_events where subject_id = ${ids[0]}::uuid and action = 'buyer.upsert'`,
      );
      assert.equal(audits.length, 1);
    });

    it('needs a capability for MARKETPLACE_LED, and names it', async () => {
      const org = await service.organization({ capabilities: { allowKycDocumentDownload: true } });
      const token = await org.token();
      const body = buyerBody({ kycMode: 'MARKETPLACE_LED' });
      const answer = await service.call('POST', buyersOf(org), { token, body });
      assert.match((await expectProblem(answer, 'capability-required')).detail, /allowMarketplaceLedKyc/);
      const page = await json<BuyerPage>(await service.call('GET', buyersOf(org), { token }));
      assert.equal(page.data.length, 0);
    });

    it('takes contacts without the capability that guards reading them', async () => {
      const org = await service.organization({ capabilities: { allowKycDocumentDownload: true } });
      const token = await org.token();
      const body = buyerBody({ contacts: [{ firstName: 'Ana', lastName: 'Lima', email: 'ana@garagem.example' }] });
      const made = await service.call('POST', buyersOf(org), { token, body });
      assert.equal(made.status, 201, await made.clone().text());
      const { uuid } = await json<Buyer>(made);
      const kept = await service.db.read<{ row: string }>(
        sql`select c::text as row from buyer_contacts c where buyer_id = ${uuid}::uuid`,
      );
      assert.equal(kept.length, 1);
      assert.doesNotMatch(kept[0]?.row ?? 'Ana', /Ana|Lima|garagem/);
      assert.equal((await service.call('POST', buyersOf(org), { token, body })).status, 200);
    });

    it('keeps contacts, and compares them where they are given', async () => {
      const org = await service.organization();
      const token = await org.token();
      const contacts = [
        { firstName: 'Ana', lastName: 'Lima', email: 'ana@garagem.example', phone: '+351 22 000 00 00' },
        { firstName: 'Rui', lastName: 'Melo', email: 'rui@garagem.example' },
      ];
      const body = buyerBody({ contacts });
      const upsert = (changed: object): Promise<Response> =>
        service.call('POST', buyersOf(org), { token, body: { ...body, ...changed } });
      assert.equal((await upsert({})).status, 201);
      assert.equal((await upsert({})).status, 200);
      assert.equal((await upsert({ contacts: undefined })).status, 200);
      await expectProblem(await upsert({ contacts: contacts.toReversed() }), 'resource-exists-different-body');
    });

    it('checks VAT number and country', async () => {
      const org = await service.organization();
      const token = await org.token();
      const address = { street: 'a', postCode: 'b', city: 'c', country: 'PT' };
      const cases: [Record<string, unknown>, string][] = [
        ...['pt501', 'P1', 'PT', 'PT 1', 'PT-1', '12345', 'PTé'].map(
          (vatNumber) => [{ vatNumber }, 'vatNumber'] as [Record<string, unknown>, string],
        ),
        // Among them codes that others use, that ISO keeps for something else, and those of countries that are no more.
        ...['pt', 'PRT', 'ZZ', 'XX', 'EU', 'P1', '', 'XK', 'UK', 'AC', 'TA', 'UN', 'AN', 'CS', 'DD', 'SU', 'YU'].map(
          (country) => [{ address: { ...address, country } }, 'address.country'] as [Record<string, unknown>, string],
        ),
      ];
      for (const [change, field] of cases) {
        const answer = await service.call('POST', buyersOf(org), { token, body: buyerBody(change) });
        const { errors } = await expectProblem(answer, 'validation-error', JSON.stringify(change));
        assert.deepEqual(
          errors?.map((error) => error.field),
          [field],
        );
      }
    });
  });

  describe('get', () => {
    it('carries the ETag, and is 304 where it is known', async () => {
      const scene = await sceneWithBuyer(service);
      const answer = await get(scene);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('etag'), '"0"');
      assert.equal((await json<Buyer>(answer)).uuid, scene.buyerId);
      for (const known of ['"0"', 'W/"0"', '"7", "0"', '*']) {
        const unchanged = await get(scene, { 'if-none-match': known });
        assert.equal(unchanged.status, 304, known);
        assert.equal(unchanged.headers.get('etag'), '"0"');
        assert.equal(await unchanged.text(), '');
      }
      assert.equal((await get(scene, { 'if-none-match': '"1"' })).status, 200);
    });
  });

  describe('patch', () => {
    it('changes what is given, adds 1 to the version, and leaves the rest', async () => {
      const scene = await sceneWithBuyer(service);
      const before = await json<Buyer>(await get(scene));
      const answer = await patch(scene, { companyName: 'New Lda', address: { city: 'Lisboa' } }, 0);
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('etag'), '"1"');
      const after = await json<Buyer>(answer);
      assert.deepEqual(after, {
        ...before,
        companyName: 'New Lda',
        address: { ...before.address, city: 'Lisboa' },
        version: 1,
        updatedAt: after.updatedAt,
      });
      assert.ok(after.updatedAt > before.updatedAt);
      assert.deepEqual(await json(await get(scene)), after);
    });

    it('takes the whole object back: what repeats its present value is ignored', async () => {
      const scene = await sceneWithBuyer(service);
      const seen = await json<Buyer>(await get(scene));
      const answer = await patch(scene, { ...seen, companyName: 'Renamed Lda' }, 0);
      assert.equal(answer.status, 200, await answer.clone().text());
      const renamed = await json<Buyer>(answer);
      assert.deepEqual(renamed, {
        ...seen,
        companyName: 'Renamed Lda',
        version: 1,
        updatedAt: renamed.updatedAt,
      });
      const inOtherWords = {
        ...renamed,
        uuid: renamed.uuid.toUpperCase(),
        createdAt: renamed.createdAt.replace('Z', '+0000'),
      };
      assert.equal((await patch(scene, inOtherWords, 1)).status, 200);
      const trail = await service.db.read<{ details: object }>(
        sql`select details from audit_events where subject_id = ${scene.buyerId}::uuid and action = 'buyer.patch' order by id`,
      );
      assert.deepEqual(
        trail.map(({ details }) => details),
        [
          { fields: ['companyName'], version: 1 },
          { fields: [], version: 2 },
        ],
      );
    });

    it('refuses another value of what it does not change, and names it', async () => {
      const scene = await sceneWithBuyer(service);
      const seen = await json<Buyer>(await get(scene));
      const other = '7f0c6f0e-6a3b-4c3e-9a35-0d4a8f1f6f11';
      const cases: [object, string][] = [
        [{ uuid: other }, 'uuid'],
        [{ status: 'BLOCKED' }, 'status'],
        [{ version: 7 }, 'version'],
        [{ createdAt: '2020-01-01T00:00:00.000Z' }, 'createdAt'],
        [{ updatedAt: '2020-01-01T00:00:00.000Z' }, 'updatedAt'],
        [{ address: { uuid: other, city: 'Lisboa' } }, 'address.uuid'],
        [{ uuid: other, version: 7, companyName: 'Renamed Lda' }, 'uuid,version'],
        [{ uuid: 7 }, 'uuid'],
        [{ contacts: [] }, 'contacts'],
      ];
      for (const [change, field] of cases) {
        const answer = await patch(scene, { ...seen, ...change }, 0);
        const { errors = [] } = await expectProblem(answer, 'validation-error', JSON.stringify(change));
        assert.equal(errors.map((error) => error.field).join(), field);
      }
      assert.deepEqual(await json(await get(scene)), seen);
      await patch(scene, { companyName: 'Newer' }, 0);
      await expectProblem(await patch(scene, seen, 0), 'version-mismatch');
    });

    it('is 409 version-mismatch with the buyer when stale, 400 without If-Match', async () => {
      const scene = await sceneWithBuyer(service);
      await patch(scene, { companyName: 'One' }, 0);
      for (const version of [0, 2, 999_999_999]) {
        const problem = await expectProblem(await patch(scene, { companyName: 'Two' }, version), 'version-mismatch');
        assert.equal(problem.currentResource?.['version'], 1);
        assert.equal(problem.currentResource?.['companyName'], 'One');
      }
      await expectProblem(await patch(scene, { companyName: 'Two' }, ''), 'malformed-request');
    });

    it('of 10 at once on one version exactly one wins', async () => {
      const scene = await sceneWithBuyer(service);
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) => patch(scene, { companyName: `Name ${n}` }, 0)),
      );
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array.from({ length: 9 }, () => 409)]);
      assert.equal((await json<Buyer>(await get(scene))).version, 1);
    });

    it('takes kycMode one way only', async () => {
      const scene = await sceneWithBuyer(service);
      const problem = await expectProblem(await patch(scene, { kycMode: 'MARKETPLACE_LED' }, 0), 'kyc-mode-downgrade');
      assert.equal(problem.currentResource?.['kycMode'], 'NT24_LED');
      const body = buyerBody({ kycMode: 'MARKETPLACE_LED' });
      const made = await json<Buyer>(
        await service.call('POST', `${scene.partner}/buyers`, { token: scene.token, body }),
      );
      const led = { ...scene, buyer: `${scene.partner}/buyers/${made.uuid}` };
      assert.equal((await patch(led, { kycMode: 'MARKETPLACE_LED' }, 0)).status, 200);
      assert.equal((await json<Buyer>(await patch(led, { kycMode: 'NT24_LED' }, 1))).kycMode, 'NT24_LED');
      await expectProblem(await patch(led, { kycMode: 'MARKETPLACE_LED' }, 2), 'kyc-mode-downgrade');
    });

    it('refuses the VAT number of another buyer', async () => {
      const scene = await sceneWithBuyer(service);
      const body = buyerBody();
      const other = await json<Buyer>(
        await service.call('POST', `${scene.partner}/buyers`, { token: scene.token, body }),
      );
      const answer = await patch(scene, { vatNumber: other.vatNumber }, 0);
      const problem = await expectProblem(answer, 'resource-exists-different-body');
      assert.deepEqual(problem.currentResource, other);
    });
  });

  it('block and unblock change the status once each', async () => {
    const scene = await sceneWithBuyer(service);
    const ask = async (verb: string): Promise<[number, string, number]> => {
      const answer = await service.call('POST', `${scene.buyer}/${verb}`, { token: scene.token });
      const { status, version } = await json<Buyer>(answer);
      assert.equal(answer.headers.get('etag'), `"${version}"`);
      return [answer.status, status, version];
    };
    assert.deepEqual(await ask('unblock'), [200, 'ACTIVE', 0]);
    assert.deepEqual(await ask('block'), [200, 'BLOCKED', 1]);
    assert.deepEqual(await ask('block'), [200, 'BLOCKED', 1]);
    assert.deepEqual(await ask('unblock'), [200, 'ACTIVE', 2]);
    const trail = await service.db.read<{ action: string }>(
      sql`select action from audit_events where subject_id = ${scene.buyerId}::uuid order by id`,
    );
    assert.deepEqual(
      trail.map(({ action }) => action),
      ['buyer.upsert', 'buyer.block', 'buyer.unblock'],
    );
  });

  describe('list', () => {
    it('looks up by VAT number, filters by status, pages and sorts', async () => {
      const org = await service.organization();
      const token = await org.token();
      const made: Buyer[] = [];
      for (const companyName of ['Beta', 'Delta', 'Alpha', 'Gamma', 'Epsilon']) {
        const body = buyerBody({ companyName });
        made.push(await json(await service.call('POST', buyersOf(org), { token, body })));
      }
      const list = async (query: string): Promise<BuyerPage> =>
        json(await service.call('GET', `${buyersOf(org)}?${query}`, { token }));
      const namesOf = async (query: string): Promise<string[]> =>
        (await list(query)).data.map(({ companyName }) => companyName);

      assert.deepEqual((await list(`vatNumber=${made[2]?.vatNumber}`)).data, [made[2]]);
      assert.deepEqual((await list(`vatNumber=PT${unique()}`)).data, []);
      assert.deepEqual(await namesOf(''), ['Epsilon', 'Gamma', 'Alpha', 'Delta', 'Beta']);
      assert.deepEqual(await namesOf('sort=createdAt,asc'), ['Beta', 'Delta', 'Alpha', 'Gamma', 'Epsilon']);
      assert.deepEqual(await namesOf('sort=companyName,asc'), ['Alpha', 'Beta', 'Delta', 'Epsilon', 'Gamma']);
      assert.deepEqual(await namesOf('sort=companyName,desc&size=2&page=1'), ['Delta', 'Beta']);
      const last = await list('size=2&page=2');
      assert.deepEqual(last.pagination, {
        page: 2,
        size: 2,
        totalElements: 5,
        totalPages: 3,
        hasNext: false,
        hasPrevious: true,
      });
      assert.equal((await list('size=2')).pagination['hasNext'], true);
      assert.deepEqual((await list('page=9')).data, []);
      await service.call('POST', `${buyersOf(org)}/${made[0]?.uuid}/block`, { token });
      assert.deepEqual(await namesOf('status=BLOCKED'), ['Beta']);
      assert.equal((await namesOf('status=ACTIVE')).length, 4);
    });
  });

  it('GET /v1/me says who asks', async () => {
    const org = await service.organization({
      sellers: 2,
      tier: 'STANDARD',
      capabilities: { allowMultiVinOrders: true },
    });
    const me = await json<Record<string, unknown>>(await service.call('GET', '/v1/me', { token: await org.token() }));
    const { dpaAcceptedAt, authorizedPartners, ...rest } = me;
    assert.deepEqual(rest, {
      organizationUuid: org.organizationId,
      name: `Organization ${org.slug}`,
      capabilities: {
        rateLimitTier: 'STANDARD',
        allowMarketplaceLedKyc: false,
        allowMultiVinOrders: true,
        allowContactPersonalData: false,
        allowKycDocumentDownload: false,
      },
      dpaVersion: service.config.dpaVersion,
    });
    assert.ok(Date.parse(String(dpaAcceptedAt)) > 0);
    assert.deepEqual(
      authorizedPartners,
      org.sellers.map((seller) => Object.assign({ country: 'DE' }, seller)),
    );
    const unsigned = await service.organization({ dpa: false });
    const answer = await service.call('GET', '/v1/me', { token: await unsigned.token() });
    assert.deepEqual(
      Object.keys(await json<object>(answer)).filter((name) => name.startsWith('dpa')),
      [],
    );
  });
});
