import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { createPortalScene, type PortalScene } from '../../../../../harness/src/portal.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import type { Visitor } from '../../../../../harness/src/visitor.ts';

describe('the name of a document in the country of the company', () => {
  let service: TestService;
  let portal: PortalScene;
  before(async () => {
    service = await startService();
    portal = createPortalScene(service, await sceneWithBuyer(service));
  });
  after(() => service.close());

  async function begun(requestedDocuments = ['COC_EXTRACT', 'BANK_STATEMENT']): Promise<Visitor> {
    return portal.started(await portal.invited({ requestedDocuments }));
  }

  async function linesOf(visitor: Visitor, language = 'en'): Promise<string[]> {
    const page = await (await visitor.get(`/kyc/documents?lang=${language}`)).text();
    return [...page.matchAll(/<p class="hint" data-local-name>([\s\S]*?)<\/p>/g)].map(([, line = '']) =>
      line.replaceAll(/\s+/g, ' ').trim(),
    );
  }

  it('stands once, in the language of the country, without a link where none is known', async () => {
    assert.deepEqual(await linesOf(await begun()), [
      'Portugal: <bdi lang="pt">Certidão permanente de registo comercial</bdi> (<bdi lang="pt">Conservatória do registo comercial</bdi>)',
    ]);
  });

  it('follows the country that the buyer corrected, in the language of the page', async () => {
    const visitor = await begun();
    await visitor.post('/kyc/company', { country: 'DE' });
    assert.deepEqual(await linesOf(visitor, 'de'), [
      'Deutschland: <bdi lang="de">Handelsregisterauszug</bdi> (<bdi lang="de">Gemeinsames Registerportal der Länder</bdi>), <a href="https://www.handelsregister.de/" rel="noopener noreferrer">handelsregister.de (andere Website)</a>',
    ]);
    await visitor.post('/kyc/company', { country: 'BE' });
    const [belgian = ''] = await linesOf(visitor);
    assert.match(belgian, /<bdi lang="nl">Kruispuntbank[^<]*<\/bdi> \/ <bdi lang="fr">Banque-Carrefour/);
    await visitor.post('/kyc/company', {});
    assert.match((await linesOf(visitor)).join(), /^Portugal/);
  });

  it('stands alone where everybody knows where the document comes from', async () => {
    const visitor = await begun(['CONTACT_PASSPORT', 'CONTACT_ID_CARD']);
    assert.deepEqual(await linesOf(visitor), [
      'Portugal: <bdi lang="pt">Passaporte</bdi>',
      'Portugal: <bdi lang="pt">Cartão de Cidadão</bdi>',
    ]);
    await visitor.post('/kyc/company', { country: 'DK' });
    assert.deepEqual(await linesOf(visitor), ['Denmark: <bdi lang="da">Pas</bdi>']);
  });

  it('is left out alone where the card bears it already', async () => {
    const visitor = await begun(['CONTACT_PASSPORT', 'CONTACT_ID_CARD', 'BANK_ACCOUNT_CONFIRMATION']);
    assert.deepEqual(await linesOf(visitor, 'pt'), []);
    await visitor.post('/kyc/company', { country: 'FR' });
    assert.deepEqual(await linesOf(visitor, 'fr'), ['France: <bdi lang="fr">Relevé d’identité bancaire (RIB)</bdi>']);
  });

  it('is left out where nothing is known of the country', async () => {
    const visitor = await begun();
    await visitor.post('/kyc/company', { country: 'US' });
    assert.deepEqual(await linesOf(visitor), []);
  });
});
