import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { type DocumentView, type KycCalls, kycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { createPortalScene, expectPage, expectRedirect } from '../../../../../harness/src/portal.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { type BuyerScene, invite, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { textOf } from '../../../../../harness/src/visitor.ts';

const WORDS = 'It is of 2019.\nWe need one of this year <b>soon</b>.';

type EndedView = DocumentView & {
  readonly reason?: string;
  readonly rejectedAt?: string;
  readonly withdrawnAt?: string;
};
type Verb = 'reject' | 'withdraw';

let service: TestService;
let kyc: KycCalls;
before(async () => {
  service = await startService();
  kyc = kycCalls(service);
});
after(() => service.close());

const end = (
  { buyer, token }: BuyerScene,
  { uuid }: Pick<DocumentView, 'uuid'>,
  verb: Verb,
  { reason = WORDS, key }: { readonly reason?: unknown; readonly key?: string } = {},
): Promise<Response> =>
  service.call('POST', `${buyer}/kyc/documents/${uuid}/${verb}`, {
    token,
    body: { reason },
    ...(key !== undefined && { key }),
  });

async function ended(scene: BuyerScene, document: DocumentView, verb: Verb): Promise<EndedView> {
  const answer = await end(scene, document, verb);
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()) as EndedView;
}

const trailOf = ({ uuid }: DocumentView): Promise<object[]> =>
  service.db.read(sql`select action, details from audit_events
    where subject_id = ${uuid}::uuid and action in ('document.reject', 'document.withdraw')`);

describe('a document that ends', () => {
  for (const [verb, status, at] of [
    ['reject', 'REJECTED', 'rejectedAt'],
    ['withdraw', 'WITHDRAWN', 'withdrawnAt'],
  ] as const)
    it(`by ${verb} is ${status} with its reason, counts no more, and makes room for a new one`, async () => {
      const scene = await sceneWithBuyer(service);
      for (const type of ['COC_EXTRACT', 'AML_DECLARATION', 'CONTACT_PASSPORT']) await kyc.uploaded(scene, { type });
      const document = await kyc.uploaded(scene, { type: 'VAT_CERTIFICATE' });
      assert.equal((await kyc.statusOf(scene))['documentsComplete'], true);
      const { [at]: endedAt, ...view } = await ended(scene, document, verb);
      assert.ok(endedAt !== undefined && endedAt >= document.createdAt);
      assert.deepEqual(view, { ...document, status, reason: WORDS });
      assert.equal((await kyc.statusOf(scene))['documentsComplete'], false);
      assert.deepEqual(await kyc.listed(scene, `?status=${status}`), [{ ...view, [at]: endedAt }]);
      assert.deepEqual(await trailOf(document), [{ action: `document.${verb}`, details: { type: 'VAT_CERTIFICATE' } }]);
      const next = await kyc.uploaded(scene, { type: 'VAT_CERTIFICATE' });
      assert.deepEqual(
        (await kyc.listed(scene, '?type=VAT_CERTIFICATE')).map((one) => [one.uuid, one.status]),
        [
          [next.uuid, 'ACTIVE'],
          [document.uuid, status],
        ],
      );
      assert.equal((await kyc.statusOf(scene))['documentsComplete'], true);
    });

  it('ends once, by whatever way; the same call is answered the same', async () => {
    const scene = await sceneWithBuyer(service);
    const document = await kyc.uploaded(scene);
    const key = randomUUID();
    const [first, twin] = await Promise.all([1, 2].map(() => end(scene, document, 'reject', { key })));
    assert.deepEqual([first?.status, twin?.status], [200, 200]);
    assert.equal(await first?.text(), await twin?.text());
    for (const verb of ['reject', 'withdraw'] as const) {
      const problem = await expectProblem(await end(scene, document, verb), 'document-not-active');
      assert.equal(problem.currentResource?.['status'], 'REJECTED');
    }
    const [older, newer] = [await kyc.uploaded(scene), await kyc.uploaded(scene)];
    const problem = await expectProblem(await end(scene, older, 'reject'), 'document-not-active');
    assert.equal(problem.currentResource?.['status'], 'SUPERSEDED');
    const answers = await Promise.all([
      ...Array.from({ length: 4 }, () => end(scene, newer, 'reject')),
      ...Array.from({ length: 4 }, () => end(scene, newer, 'withdraw')),
    ]);
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, ...Array.from({ length: 7 }, () => 409)]);
    assert.equal((await trailOf(newer)).length, 1);
  });

  it('is refused without a reason that can be read, and for others', async () => {
    const scene = await sceneWithBuyer(service);
    const other = await sceneWithBuyer(service);
    const document = await kyc.uploaded(scene);
    for (const verb of ['reject', 'withdraw'] as const) {
      for (const reason of ['', ' ', 7, null, 'x'.repeat(501)])
        await expectProblem(await end(scene, document, verb, { reason }), 'validation-error');
      await expectProblem(await end(other, document, verb), 'not-found');
      await expectProblem(await end({ ...scene, token: other.token }, document, verb), 'forbidden');
      await expectProblem(await end(scene, { uuid: randomUUID() }, verb), 'not-found');
    }
    assert.deepEqual(await kyc.listed(scene), [document]);
  });
});

describe('on the page of the buyer', () => {
  it('a rejected type is asked for again with the reason, until he sends it', async () => {
    const scene = await sceneWithBuyer(service);
    const portal = createPortalScene(service, scene);
    const document = await kyc.uploaded(scene, { type: 'VAT_CERTIFICATE' });
    const invited = await portal.invited({ requestedDocuments: ['COC_EXTRACT'] });
    const elsewhere = await invite(service, await sceneWithBuyer(service), { requestedDocuments: ['COC_EXTRACT'] });
    const visitor = await portal.started(invited, ['COC_EXTRACT']);
    const before = await expectPage(await visitor.get('/kyc/documents'), 200, 'documents.title');
    assert.doesNotMatch(before, /data-document="VAT_CERTIFICATE"/);
    await ended(scene, document, 'reject');

    const page = await expectPage(await visitor.get('/kyc/documents'), 200, 'documents.title');
    assert.match(page, /data-document="VAT_CERTIFICATE"/);
    assert.ok(
      page.includes('It is of 2019.') && page.includes('&#60;b&#62;soon&#60;/b&#62;') && !page.includes('<b>soon'),
    );
    const seller = scene.org.sellers[0]?.name ?? '';
    assert.ok(page.includes(textOf('documents.askedAgain').replace('{{seller}}', seller)));
    await expectPage(await visitor.send(), 422, 'review.title');
    await visitor.prepare(invited.invitation.publicLinkUrl, ['VAT_CERTIFICATE']);
    expectRedirect(await visitor.send(), '/kyc/done');
    const [newest] = await kyc.listed(scene, '?type=VAT_CERTIFICATE');
    assert.equal(newest?.status, 'ACTIVE');

    await ended(scene, newest ?? document, 'withdraw');
    const later = await portal.invited({ requestedDocuments: ['VAT_CERTIFICATE'] });
    const again = await portal.started(later);
    const last = await expectPage(await again.get('/kyc/documents'), 200, 'documents.title');
    assert.ok(!last.includes('It is of 2019.'), 'a withdrawal is nothing to the buyer');
    const rows = await service.db.read<{
      requested_documents: string[];
    }>(sql`select requested_documents from invitations
      where id = any(${[invited.invitation.uuid, elsewhere.invitation.uuid]}::uuid[]) order by cardinality(requested_documents) desc`);
    assert.deepEqual(
      rows.map((row) => row.requested_documents),
      [['COC_EXTRACT', 'VAT_CERTIFICATE'], ['COC_EXTRACT']],
    );
  });

  it('sending and rejecting at once end in one of two orders, and never in a failure', async () => {
    const scene = await sceneWithBuyer(service);
    const portal = createPortalScene(service, scene);
    for (let round = 0; round < 12; round += 1) {
      const document = await kyc.uploaded(scene, { type: 'COC_EXTRACT' });
      const invited = await portal.invited({ requestedDocuments: ['COC_EXTRACT'] });
      const visitor = await portal.started(invited, ['COC_EXTRACT']);
      const [sent, rejected] = await Promise.all([visitor.send(), end(scene, document, 'reject')]);
      expectRedirect(sent, '/kyc/done');
      const [newest, older] = await kyc.listed(scene, '?type=COC_EXTRACT');
      assert.equal(newest?.status, 'ACTIVE');
      assert.deepEqual(
        [older?.uuid, older?.status],
        [document.uuid, rejected.status === 200 ? 'REJECTED' : 'SUPERSEDED'],
      );
      if (rejected.status !== 200) await expectProblem(rejected, 'document-not-active');
    }
  });
});
