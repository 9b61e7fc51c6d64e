import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { type DocumentView, type KycCalls, kycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { type BuyerScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';

const TYPES = ['CONTACT_ID_CARD', 'CONTACT_PASSPORT', 'CONTACT_DRIVING_LICENCE'];
const DAY = '2031-03-14';

let service: TestService;
let kyc: KycCalls;
before(async () => {
  service = await startService();
  kyc = kycCalls(service);
});
after(() => service.close());

/** By the database's calendar, in UTC. */
async function dayIn(days: number): Promise<string> {
  const row = await service.db.readFirst<{ day: string }>(
    sql`select to_char((now() at time zone 'UTC')::date + ${days}::int, 'YYYY-MM-DD') as day`,
  );
  return row?.day ?? assert.fail();
}

function patch(
  { buyer, token }: BuyerScene,
  { uuid }: Pick<DocumentView, 'uuid'>,
  body: unknown,
  key?: string,
): Promise<Response> {
  return service.call('PATCH', `${buyer}/kyc/documents/${uuid}`, { token, body, ...(key !== undefined && { key }) });
}

async function patched(scene: BuyerScene, document: DocumentView, body: unknown): Promise<DocumentView> {
  const answer = await patch(scene, document, body);
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()) as DocumentView;
}

async function expectField(answer: Response, field: string): Promise<void> {
  const { errors } = await expectProblem(answer, 'validation-error');
  assert.deepEqual(
    errors?.map((error) => error.field),
    [field],
  );
}

const linesOf = ({ uuid }: DocumentView): Promise<object[]> =>
  service.db.read(
    sql`select details from audit_events where subject_id = ${uuid}::uuid and action = 'document.patch' order by id`,
  );

describe('the day on which an identity document expires', () => {
  it('is taken with the file and shown wherever the document is', async () => {
    const scene = await sceneWithBuyer(service);
    const days = [await dayIn(0), DAY, '9999-12-31'];
    for (const [at, type] of TYPES.entries()) {
      const document = await kyc.uploaded(scene, { type, expiresOn: days[at] ?? '' });
      assert.equal(document.expiresOn, days[at]);
      assert.deepEqual(await kyc.listed(scene, `?type=${type}`), [document]);
    }
    const [passport] = await kyc.listed(scene, '?type=CONTACT_PASSPORT');
    const withdrawn = await service.call('POST', `${scene.buyer}/kyc/documents/${passport?.uuid}/withdraw`, {
      token: scene.token,
      body: { reason: 'Wrong buyer.' },
    });
    assert.equal(((await withdrawn.json()) as DocumentView).expiresOn, DAY);
    assert.equal('expiresOn' in (await kyc.uploaded(scene, { type: 'CONTACT_PASSPORT' })), false);
  });

  it('is part of what a key stands for', async () => {
    const scene = await sceneWithBuyer(service);
    const wish = { type: 'CONTACT_PASSPORT', expiresOn: DAY, key: randomUUID() };
    assert.equal((await kyc.upload(scene, wish)).status, 201);
    const again = await kyc.upload(scene, wish);
    assert.deepEqual([again.status, again.headers.get('idempotent-replayed')], [201, 'true']);
    await expectProblem(await kyc.upload(scene, { ...wish, expiresOn: '2031-03-15' }), 'idempotency-key-reused');
  });

  it('is refused for other types, and where it is over or no day at all', async () => {
    const scene = await sceneWithBuyer(service);
    const document = await kyc.uploaded(scene, { type: 'CONTACT_ID_CARD' });
    const stored = (await kyc.storedFiles()).length;
    for (const expiresOn of [await dayIn(-1), '2031-02-29', '14.03.2031', '', '99999-01-01']) {
      await expectField(await kyc.upload(scene, { type: 'CONTACT_ID_CARD', expiresOn }), 'expiresOn');
      await expectField(await patch(scene, document, { expiresOn }), 'expiresOn');
    }
    for (const expiresOn of [20310314, true, {}, ['2031-03-14']])
      await expectField(await patch(scene, document, { expiresOn }), 'expiresOn');
    const extract = await kyc.uploaded(scene, { type: 'COC_EXTRACT' });
    await expectField(await kyc.upload(scene, { type: 'COC_EXTRACT', expiresOn: DAY }), 'expiresOn');
    await expectField(await patch(scene, extract, { expiresOn: DAY }), 'expiresOn');
    await kyc.untilStored(stored + 3);
    assert.deepEqual(await kyc.listed(scene), [extract, document]);
  });

  it('is said later by who reviews it, changed and taken away; the rest of the document can be sent along', async () => {
    const scene = await sceneWithBuyer(service);
    const document = await kyc.uploaded(scene, { type: 'CONTACT_PASSPORT' });
    const known = { ...document, expiresOn: DAY };
    assert.deepEqual(await patched(scene, document, known), known);
    assert.deepEqual(await patched(scene, document, { expiresOn: DAY }), known, 'once more changes nothing');
    assert.deepEqual(await patched(scene, document, {}), known);
    assert.deepEqual(await kyc.listed(scene), [known]);
    const changed = await patched(scene, document, { expiresOn: '2032-01-01' });
    assert.deepEqual(await patched(scene, document, { expiresOn: null }), document);
    assert.deepEqual(changed, { ...document, expiresOn: '2032-01-01' });
    const line = { details: { type: 'CONTACT_PASSPORT', fields: ['expiresOn'] } };
    assert.deepEqual(await linesOf(document), [line, line, line]);
    for (const other of [{ status: 'WITHDRAWN' }, { documentDate: '2026-10-27' }, { reason: 'x' }, { files: [] }])
      await expectField(await patch(scene, document, { ...document, ...other }), Object.keys(other)[0] ?? '');
    await expectField(await patch(scene, document, { expiresOm: DAY }), 'expiresOm');
  });

  it('is set once under a key, for its own seller and buyer, while the document is ACTIVE', async () => {
    const [scene, other] = [await sceneWithBuyer(service), await sceneWithBuyer(service)];
    const document = await kyc.uploaded(scene, { type: 'CONTACT_PASSPORT' });
    const key = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => patch(scene, document, { expiresOn: DAY }, key)));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    assert.equal((await linesOf(document)).length, 1);
    await expectProblem(await patch(other, document, { expiresOn: DAY }), 'not-found');
    await expectProblem(await patch({ ...scene, token: other.token }, document, { expiresOn: DAY }), 'forbidden');
    await expectProblem(await patch(scene, { uuid: randomUUID() }, { expiresOn: DAY }), 'not-found');
    await kyc.uploaded(scene, { type: 'CONTACT_PASSPORT' });
    const problem = await expectProblem(await patch(scene, document, { expiresOn: null }), 'document-not-active');
    assert.equal(problem.currentResource?.['expiresOn'], DAY);
  });

  it('changes nothing about what counts once it is over, and goes with the erasure', async () => {
    const scene = await sceneWithBuyer(service);
    for (const type of ['COC_EXTRACT', 'VAT_CERTIFICATE', 'AML_DECLARATION']) await kyc.uploaded(scene, { type });
    const document = await kyc.uploaded(scene, { type: 'CONTACT_PASSPORT', expiresOn: DAY });
    const over = await dayIn(-1);
    await service.db.write(
      sql`update kyc_documents set expires_on = ${over}::date where id = ${document.uuid}::uuid and seller_id = ${scene.org.sellerId}::uuid`,
    );
    assert.deepEqual(await kyc.listed(scene, '?type=CONTACT_PASSPORT'), [{ ...document, expiresOn: over }]);
    assert.equal((await kyc.statusOf(scene))['documentsComplete'], true);
    assert.equal((await patched(scene, document, { expiresOn: over })).expiresOn, over, 'its present value');
    const erased = await service.call('POST', `${scene.buyer}/erase`, {
      token: scene.token,
      body: { reason: 'On request.' },
    });
    assert.equal(erased.status, 200);
    const kept = await kyc.listed(scene);
    assert.equal(kept.length, 4);
    assert.ok(kept.every(({ expiresOn }) => expiresOn === undefined));
    await expectProblem(await patch(scene, document, { expiresOn: DAY }), 'buyer-erased');
  });
});
