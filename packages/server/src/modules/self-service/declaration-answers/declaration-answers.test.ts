import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { createPortalScene, expectRedirect } from '../../../../../harness/src/portal.ts';
import { type BuyerScene, type InvitationScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { COMPLETE_TYPES, textOf, type Visitor } from '../../../../../harness/src/visitor.ts';
import { makePdf } from '../../files/sample-files.ts';
import { setDeclaration } from '../../parties/declaration/index.ts';
import { FIELDS, sign } from '../declarations/declarations.test-support.ts';
import type { SubmittedDeclaration, InvitationSubmission } from '../../../../../sdk/src/index.ts';

const ASKED = { requestedDocuments: ['AML_DECLARATION'] };
const REMOVAL = /action="([^"]+\/documents\/[^"]+\/remove)"/;
const RESTORE = /action="([^"]+\/documents\/[^"]+\/restore)"/;

describe('what was declared on the page, as data', () => {
  let service: TestService;
  let buyer: BuyerScene;
  before(async () => {
    service = await startService();
    buyer = await sceneWithBuyer(service);
  });
  after(() => service.close());

  async function begun(scene = buyer): Promise<{ scene: InvitationScene; visitor: Visitor }> {
    const portal = createPortalScene(service, scene);
    const invited = await portal.invited(ASKED);
    return { scene: invited, visitor: await portal.started(invited) };
  }

  async function submissionOf({ path, token }: InvitationScene): Promise<InvitationSubmission> {
    const answer = await service.call('GET', `${path}/submission`, { token, headers: { 'x-purpose': 'kyc review' } });
    assert.equal(answer.status, 200);
    return (await answer.json()) as InvitationSubmission;
  }

  function readingsOf(
    { buyerId }: BuyerScene,
    kind = 'KYC_DECLARATION',
  ): Promise<{ subject_id: string; purpose: string | null }[]> {
    return service.db.read(sql`select subject_id, purpose from pii_access_log
      where buyer_id = ${buyerId}::uuid and subject_kind = ${kind} order by id`);
  }

  /** Of all invitations of the buyer. */
  function kept({ buyerId }: BuyerScene): Promise<{ file_id: string; sealed: Buffer }[]> {
    return service.db
      .read(sql`select a.file_id, a.sealed from declaration_answers a join kyc_files f on f.id = a.file_id
      left join kyc_documents d on d.id = f.document_id
      left join invitations i on i.id = coalesce(f.invitation_id, f.removed_from_invitation_id)
      where coalesce(d.buyer_id, i.buyer_id) = ${buyerId}::uuid`);
  }

  it('stands in the submission, says what the paper says, and its reading is written down', async () => {
    const { scene, visitor } = await begun(await sceneWithBuyer(service));
    await sign(visitor, { hasNoOwner: '' });
    const [row, ...others] = await kept(scene);
    assert.equal(others.length, 0);
    assert.ok(row && !row.sealed.includes(FIELDS.place) && !row.sealed.includes('1975'), 'sealed');
    expectRedirect(await visitor.send(), '/kyc/done');
    const { declaration, documents } = await submissionOf(scene);
    assert.ok(declaration);
    const { documentUuid, signedAt, templateVersion, ...said } = declaration;
    assert.deepEqual(
      documents.map(({ uuid, type }) => [uuid, type]),
      [[documentUuid, 'AML_DECLARATION']],
    );
    assert.match(signedAt, /^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    assert.match(templateVersion, /^[\w-]{22}$/);
    const [seller] = scene.org.sellers;
    assert.deepEqual(said, {
      language: 'en',
      title: textOf('documentType.AML_DECLARATION'),
      statements: [
        textOf('declaration.statementTrue'),
        textOf('declaration.statementChanges').replace('{{seller}}', seller?.name ?? ''),
      ],
      company: { companyName: 'Garagem Central Lda', vatNumber: await vatNumberOf(scene), country: 'PT' },
      signer: { name: FIELDS.signerName, role: FIELDS.signerRole },
      signature: FIELDS.signature,
      place: FIELDS.place,
      hasBeneficialOwner: true,
      persons: [
        { name: FIELDS['person1-name'], birthDate: '1975-03-09', country: 'BG', sharePercent: 33.5 },
        { name: FIELDS['person2-name'], country: 'GR', sharePercent: 66.5 },
      ],
      sourcesOfFunds: ['BUSINESS', 'OTHER'],
      otherSourceOfFunds: FIELDS.fundsWords,
      politicallyExposed: false,
      onOwnAccount: true,
    });
    assert.deepEqual(await readingsOf(scene), [{ subject_id: row.file_id, purpose: 'kyc review' }]);
    assert.ok(!service.logLines.some((line) => line.includes(FIELDS.place)), 'no words in the log');
  });

  async function vatNumberOf({ buyer: path, token }: BuyerScene): Promise<string> {
    const { vatNumber } = (await (await service.call('GET', path, { token })).json()) as { vatNumber: string };
    return vatNumber;
  }

  it('is for whoever may download the paper; others read the rest, and no reading of it is written down', async () => {
    const scene = await sceneWithBuyer(service, { capabilities: { allowKycDocumentDownload: false } });
    const { scene: invited, visitor } = await begun(scene);
    await sign(visitor);
    expectRedirect(await visitor.send(), '/kyc/done');
    const { declaration, documents } = await submissionOf(invited);
    assert.equal(declaration, undefined);
    assert.equal(documents.length, 1);
    assert.deepEqual(await readingsOf(scene), []);
    assert.equal((await readingsOf(scene, 'KYC_SUBMISSION')).length, 1);
  });

  it('is told by the path of the seller too, and to nobody else', async () => {
    const { scene, visitor } = await begun();
    await sign(visitor);
    expectRedirect(await visitor.send(), '/kyc/done');
    const ofSeller = {
      ...scene,
      path: `${scene.partner}/self-service-invitations/${scene.invitation.uuid}`,
    };
    assert.deepEqual((await submissionOf(ofSeller)).declaration, (await submissionOf(scene)).declaration);
    const other = await sceneWithBuyer(service);
    const theirs = `${other.partner}/self-service-invitations/${scene.invitation.uuid}/submission`;
    assert.equal((await service.call('GET', theirs, { token: other.token })).status, 404);
  });

  it('is that of the paper that counts: the later one, and none where a file was sent instead', async () => {
    const { scene, visitor } = await begun(await sceneWithBuyer(service));
    const own = { type: 'AML_DECLARATION', fileName: 'own.pdf', bytes: new Uint8Array(makePdf()) };
    expectRedirect(await visitor.upload(own), '/kyc/documents');
    await sign(visitor);
    await sign(visitor, { place: 'Πάτρα' });
    assert.equal((await kept(scene)).length, 1);
    expectRedirect(await visitor.send(), '/kyc/done');
    assert.equal((await submissionOf(scene)).declaration?.place, 'Πάτρα');

    const uploaded = await begun(scene);
    expectRedirect(await uploaded.visitor.upload(own), '/kyc/documents');
    expectRedirect(await uploaded.visitor.send(), '/kyc/done');
    assert.equal((await submissionOf(uploaded.scene)).declaration, undefined);
    const late = await submissionOf(scene);
    assert.equal(late.declaration?.place, 'Πάτρα', 'a newer paper does not change what was declared then');
  });

  it('goes with its paper when that is removed, and comes back with it', async () => {
    const { scene, visitor } = await begun(await sceneWithBuyer(service));
    await sign(visitor);
    const [, removal = ''] = REMOVAL.exec(await (await visitor.get('/kyc/documents')).text()) ?? [];
    expectRedirect(await visitor.post(removal), '/kyc/documents');
    const [, restore = ''] = RESTORE.exec(await (await visitor.get('/kyc/documents')).text()) ?? [];
    expectRedirect(await visitor.post(restore), '/kyc/documents');
    expectRedirect(await visitor.send(), '/kyc/done');
    assert.equal((await submissionOf(scene)).declaration?.place, FIELDS.place);
  });

  it('says by its version in which words it was declared', async () => {
    const scene = await sceneWithBuyer(service);
    const setWords = (template: object): Promise<void> =>
      setDeclaration(service.db, scene.org.organizationId, { template: Buffer.from(JSON.stringify(template)) });
    const declared = async (): Promise<SubmittedDeclaration> => {
      const { scene: invited, visitor } = await begun(scene);
      await sign(visitor);
      expectRedirect(await visitor.send(), '/kyc/done');
      const { declaration } = await submissionOf(invited);
      assert.ok(declaration);
      return declaration;
    };
    const ofHouse = await declared();
    const title = { en: 'Declaration of the market', de: 'Erklärung des Marktes' };
    const template = { title, statements: [{ en: 'All of it is true.' }] };
    await setWords(template);
    const own = await declared();
    assert.deepEqual([own.title, own.statements], [title.en, ['All of it is true.']]);
    await setWords({ ...template, title: { ...title, de: 'Erklärung' } });
    const changed = await declared();
    await setWords(template);
    const versions = [ofHouse, own, changed].map(({ templateVersion }) => templateVersion);
    assert.equal(new Set(versions).size, 3);
    assert.equal((await declared()).templateVersion, own.templateVersion);
  });

  it('goes with the erasure of its buyer, though the paper of a complete file is kept', async () => {
    const scene = await sceneWithBuyer(service);
    const portal = createPortalScene(service, scene);
    const invited = await portal.invited();
    const visitor = await portal.started(
      invited,
      COMPLETE_TYPES.filter((type) => type !== 'AML_DECLARATION'),
    );
    await sign(visitor);
    expectRedirect(await visitor.send(), '/kyc/done');
    assert.equal((await kept(scene)).length, 1);
    const body = { reason: 'A letter.' };
    assert.equal((await service.call('POST', `${scene.buyer}/erase`, { token: scene.token, body })).status, 200);
    const { declaration, documents } = await submissionOf(invited);
    assert.equal(declaration, undefined);
    assert.ok(documents.some(({ type }) => type === 'AML_DECLARATION'));
    assert.deepEqual(await kept(scene), []);
  });
});
