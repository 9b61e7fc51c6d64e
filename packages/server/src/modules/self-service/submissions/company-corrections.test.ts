import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { pressAtOnce } from '../../../../../harness/src/press-at-once.ts';
import { createPortalScene, expectPage, expectRedirect, type PortalScene } from '../../../../../harness/src/portal.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import {
  addBuyer,
  type BuyerScene,
  invite,
  type InvitationScene,
  sceneWithBuyer,
} from '../../../../../harness/src/scene.ts';
import { submissionReference } from './submission-reference.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { createVisitor, NOTICE_VERSION, pathOfLink, textOf, type Visitor } from '../../../../../harness/src/visitor.ts';
import type { InvitationSubmission } from '../../../../../sdk/src/index.ts';

const HOSTILE = `<img src=x onerror=alert(1)> "' {{seller}} \u202e%s`;

describe('corrections of the company data', () => {
  let service: TestService;
  let buyer: BuyerScene;
  let portal: PortalScene;
  before(async () => {
    service = await startService();
    buyer = await sceneWithBuyer(service);
    portal = createPortalScene(service, buyer);
  });
  after(() => service.close());

  async function begun(): Promise<{ scene: InvitationScene; visitor: Visitor }> {
    const scene = await portal.invited({ requestedDocuments: ['COC_EXTRACT'] });
    return { scene, visitor: await portal.started(scene, ['COC_EXTRACT']) };
  }

  const say = (visitor: Visitor, fields: Record<string, string>): Promise<Response> =>
    visitor.post('/kyc/company', fields);

  const ofPartner = (scene: InvitationScene): string =>
    `/v1/partners/${scene.org.sellerId}/self-service-invitations/${scene.invitation.uuid}/submission`;

  async function submissionOf(scene: InvitationScene): Promise<InvitationSubmission> {
    const [one, other] = await Promise.all(
      [`${scene.path}/submission`, ofPartner(scene)].map((path) =>
        service.call('GET', path, { token: scene.token, headers: { 'x-purpose': 'check of the file' } }),
      ),
    );
    assert.deepEqual([one?.status, other?.status], [200, 200]);
    const view = (await one?.json()) as InvitationSubmission;
    assert.deepEqual(await other?.json(), view);
    return view;
  }

  async function usedEvents({ invitation }: InvitationScene): Promise<object[]> {
    const rows = await service.db.read<{ data: object }>(sql`select data from events
      where data->>'invitationUuid' = ${invitation.uuid} and type = 'self_service_invitation.used'`);
    return rows.map(({ data }) => data);
  }

  const recordOf = async (scene: BuyerScene): Promise<Record<string, unknown>> =>
    (await (await service.call('GET', scene.buyer, { token: scene.token })).json()) as Record<string, unknown>;

  it('reach the integrator one by one, beside what was given, and change nothing by themselves', async () => {
    const { scene, visitor } = await begun();
    const before = await recordOf(scene);
    const given = before['address'] as Record<string, string>;
    expectRedirect(await say(visitor, { street: ' Rua  Nova 7 ', city: given['city'] ?? '' }), '/kyc/review');
    const review = await expectPage(await visitor.get('/kyc/review'), 200, 'review.title');
    assert.match(review, new RegExp(`<del>.*${given['street']}.*</del>[^]*<ins>.*Rua Nova 7.*</ins>`));
    expectRedirect(await visitor.send(), '/kyc/done');

    const { uuid, reference, submittedAt, consentedAt, documents, notSupplied, ...facts } = await submissionOf(scene);
    const receipt = await expectPage(await visitor.get('/kyc/done'), 200, 'receipt.title');
    assert.ok(receipt.includes(`>${reference}<`), 'what the buyer has is found by it');
    assert.equal(reference, submissionReference(uuid));
    assert.deepEqual(notSupplied, []);
    assert.match(uuid, /^[0-9a-f-]{36}$/);
    assert.match(submittedAt, /Z$/);
    assert.equal(consentedAt, submittedAt);
    assert.deepEqual(
      documents.map(({ type }) => type),
      ['COC_EXTRACT'],
    );
    assert.deepEqual(facts, {
      consentVersion: NOTICE_VERSION,
      companyData: {
        confirmed: false,
        corrections: [{ field: 'address.street', given: given['street'], corrected: 'Rua Nova 7' }],
      },
    });
    assert.deepEqual(await recordOf(scene), before);
    const [event, ...others] = await usedEvents(scene);
    assert.equal(others.length, 0);
    assert.equal((event as { companyDataRemark?: boolean }).companyDataRemark, true);
    assert.doesNotMatch(JSON.stringify(event), /Rua Nova/);
    const read = await service.db.read(sql`select distinct subject_kind, purpose from pii_access_log
      where subject_id::text = ${uuid}`);
    assert.deepEqual(read, [{ subject_kind: 'KYC_SUBMISSION', purpose: 'check of the file' }]);
  });

  it('may be of every field, with a remark, and hold anything', async () => {
    const { scene, visitor } = await begun();
    const wrong = {
      companyName: HOSTILE,
      vatNumber: 'gr 123 456 789',
      street: '😀'.repeat(200),
      postCode: '105 57',
      city: 'Αθήνα',
      country: 'GR',
    };
    expectRedirect(await say(visitor, { ...wrong, remark: 'We moved.' }), '/kyc/review');
    const review = await expectPage(await visitor.get('/kyc/review'), 200, 'review.title');
    assert.doesNotMatch(review, /<img src=x/);
    expectRedirect(await visitor.send(), '/kyc/done');
    const receipt = await expectPage(await visitor.get('/kyc/done'), 200, 'receipt.title');
    for (const words of ['EL123456789', wrong.street, 'Αθήνα', 'Greece'])
      assert.ok(receipt.includes(`<ins><bdi>${words}</bdi></ins>`), words);
    assert.doesNotMatch(receipt, /<img src=x/);
    const { companyData } = await submissionOf(scene);
    assert.equal(companyData.remark, 'We moved.');
    assert.deepEqual(
      companyData.corrections.map(({ field, corrected }) => [field, corrected]),
      [
        ['companyName', HOSTILE],
        ['vatNumber', 'EL123456789'],
        ['address.street', wrong.street],
        ['address.postCode', wrong.postCode],
        ['address.city', wrong.city],
        ['address.country', 'GR'],
      ],
    );
  });

  it('are none where nothing was changed, and shown again with what is wrong', async () => {
    const { visitor } = await begun();
    const { companyName, vatNumber } = (await recordOf(buyer)) as Record<string, string>;
    const asItStands = { companyName: ` ${companyName} `, vatNumber: vatNumber?.toLowerCase() ?? '' };
    for (const fields of [{}, asItStands]) expectRedirect(await say(visitor, fields), '/kyc/review');
    const cases: [Record<string, string>, string, string?][] = [
      [{ companyName: 'x'.repeat(201) }, 'company.errorFieldLong', 'x'.repeat(201)],
      [{ companyName: '\u3164' }, 'company.errorField'],
      [{ city: '   ' }, 'company.errorField'],
      [{ city: 'a\0b' }, 'company.errorField', 'ab'],
      [{ city: '😀'.repeat(101), remark: 'kept words' }, 'company.errorFieldLong', 'kept words'],
      [{ postCode: '' }, 'company.errorField'],
      [{ postCode: '1'.repeat(21) }, 'company.errorFieldLong'],
      [{ vatNumber: '12-34' }, 'company.errorVatNumber', '12-34'],
      [{ vatNumber: `PT${'1'.repeat(19)}` }, 'company.errorFieldLong'],
      [{ country: 'XX' }, 'company.errorField'],
      [{ country: '' }, 'company.errorField'],
    ];
    for (const [fields, key, shown = ''] of cases) {
      const page = await expectPage(await say(visitor, fields), 422, 'company.title');
      const words =
        textOf(key)
          .split('}}')
          .at(-1)
          ?.split('{{')[0]
          ?.replace(/^[:.]\s*/, '') ?? '?';
      assert.ok(page.includes(words), `${JSON.stringify(fields).slice(0, 60)}: ${words}`);
      assert.ok(page.includes(shown), `${JSON.stringify(fields).slice(0, 60)} is shown again`);
    }
    assert.equal((await visitor.get('/kyc/company')).status, 200);
  });

  it('go with a change of mind, and are there in another session', async () => {
    const { scene, visitor } = await begun();
    expectRedirect(await say(visitor, { city: 'Braga' }), '/kyc/review');
    const other = createVisitor(service);
    await other.post(`${pathOfLink(scene.invitation.publicLinkUrl)}/start`);
    const again = await (await other.get('/kyc/company')).text();
    assert.match(again, /name="city"[^>]*value="Braga"/);
    const city = ((await recordOf(scene))['address'] as Record<string, string>)['city'] ?? '';
    assert.match(again, new RegExp(`${textOf('company.given')} <bdi>${city}</bdi>`), 'what was given stands beside it');
    expectRedirect(await other.post('/kyc/company', { city }), '/kyc/review');
    assert.doesNotMatch(await (await visitor.get('/kyc/review')).text(), /Braga/);
    expectRedirect(await visitor.send(), '/kyc/done');
    const { companyData } = await submissionOf(scene);
    assert.deepEqual(companyData, { confirmed: true, corrections: [] });
    assert.ok(!('companyDataRemark' in ((await usedEvents(scene))[0] ?? {})));
  });

  it('that a colleague makes while it is sent are in the submission and told', async () => {
    const { scene, visitor } = await begun();
    const corrections = [{ field: 'address.city', given: 'Porto', corrected: 'Braga' }];
    const [sent] = await pressAtOnce({ service, scene }, [() => visitor.send()], (holder) =>
      holder.query(
        'insert into kyc_drafts (invitation_id, company_confirmed, company_corrections) values ($1, false, $2)',
        [scene.invitation.uuid, JSON.stringify(corrections)],
      ),
    );
    assert.ok(sent);
    expectRedirect(sent, '/kyc/done');
    const { companyData } = await submissionOf(scene);
    const [event] = await usedEvents(scene);
    assert.equal(companyData.corrections.length, 1, 'what is there when it commits is in it');
    assert.ok('companyDataRemark' in (event ?? {}));
    assert.equal(companyData.confirmed, false);
  });

  it('are nobody else’s to read, and not there before they are sent', async () => {
    const { scene, visitor } = await begun();
    expectRedirect(await say(visitor, { city: 'Braga' }), '/kyc/review');
    for (const path of [`${scene.path}/submission`, ofPartner(scene)])
      await expectProblem(await service.call('GET', path, { token: scene.token }), 'not-found');
    expectRedirect(await visitor.send(), '/kyc/done');
    await submissionOf(scene);

    const foreign = await sceneWithBuyer(service);
    await expectProblem(await service.call('GET', `${scene.path}/submission`, { token: foreign.token }), 'forbidden');
    const [mine, theirs] = [scene.invitation.uuid, foreign.org.sellerId];
    const elsewhere = [
      `/v1/partners/${theirs}/self-service-invitations/${mine}/submission`,
      `${foreign.buyer}/kyc/self-service-invitations/${mine}/submission`,
    ];
    for (const path of elsewhere)
      await expectProblem(await service.call('GET', path, { token: foreign.token }), 'not-found');
    const sibling = await invite(service, await addBuyer(service, scene.org, scene.token));
    const asSibling = `${sibling.buyer}/kyc/self-service-invitations/${mine}/submission`;
    await expectProblem(await service.call('GET', asSibling, { token: scene.token }), 'not-found');
    await expectProblem(
      await service.call('GET', `${scene.path.replace(mine, 'nonsense')}/submission`, { token: scene.token }),
      'not-found',
    );
  });
});
