import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { COMPANY_DETAILS, enterLink } from '../../../../../harness/src/published-link.ts';
import { publish, unique } from '../../../../../harness/src/scene.ts';
import { startService, type TestOrganization, type TestService } from '../../../../../harness/src/service.ts';
import { errorAnswer, invalidAnswer } from '../../../../../harness/src/vies-answers.ts';
import { startViesServer, type ViesServer } from '../../../../../harness/src/vies-server.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../../harness/src/worker.ts';
import type { Prospect } from '../../../../../sdk/src/index.ts';

const TYPES = ['COC_EXTRACT', 'VAT_CERTIFICATE', 'AML_DECLARATION', 'CONTACT_ID_CARD'];

describe('the advice of VIES on a prospect', () => {
  let service: TestService;
  let org: TestOrganization;
  let server: ViesServer;
  let worker: TestWorker;
  before(async () => {
    [service, server] = await Promise.all([startService(), startViesServer()]);
    org = await service.organization();
    worker = await openWorker({ ...settingsOf(service), viesUrl: server.url });
  });
  after(async () => {
    await worker.stop();
    await service.close();
    await server.close();
  });

  /** Nine digits, as no other test has them. */
  const digits = (): string => String(randomInt(100_000_000, 1_000_000_000));

  /** A company with that number sends its details, and none of the documents. */
  async function sent(number: string): Promise<string> {
    const link = await publish(service, { locale: 'en' }, { org, token: await org.token() });
    const visitor = await enterLink(service, link, `v${unique()}@visitors.example`);
    await visitor.post('/kyc/details', { ...COMPANY_DETAILS, vatNumber: `PT${number}` });
    for (const type of TYPES)
      await visitor.post(`/kyc/documents/not-supplied/${type}`, { reason: `Not here: ${type}` });
    assert.equal((await visitor.send()).status, 303);
    const row = await service.db.readFirst<{ id: string }>(
      sql`select id from prospects where seller_id = ${org.sellerId}::uuid and vat_number = ${`PT${number}`}`,
    );
    return row?.id ?? assert.fail('no prospect');
  }

  async function viewOf(id: string): Promise<Prospect> {
    const answer = await service.call('GET', `/v1/partners/${org.sellerId}/prospects/${id}`, {
      token: await org.token(),
    });
    assert.equal(answer.status, 200);
    return (await answer.json()) as Prospect;
  }

  const untilAdvised = async (id: string, result: string): Promise<void> => {
    await eventually(`VIES says ${result}`, async () => (await viewOf(id)).viesResult === result);
    assert.ok((await viewOf(id)).viesCheckedAt);
  };

  it('comes by itself once a company has sent its details, and decides nothing', async () => {
    const [known, unknown] = [digits(), digits()];
    server.answers.set(unknown, invalidAnswer);
    await untilAdvised(await sent(known), 'VALID');
    const id = await sent(unknown);
    await untilAdvised(id, 'INVALID');
    assert.equal((await viewOf(id)).status, 'SUBMITTED');
    assert.equal(server.callsAbout(unknown).length, 1);
  });

  it('is asked for again while VIES has no answer, and unknown after a day', async () => {
    const number = digits();
    server.answers.set(number, () => errorAnswer('MS_UNAVAILABLE'));
    const id = await sent(number);
    await eventually('it was asked', () => server.callsAbout(number).length > 0);
    const waiting = sql`from graphile_worker._private_jobs where payload->>'prospectId' = ${id} and locked_at is null`;
    await eventually('it waits', async () => (await service.db.read(sql`select ${waiting}`)).length === 1);
    assert.equal((await viewOf(id)).viesResult, undefined);
    await service.db.write(
      sql`update prospects set submitted_at = now() - interval '25 hours' where id = ${id}::uuid and seller_id = ${org.sellerId}::uuid`,
    );
    await service.db.write(sql`update graphile_worker._private_jobs set run_at = now() where locked_at is null`);
    await untilAdvised(id, 'UNKNOWN');
    await service.db.write(sql`delete from vies_breakers`);
  });

  it('stands beside what could not be supplied, in the words of the visitor', async () => {
    const { notSupplied = [] } = await viewOf(await sent(digits()));
    assert.deepEqual(
      notSupplied,
      [...TYPES].sort().map((type) => ({ type, reason: `Not here: ${type}` })),
    );
  });
});
