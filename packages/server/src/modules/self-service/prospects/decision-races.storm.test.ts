import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { type ApiProcess, startApiProcess } from '../../../../../harness/src/api-process.ts';
import { inLanes } from '../../../../../harness/src/in-lanes.ts';
import { nearlyAtOnce } from '../../../../../harness/src/nearly-at-once.ts';
import { buyerBody, tokenSource } from '../../../../../harness/src/scene.ts';
import { startService, type TestOrganization, type TestService } from '../../../../../harness/src/service.ts';
import { type PlantedProspect, plantFile, plantProspect } from './planted-prospect.test-support.ts';

const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 500);
const SHARE = Math.max(10, Math.ceil(ROUNDS / 5));
const LANES = 4;
const SPREAD_MS = 4;

type Press = () => Promise<Response>;

/** What is left of one after its race. */
interface Facts {
  status: string | null;
  buyers: number;
  documents: number;
  files: number;
}

describe('decisions about a prospect at the same instant', () => {
  let service: TestService;
  let org: TestOrganization;
  let token: () => Promise<string>;
  /** What one process writes goes one after the other: races are between two. */
  let api: ApiProcess;
  before(async () => {
    service = await startService();
    org = await service.organization();
    token = tokenSource(org);
    api = await startApiProcess(service);
  });
  after(async () => {
    await api.stop();
    await service.close();
  });

  async function call(url: string, path: string, body: object): Promise<Response> {
    return fetch(`${url}/v1/partners/${org.sellerId}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await token()}`,
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      },
      body: JSON.stringify(body),
    });
  }

  const convert = ({ prospectUuid }: PlantedProspect, url = service.url): Promise<Response> =>
    call(url, `/prospects/${prospectUuid}/convert`, { kycMode: 'NT24_LED' });

  async function planted(vatNumber?: string): Promise<PlantedProspect> {
    const company = vatNumber === undefined ? {} : { vatNumber };
    const prospect = await plantProspect(service, org, { company });
    await plantFile(service, prospect);
    return prospect;
  }

  async function factsOf({ prospectUuid, company }: PlantedProspect): Promise<Facts> {
    const row = await service.db.readFirst<Facts>(sql`select
        (select status from prospects where id = ${prospectUuid}::uuid) as status,
        (select count(*)::int from buyers b where b.seller_id = ${org.sellerId}::uuid and b.vat_number = ${company?.vatNumber}) as buyers,
        (select count(*)::int from kyc_documents d join buyers b on b.seller_id = d.seller_id and b.id = d.buyer_id
          where b.seller_id = ${org.sellerId}::uuid and b.vat_number = ${company?.vatNumber} and d.status = 'ACTIVE') as documents,
        (select count(*)::int from kyc_files f where f.invitation_id = ${prospectUuid}::uuid) as files`);
    return row ?? assert.fail();
  }

  const race = (rounds: number, run: () => Promise<void>): Promise<void> =>
    inLanes(
      LANES,
      Array.from({ length: rounds }, (_, nth) => nth),
      run,
    );

  async function together(one: Press, other: Press): Promise<[number, number]> {
    const [first, second] = await nearlyAtOnce(SPREAD_MS, one, other);
    return [first.status, second.status];
  }

  it(`convert x erase, ${ROUNDS} rounds: a whole buyer or none, and the other is told`, async () => {
    const seen = new Set<number>();
    await race(ROUNDS, async () => {
      const prospect = await planted();
      const [converted, erased] = await together(
        () => convert(prospect),
        () => call(api.url, `/prospects/${prospect.prospectUuid}/erase`, { reason: 'Asked for.' }),
      );
      assert.equal(erased, 200);
      assert.ok([201, 404].includes(converted), String(converted));
      const count = converted === 201 ? 1 : 0;
      assert.deepEqual(await factsOf(prospect), { status: null, buyers: count, documents: count, files: 0 });
      seen.add(converted);
    });
    assert.ok(ROUNDS < 100 || seen.size === 2, 'each side wins now and then');
  });

  it(`convert x decline, ${SHARE} rounds: exactly one decides`, async () => {
    await race(SHARE, async () => {
      const prospect = await planted();
      const [converted, declined] = await together(
        () => convert(prospect, api.url),
        () => call(service.url, `/prospects/${prospect.prospectUuid}/decline`, { reason: 'Not in our region.' }),
      );
      assert.deepEqual([converted, declined].sort(), converted === 201 ? [201, 409] : [200, 409]);
      const facts = await factsOf(prospect);
      const expected =
        converted === 201
          ? { status: 'CONVERTED', buyers: 1, documents: 1, files: 0 }
          : { status: 'DECLINED', buyers: 0, documents: 0, files: 0 };
      assert.deepEqual(facts, expected);
    });
  });

  it(`convert x convert of one, ${SHARE} rounds: one buyer, the other is told`, async () => {
    await race(SHARE, async () => {
      const prospect = await planted();
      const answers = await together(
        () => convert(prospect),
        () => convert(prospect, api.url),
      );
      assert.deepEqual(answers.sort(), [201, 409]);
      assert.deepEqual(await factsOf(prospect), { status: 'CONVERTED', buyers: 1, documents: 1, files: 0 });
    });
  });

  it(`convert x convert of two with one VAT number, and an upsert of it, ${SHARE} rounds: one buyer`, async () => {
    await race(SHARE, async () => {
      const one = await planted();
      const { company } = one;
      assert.ok(company);
      const { companyName, vatNumber, street, postCode, city, country } = company;
      const two = await planted(vatNumber);
      const body = buyerBody({ companyName, vatNumber, address: { street, postCode, city, country } });
      const answers = await Promise.all([convert(one), convert(two, api.url), call(api.url, '/buyers', body)]);
      const statuses = answers.map(({ status }) => status);
      assert.deepEqual(statuses.sort(), [200, 200, 201]);
      for (const prospect of [one, two]) {
        const { status, buyers, documents } = await factsOf(prospect);
        assert.deepEqual({ status, buyers, documents }, { status: 'CONVERTED', buyers: 1, documents: 1 });
      }
    });
  });
});
