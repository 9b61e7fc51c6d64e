import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { makeSampleLogo } from './sample-logo.test-support.ts';
import { clearBrand, setBrand } from './index.ts';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { startMailServer } from '../../../../../harness/src/mail-server.ts';
import { type BuyerScene, invite, sceneWithBuyer, sceneWithInvitation } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { createVisitor, pathOfLink } from '../../../../../harness/src/visitor.ts';
import { openWorker, settingsOf } from '../../../../../harness/src/worker.ts';

const COLOR = '1f6fb5';
const assetsOf = (page: string): string[] =>
  [...page.matchAll(/="(\/assets\/brand\/[^"]+)"/g)].map(([, url]) => url ?? '');

describe('a brand', () => {
  let service: TestService;
  let scene: BuyerScene;
  let path: string;
  before(async () => {
    service = await startService();
    scene = await sceneWithBuyer(service);
    path = pathOfLink((await invite(service, scene, { locale: 'en' })).invitation.publicLinkUrl);
  });
  after(() => service.close());

  const pageOf = async (where: string): Promise<string> => (await fetch(service.url + where)).text();
  const organization = () => ({ organizationId: scene.org.organizationId });
  const seller = () => ({ sellerId: scene.org.sellerId });

  it('of the organization shows on every page of its links, and on none that may name nobody', async () => {
    assert.deepEqual(assetsOf(await pageOf(path)), []);
    await setBrand(service.db, organization(), {
      name: 'Brand of the market',
      color: COLOR,
      logo: await makeSampleLogo(),
    });
    const [styles = '', logo = ''] = assetsOf(await pageOf(path));
    const visitor = createVisitor(service);
    await visitor.post(`${path}/start`);
    const page = await (await visitor.get('/kyc/company')).text();
    assert.deepEqual(assetsOf(page), [styles, logo]);
    assert.match(page, /<img class="brand-logo"[^>]* alt="Brand of the market"/);

    for (const [url, type] of [
      [styles, 'text/css; charset=utf-8'],
      [logo, 'image/png'],
    ] as const) {
      const answer = await fetch(service.url + url);
      assert.equal(answer.headers.get('content-type'), type);
      assert.equal(answer.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    }
    const nobody = await pageOf('/i/unknown');
    assert.doesNotMatch(nobody, /Brand of the market/);
    assert.deepEqual(assetsOf(nobody), []);
    for (const guess of ['0'.repeat(32) + '.png', `${COLOR}-${'0'.repeat(16)}.css`, 'x'])
      assert.equal((await fetch(`${service.url}/assets/brand/${guess}`)).status, 404, guess);
  });

  it('leaves the language links where they can lead: after a refused form, to the page behind it', async () => {
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    const refused = await createVisitor(service).post(`${path}/start`, {}, foreign);
    assert.equal(refused.status, 403);
    assert.ok((await refused.text()).includes(`href="${path}?lang=el"`));
  });

  it('of another organization shows nowhere else', async () => {
    const other = await sceneWithInvitation(service);
    assert.deepEqual(assetsOf(await pageOf(pathOfLink(other.invitation.publicLinkUrl))), []);
  });

  it("of the seller stands instead of the organization's as a whole, until it is cleared", async () => {
    await setBrand(service.db, seller(), { name: 'Brand of the seller' });
    const page = await pageOf(path);
    assert.match(page, /<span class="brand-name"><bdi>Brand of the seller<\/bdi>/);
    assert.deepEqual(assetsOf(page), []);
    await clearBrand(service.db, seller());
    assert.match(await pageOf(path), /alt="Brand of the market"/);
  });

  it('shows in the mail, which brings its logo along', async () => {
    const server = await startMailServer();
    const worker = await openWorker(settingsOf(service, server.url));
    const { invitation } = await invite(service, scene, { locale: 'en' });
    const mine = () => server.mails.find(({ to }) => to.includes(invitation.recipientEmail ?? ''));
    await eventually('the mail', () => mine() !== undefined);
    await worker.stop();
    await server.close();
    const mail = mine()?.parsed;
    assert.match(mail?.text ?? '', /^Brand of the market$/m);
    // The parser puts the picture in the place of its cid.
    assert.match(
      String(mail?.html),
      new RegExp(`<img\\s+src="data:image/png;base64,[^"]+"\\s+alt="Brand of the market"`),
    );
    assert.match(String(mail?.html), new RegExp(`bgcolor="#${COLOR}"`));
    const [logo, ...more] = mail?.attachments ?? [];
    assert.deepEqual([logo?.cid, logo?.contentDisposition, logo?.related, more.length], ['logo', 'inline', true, 0]);
  });
});
