import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { pressAtOnce } from '../../../../../harness/src/press-at-once.ts';
import { createPortalScene, expectPage, expectRedirect, type PortalScene } from '../../../../../harness/src/portal.ts';
import { type InvitationScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { textOf, type Visitor } from '../../../../../harness/src/visitor.ts';
import { makePdf } from '../../files/sample-files.ts';
import { readPdf } from '../../../platform/pdf/read-pdf.test-support.ts';
import { DECLARATION, FIELDS, fileNames, submittedDeclarations, ticksOf } from './declarations.test-support.ts';

const ASKED = { requestedDocuments: ['AML_DECLARATION'] };
const NAME = /^declaration-20\d\d-\d\d-\d\d\.pdf$/;
const UPLOADED = new Uint8Array(makePdf());

describe('the declaration on the page', () => {
  let service: TestService;
  let portal: PortalScene;
  before(async () => {
    service = await startService();
    portal = createPortalScene(service, await sceneWithBuyer(service));
  });
  after(() => service.close());

  async function sign(visitor: Visitor, changes: Readonly<Record<string, string>> = {}): Promise<Response> {
    return visitor.post(DECLARATION, { ...FIELDS, ...(await ticksOf(visitor)), ...changes });
  }

  async function draftedOf({ invitation }: InvitationScene): Promise<number> {
    const files = await service.db.read(sql`select id from kyc_files where invitation_id = ${invitation.uuid}::uuid`);
    return files.length;
  }

  it('becomes a PDF in the draft, in the language of its signer and in English, and goes to the integrator', async () => {
    const scene = await portal.invited(ASKED);
    const visitor = await portal.started(scene);
    expectRedirect(
      await visitor.post('/kyc/company', {
        from: 'declaration',
        companyName: 'Γκαράζ Κεντρικό ΑΕ',
        vatNumber: 'EL123456783',
      }),
      '/kyc/declaration',
    );
    await (await visitor.get('/kyc/documents?lang=el')).text();
    expectRedirect(await sign(visitor), '/kyc/documents');
    const page = await (await visitor.get('/kyc/documents')).text();
    const names = await fileNames(visitor);
    assert.match(names.join(), NAME);
    assert.match(page, new RegExp(`<img\\s+class="file-preview"\\s+src="[^"]+/preview"`), 'it shows a preview');

    const [bytes = Buffer.alloc(0), ...others] = await submittedDeclarations(service, scene, visitor);
    assert.equal(others.length, 0);
    const { pages, catalog } = await readPdf(bytes);
    const text = pages.join(' ');
    assert.equal(catalog.get('Lang'), '(el)');
    for (const words of [
      'Δήλωση κατά του ξεπλύματος χρήματος',
      textOf('documentType.AML_DECLARATION'),
      'Γκαράζ Κεντρικό ΑΕ',
      'EL123456783',
      scene.org.sellers[0]?.name ?? '',
      'Αθηνά Παπαδοπούλου',
      'Διαχειρίστρια',
      'Стоян Димитров',
      '9 Μαρτίου 1975 / 9 March 1975',
      'Βουλγαρία / Bulgaria',
      '33,5%',
      'Ελένη Ζαχαρίου',
      'Ελλάδα / Greece',
      `${textOf('declaration.funds.business')}`,
      'Κληρονομιά',
      'Ναι / Yes',
      'Όχι / No',
      textOf('declaration.statementTrue'),
      'Όλα όσα αναφέρονται εδώ είναι αληθή και πλήρη.',
      'Θεσσαλονίκη',
      scene.invitation.uuid,
      'signed electronically by typing the name (simple electronic signature, eIDAS art. 3(10))',
    ])
      assert.ok(text.includes(words), `${words} is not in: ${text}`);
    assert.match(text, /20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \(UTC\)/);
    assert.ok(!text.includes(textOf('declaration.funds.sale')), 'what was not chosen is not there');
    assert.ok(!service.logLines.some((line) => /Παπαδοπούλου|Димитров|Κληρονομιά/.test(line)), 'no words in the log');
  });

  it('says everything once where the signer reads English', async () => {
    const scene = await portal.invited(ASKED);
    const visitor = await portal.started(scene);
    expectRedirect(await sign(visitor), '/kyc/documents');
    const [bytes = Buffer.alloc(0)] = await submittedDeclarations(service, scene, visitor);
    const text = (await readPdf(bytes)).pages.join(' ');
    assert.equal(text.split(textOf('declaration.statementTrue')).length, 2);
    assert.equal(text.split(textOf('declaration.kind')).length, 2);
  });

  it('keeps what was typed and says what is missing, and adds nothing', async () => {
    const visitor = await portal.started(await portal.invited(ASKED));
    const ticks = await ticksOf(visitor);
    const wrong = {
      ...FIELDS,
      ...ticks,
      statement2: 'other words',
      signerRole: ' ',
      'person1-share': '133',
      'person1-birthDate': '2999-01-01',
      'person2-country': '',
      signature: '',
      isOnOwnAccount: '',
    };
    const answer = await visitor.post(DECLARATION, wrong);
    const page = await expectPage(answer, 422, 'documentType.AML_DECLARATION');
    const linked = [...page.matchAll(/<li><a href="#([^"]+)">/g)].map(([, id]) => id);
    assert.deepEqual(linked, [
      'declaration-signerRole',
      'declaration-person1-birthDate',
      'declaration-person1-share',
      'declaration-person2-country',
      'declaration-isOnOwnAccount',
      'declaration-statement2',
      'declaration-signature',
    ]);
    for (const id of linked) assert.match(page, new RegExp(`id="${id}"`), `there is ${id}`);
    for (const value of [FIELDS.signerName, '133', '2999-01-01', FIELDS['person2-name'], FIELDS.place])
      assert.ok(page.includes(`value="${value}"`), value);
    assert.match(page, /<details class="more" open>/, 'what is wrong stands open');
    assert.match(page, /id="declaration-statement1"[^>]+checked/);
    assert.doesNotMatch(page, /id="declaration-statement2"[^>]+checked/);
    assert.deepEqual(await fileNames(visitor), []);
  });

  it('asks for somebody, and for a share only of owners', async () => {
    const visitor = await portal.started(await portal.invited(ASKED));
    const nobody = { 'person1-name': '', 'person1-birthDate': '', 'person1-country': '', 'person1-share': '' };
    const second = { 'person2-name': '', 'person2-country': '', 'person2-share': '' };
    const page = await (await sign(visitor, { ...nobody, ...second, hasNoOwner: 'yes' })).text();
    assert.ok(page.includes(textOf('declaration.errorOwners')));
    expectRedirect(await sign(visitor, { ...second, 'person1-share': '', hasNoOwner: 'yes' }), '/kyc/documents');
    assert.equal((await fileNames(visitor)).length, 1);
  });

  it('of several presses at once and one after another is one file, and what was uploaded stays', async () => {
    const scene = await portal.invited(ASKED);
    const visitor = await portal.started(scene);
    expectRedirect(
      await visitor.upload({ type: 'AML_DECLARATION', fileName: 'own.pdf', bytes: UPLOADED }),
      '/kyc/documents',
    );
    const fields = { ...FIELDS, ...(await ticksOf(visitor)) };
    const presses = await pressAtOnce(
      { service, scene },
      [1, 2].map(() => () => visitor.post(DECLARATION, fields)),
    );
    for (const press of presses) expectRedirect(press, '/kyc/documents');
    const names = await fileNames(visitor);
    assert.equal(names.length, 2);
    assert.ok(names.includes('own.pdf'));
    expectRedirect(await sign(visitor, { place: 'Πάτρα' }), '/kyc/documents');
    assert.equal((await fileNames(visitor)).length, 2);
    const declarations = await submittedDeclarations(service, scene, visitor);
    const texts = await Promise.all(declarations.map(async (bytes) => (await readPdf(bytes)).pages.join(' ')));
    assert.equal(texts.filter((text) => text.includes('Πάτρα')).length, 1, 'the later one is there');
    assert.equal(texts.filter((text) => text.includes('Θεσσαλονίκη')).length, 0, 'the earlier one is not');
  });

  it('is removed like any other file', async () => {
    const visitor = await portal.started(await portal.invited(ASKED));
    expectRedirect(await sign(visitor), '/kyc/documents');
    const page = await (await visitor.get('/kyc/documents')).text();
    const action = /action="([^"]+\/documents\/[^"]+\/remove)"/.exec(page)?.[1] ?? '';
    expectRedirect(await visitor.post(action), '/kyc/documents');
    assert.deepEqual(await fileNames(visitor), []);
  });

  it('keeps to the limit of files, and takes its own earlier place in a full draft', async () => {
    const scene = await portal.invited();
    const visitor = await portal.started(scene);
    for (let n = 0; n < 19; n += 1)
      expectRedirect(
        await visitor.upload({ type: 'ADDRESS_PROOF', fileName: `${n}.pdf`, bytes: UPLOADED }),
        '/kyc/documents',
      );
    expectRedirect(await sign(visitor), '/kyc/documents');
    assert.equal((await fileNames(visitor)).length, 20);
    expectRedirect(await sign(visitor, { place: 'Πάτρα' }), '/kyc/documents');
    assert.equal((await fileNames(visitor)).length, 20);

    const page = await (await visitor.get('/kyc/documents')).text();
    const removals = [...page.matchAll(/action="([^"]+\/documents\/[^"]+\/remove)"/g)].map(([, action = '']) => action);
    const own = page
      .split(/action="[^"]+\/documents\/[^"]+\/remove"/)
      .findIndex((part) => part.includes('declaration-20'));
    expectRedirect(await visitor.post(removals[own] ?? ''), '/kyc/documents');
    expectRedirect(
      await visitor.upload({ type: 'ADDRESS_PROOF', fileName: '20.pdf', bytes: UPLOADED }),
      '/kyc/documents',
    );
    const full = await expectPage(await sign(visitor), 422, 'documentType.AML_DECLARATION');
    assert.ok(full.includes(textOf('documents.errorTooManyFiles').replace('{{max}}', '20')));
    assert.ok(full.includes(`value="${FIELDS.place}"`), 'what was typed is kept');
    assert.equal((await fileNames(visitor)).length, 20);
  });

  it('of a link that is revoked in between keeps nothing, and says so', async () => {
    const scene = await portal.invited(ASKED);
    const visitor = await portal.started(scene);
    const fields = { ...FIELDS, ...(await ticksOf(visitor)) };
    await portal.revoke(scene);
    assert.equal((await visitor.post(DECLARATION, fields)).status, 410);
    assert.equal(await draftedOf(scene), 0);
  });

  it('of a link that is revoked while it is made is either there before, or not at all', async () => {
    const seen = new Set<number>();
    for (let pauseMs = 0; pauseMs < 1_000 && seen.size < 2; pauseMs += 40) {
      const scene = await portal.invited(ASKED);
      const visitor = await portal.started(scene);
      const pressing = visitor.post(DECLARATION, { ...FIELDS, ...(await ticksOf(visitor)) });
      await sleep(pauseMs);
      await portal.revoke(scene);
      const { status } = await pressing;
      seen.add(status);
      assert.equal(await draftedOf(scene), status === 303 ? 1 : 0);
    }
    assert.deepEqual([...seen].sort(), [303, 410]);
  });

  it('is offered where it is asked for, or else among other documents', async () => {
    const asked = await portal.started(await portal.invited(ASKED));
    const page = await (await asked.get('/kyc/documents')).text();
    assert.equal(page.split('/declaration"').length, 2, 'one link');
    const unasked = await portal.started(await portal.invited({ requestedDocuments: ['COC_EXTRACT'] }));
    const other = await (await unasked.get('/kyc/documents')).text();
    assert.match(
      other,
      new RegExp(`/declaration"\\s*>${textOf('documentType.AML_DECLARATION')}: ${textOf('declaration.link')}</a`),
    );
  });
});
