import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sql from 'sql-template-tag';
import { setContact } from '../../parties/organizations/index.ts';
import { translatorFor } from '../../texts/index.ts';
import { axeFindings, launchChromium, listenForComplaints, NO_BROWSER } from '../../../../../harness/src/browser.ts';
import { createPortalScene, type PortalScene } from '../../../../../harness/src/portal.ts';
import { type BuyerScene, type InvitationScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const browser = await launchChromium();

describe('dead ends in a browser', { skip: browser === undefined && NO_BROWSER, timeout: 120_000 }, () => {
  let service: TestService;
  let buyer: BuyerScene;
  let scenes: PortalScene;
  before(async () => {
    service = await startService();
    buyer = await sceneWithBuyer(service);
    await setContact(service.db, buyer.org.slug, 'kyc@marketplace.example');
    scenes = createPortalScene(service, buyer);
  });
  after(async () => {
    await browser?.close();
    await service.close();
  });

  async function typesOf({ path, token }: InvitationScene): Promise<string[]> {
    const answer = await service.call('GET', `${path}/activity?size=100`, { token });
    return ((await answer.json()) as { data: { type: string }[] }).data.map(({ type }) => type);
  }

  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? 'with script' : 'without script';

    it(`an expired link asks for a new one, on a phone ${how}`, async () => {
      const t = translatorFor('de');
      const scene = await scenes.invited({ locale: 'de' });
      const { publicLinkUrl, uuid } = scene.invitation;
      await service.db.write(sql`update invitations set expires_at = now() where id = ${uuid}::uuid`);
      await onPhone(javaScriptEnabled, async (page) => {
        await page.goto(publicLinkUrl);
        await expectPage(page, t('errorPage.expired.title'), javaScriptEnabled);
        const button = page.getByRole('button', { name: t('action.askNewLink') });
        await Promise.all([page.waitForURL(/\?lang=de$/), button.tap()]);
        await expectPage(page, t('errorPage.expired.askedTitle'), javaScriptEnabled);
        assert.equal(await page.locator('main button').count(), 0, 'once is enough');
        await page.reload();
        assert.equal(await page.locator('h1').innerText(), t('errorPage.expired.askedTitle'));
      });
      assert.equal((await typesOf(scene)).filter((type) => type === 'NEW_LINK_ASKED').length, 1);
    });

    it(`misuse is reported from the landing page, on a phone ${how}`, async () => {
      const t = translatorFor('en');
      const scene = await scenes.invited();
      await onPhone(javaScriptEnabled, async (page) => {
        await page.goto(scene.invitation.publicLinkUrl);
        const link = page.locator('main').getByRole('link', { name: t('layout.abuse') });
        await Promise.all([page.waitForURL(/\/report\?lang=en$/), link.tap()]);
        await expectPage(page, t('report.title'), javaScriptEnabled);
        await page.getByLabel(t('report.reason.LOOKS_LIKE_FRAUD')).check();
        await page.getByLabel(t('report.words')).fill('The sender is spelt differently.');
        await page.getByRole('button', { name: t('report.send') }).tap();
        await page.getByRole('heading', { level: 1, name: t('report.doneTitle') }).waitFor();
        await expectPage(page, t('report.doneTitle'), javaScriptEnabled);
        await page.getByRole('link', { name: t('report.back') }).tap();
        await page.getByRole('button', { name: t('action.start') }).waitFor();
      });
      assert.ok((await typesOf(scene)).includes('ABUSE_REPORTED'));
      assert.equal((await scenes.stateOf(scene)).status, 'ACTIVE');
    });
  }

  it('an incomplete report is refused with a focused summary that leads to the field', async () => {
    const t = translatorFor('en');
    const scene = await scenes.invited();
    await onPhone(true, async (page) => {
      await page.goto(`${scene.invitation.publicLinkUrl}/report`);
      await page.evaluate("document.querySelector('main form').noValidate = true");
      await page.getByLabel(t('report.words')).fill('Kept.');
      await page.getByRole('button', { name: t('report.send') }).tap();
      await page.locator('.error-summary:focus').waitFor();
      await expectPage(page, t('report.title'), true);
      assert.equal(await page.getByLabel(t('report.words')).inputValue(), 'Kept.');
      await page.locator('.error-summary a').tap();
      assert.equal(await page.locator('input[type=radio]:focus').count(), 1);
    });
    assert.ok(!(await typesOf(scene)).includes('ABUSE_REPORTED'));
  });

  async function onPhone(javaScriptEnabled: boolean, walk: (page: Page) => Promise<void>): Promise<void> {
    const context: BrowserContext = await (browser as Browser).newContext({ ...PHONE, javaScriptEnabled });
    context.setDefaultTimeout(20_000);
    const complaints = listenForComplaints(context, service.url);
    try {
      await walk(await context.newPage());
    } finally {
      await context.close();
    }
    assert.deepEqual(complaints, []);
  }
});

/** The page with this heading; where script runs, without a finding of axe. */
async function expectPage(page: Page, title: string, canJudge: boolean): Promise<void> {
  assert.equal(await page.locator('h1').innerText(), title);
  if (canJudge) assert.deepEqual(await axeFindings(page), [], title);
}
