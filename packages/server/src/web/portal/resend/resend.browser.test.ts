import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import sql from 'sql-template-tag';
import { axeFindings, launchChromium, NO_BROWSER } from '../../../../../harness/src/browser.ts';
import { createPortalScene, type PortalScene } from '../../../../../harness/src/portal.ts';
import { type BuyerScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { createVisitor, pathOfLink } from '../../../../../harness/src/visitor.ts';

const browser = await launchChromium();

describe('sending a new link in a browser', { skip: browser === undefined && NO_BROWSER, timeout: 120_000 }, () => {
  let service: TestService;
  let buyer: BuyerScene;
  let scenes: PortalScene;
  before(async () => {
    service = await startService();
    buyer = await sceneWithBuyer(service);
    scenes = createPortalScene(service, buyer);
  });
  after(async () => {
    await browser?.close();
    await service.close();
  });

  async function askedFor(): Promise<string> {
    const { invitation } = await scenes.invited({ label: 'Deal 4711' });
    const ofInvitation = sql`where id = ${invitation.uuid}::uuid`;
    await service.db.write(
      sql`update invitations set expires_at = now(), last_mail_at = now() - interval '1 day' ${ofInvitation}`,
    );
    await createVisitor(service).post(`${pathOfLink(invitation.publicLinkUrl)}/ask`);
    const row = await service.db.readFirst<{ asked: Date; kid: number }>(
      sql`select new_link_asked_at as asked, link_kid as kid from invitations ${ofInvitation}`,
    );
    assert.ok(row);
    const place = { sellerId: buyer.org.sellerId, invitationId: invitation.uuid };
    return service.deps.links.resendUrlOf({ ...place, linkVersion: 1, linkKid: row.kid, askedAt: row.asked });
  }

  async function expectPage(page: Page, heading: string): Promise<void> {
    assert.equal(await page.locator('h1').innerText(), heading);
    assert.equal(
      await page.evaluate('document.documentElement.scrollWidth <= innerWidth'),
      true,
      'no sideways scrolling',
    );
  }

  for (const width of [320, 390, 1280]) {
    it(`works by keyboard alone and without script, ${width} px wide`, async () => {
      const context = await browser?.newContext({
        javaScriptEnabled: width !== 390,
        viewport: { width, height: 800 },
        colorScheme: width === 320 ? 'dark' : 'light',
      });
      assert.ok(context);
      const page = await context.newPage();
      await page.goto(await askedFor());
      await expectPage(page, 'Send a new link?');
      if (width !== 390) assert.deepEqual(await axeFindings(page), []);
      await page.getByRole('button', { name: 'Send a new link' }).focus();
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
      await expectPage(page, 'A new link has been sent');
      if (width !== 390) assert.deepEqual(await axeFindings(page), []);
      assert.equal(await page.locator('main button').count(), 0);
      await context.close();
    });
  }
});
