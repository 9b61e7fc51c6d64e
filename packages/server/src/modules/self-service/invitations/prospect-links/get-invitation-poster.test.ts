import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { expectProblem } from '../../../../../../harness/src/problem.ts';
import { readQrCode } from '../../../../../../harness/src/qr-code.ts';
import { type LinkScene, publish, sceneWithInvitation } from '../../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../../harness/src/service.ts';
import { readPdf } from '../../../../platform/pdf/read-pdf.test-support.ts';
import { pdfPictures } from '../../../files/pdf-pictures.test-support.ts';
import { setBrand } from '../../../parties/brand/index.ts';
import { makeSampleLogo } from '../../../parties/brand/sample-logo.test-support.ts';
import { formatInstant, translatorFor } from '../../../texts/index.ts';

describe('getInvitationPoster', () => {
  let service: TestService;
  let link: LinkScene;
  before(async () => {
    service = await startService();
    link = await publish(service);
  });
  after(() => service.close());

  const get = ({ path, token }: { path: string; token: string }, query = ''): Promise<Response> =>
    service.call('GET', `${path}/poster.pdf${query}`, { token });

  async function posterOf(of: LinkScene, query = ''): Promise<Buffer> {
    const answer = await get(of, query);
    assert.equal(answer.status, 200, query);
    return Buffer.from(await answer.arrayBuffer());
  }

  it('is one page that says who asks, what to do and until when, and its code leads to the link', async () => {
    const answer = await get(link);
    const headers = ['content-type', 'content-disposition', 'cache-control', 'x-content-type-options'];
    assert.deepEqual(
      headers.map((name) => answer.headers.get(name)),
      ['application/pdf', `inline; filename=poster-${link.invitation.uuid}.pdf`, 'no-store', 'nosniff'],
    );
    const bytes = Buffer.from(await answer.arrayBuffer());
    const { pages, title, catalog } = await readPdf(bytes);
    assert.equal(pages.length, 1);
    const translate = translatorFor('de');
    const date = formatInstant(new Date(link.invitation.expiresAt), 'de', 'DE').replaceAll(/\s+/g, ' ');
    const { host } = new URL(link.invitation.publicLinkUrl);
    for (const words of [
      link.org.sellers[0]?.name ?? '',
      translate('poster.what'),
      translate('poster.how'),
      translate('poster.until', { date }),
      host,
    ])
      assert.ok(pages[0]?.includes(words), `${words} in: ${pages[0]}`);
    assert.equal(title, translate('poster.title'));
    assert.equal(catalog.get('Lang'), '(de)');
    const [picture] = await pdfPictures(bytes, 150);
    assert.equal(await readQrCode(picture ?? Buffer.alloc(0)), link.invitation.publicLinkUrl);
    assert.ok((await posterOf(link)).equals(bytes), 'made again, it is the same');
  });

  it('is in the language of the link, or in another one', async () => {
    const greek = await publish(service, { locale: 'el' });
    const said = async (query = ''): Promise<string> => (await readPdf(await posterOf(greek, query))).pages.join(' ');
    assert.ok((await said()).includes(translatorFor('el')('poster.how')));
    assert.ok((await said('?locale=mt-MT')).includes(translatorFor('mt')('poster.how')));
  });

  it('shows the brand of the seller, with its logo', async () => {
    const branded = await publish(service);
    await setBrand(service.db, { sellerId: branded.org.sellerId }, { name: 'Krüger & Söhne', color: '8a4fd0' });
    const plain = await readPdf(await posterOf(branded));
    assert.ok(
      plain.pages[0]?.includes('Krüger & Söhne') && !plain.pages[0].includes(branded.org.sellers[0]?.name ?? '-'),
    );
    assert.ok(!plain.names.has('Image'));
    await setBrand(service.db, { sellerId: branded.org.sellerId }, { logo: await makeSampleLogo() });
    const bytes = await posterOf(branded);
    assert.ok((await readPdf(bytes)).names.has('Image'));
    const [picture] = await pdfPictures(bytes, 150);
    assert.equal(await readQrCode(picture ?? Buffer.alloc(0)), branded.invitation.publicLinkUrl);
  });

  it('is there for PROSPECT links that are ACTIVE alone', async () => {
    const kyc = await sceneWithInvitation(service);
    const path = `${kyc.partner}/self-service-invitations/${kyc.invitation.uuid}`;
    await expectProblem(await get({ path, token: kyc.token }), 'not-found');
    const ended = await publish(service);
    await service.db.write(
      sql`update invitations set expires_at = now() - interval '1 s' where id = ${ended.invitation.uuid}::uuid`,
    );
    await expectProblem(await get(ended), 'invitation-not-active');
    await expectProblem(
      await get({ path: `${kyc.partner}/self-service-invitations/${link.invitation.uuid}`, token: kyc.token }),
      'not-found',
    );
  });
});
