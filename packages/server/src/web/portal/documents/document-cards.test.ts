import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createPortalScene, type PortalScene } from '../../../../../harness/src/portal.ts';
import { sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { redPage } from '../../../modules/files/corpus-pdfs.test-support.ts';
import { textOf } from '../../../../../harness/src/visitor.ts';

const CONTACTS = ['CONTACT_ID_CARD', 'CONTACT_PASSPORT', 'CONTACT_DRIVING_LICENCE'];

describe('the cards of the documents', () => {
  let service: TestService;
  let portal: PortalScene;
  before(async () => {
    service = await startService();
    portal = createPortalScene(service, await sceneWithBuyer(service));
  });
  after(() => service.close());

  /** The markup of each card by its document, and the whole page. */
  async function cardsAfter(requestedDocuments: readonly string[], added: readonly string[]) {
    const visitor = await portal.started(await portal.invited({ requestedDocuments }));
    for (const [at, type] of added.entries()) {
      // Each its own file, with something on its page.
      const bytes = new Uint8Array(Buffer.concat([redPage(), Buffer.from(`%${at}`)]));
      assert.equal((await visitor.upload({ type, bytes })).status, 303);
    }
    const page = await (await visitor.get('/kyc/documents')).text();
    const cards = page.split('<section class="card document"').slice(1);
    const byDocument = new Map(cards.map((card) => [/data-document="(\w+)"/.exec(card)?.[1], card]));
    return { page, cardOf: (document: string): string => byDocument.get(document) ?? assert.fail(document) };
  }

  const isOpen = (card: string): boolean => /<details open>/.test(card);
  const kindsIn = (card: string): string[] =>
    Array.from(
      card.matchAll(/<(?:option|input type="(?:hidden|radio)" name="type") value="(\w+)"/g),
      ([, kind = '']) => kind,
    );

  it('hold what does as well: a passport stands in the card of the identity card, and nowhere else', async () => {
    const { page, cardOf } = await cardsAfter(['COC_EXTRACT', 'CONTACT_ID_CARD'], ['CONTACT_PASSPORT']);
    const identity = cardOf('CONTACT_ID_CARD');
    assert.ok(identity.includes(textOf('documents.added')) && identity.includes('extract.pdf'));
    assert.deepEqual(kindsIn(identity), CONTACTS);
    assert.ok(!cardOf('other').includes('extract.pdf'));
    assert.ok(!kindsIn(cardOf('other')).some((kind) => CONTACTS.includes(kind)));
    assert.ok(page.includes(textOf('documents.progress').replace('{{done}}', '1').replace('{{count}}', '2')));
  });

  it('never say "added" while they are empty, where two of a kind are asked for', async () => {
    const { cardOf } = await cardsAfter(['CONTACT_ID_CARD', 'CONTACT_PASSPORT'], ['CONTACT_PASSPORT']);
    assert.deepEqual(kindsIn(cardOf('CONTACT_ID_CARD')), ['CONTACT_ID_CARD', 'CONTACT_DRIVING_LICENCE']);
    assert.ok(!cardOf('CONTACT_ID_CARD').includes(textOf('documents.added')));
    assert.ok(cardOf('CONTACT_PASSPORT').includes(textOf('documents.added')));
  });

  it('are open where something is to be done next, and only there', async () => {
    const { cardOf } = await cardsAfter(['COC_EXTRACT', 'VAT_CERTIFICATE', 'AML_DECLARATION'], ['COC_EXTRACT']);
    const documents = ['COC_EXTRACT', 'VAT_CERTIFICATE', 'AML_DECLARATION', 'other'];
    const open = documents.filter((document) => isOpen(cardOf(document)));
    assert.deepEqual(open, ['VAT_CERTIFICATE']);
  });
});
