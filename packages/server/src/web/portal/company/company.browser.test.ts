import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { axeFindings, bringAxe, launchChromium, NO_BROWSER } from '../../../../../harness/src/browser.ts';
import { createPortalScene, type PortalScene } from '../../../../../harness/src/portal.ts';
import { sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { textOf } from '../../../../../harness/src/visitor.ts';

const NARROW = { width: 320, height: 640 };

const browser = await launchChromium();

describe('the company data in a browser', { skip: browser === undefined && NO_BROWSER, timeout: 120_000 }, () => {
  let service: TestService;
  let portal: PortalScene;
  before(async () => {
    service = await startService();
    portal = createPortalScene(service, await sceneWithBuyer(service));
  });
  after(async () => {
    await (browser as Browser).close();
    await service.close();
  });

  const fits = (page: Page): Promise<boolean> =>
    page.evaluate<boolean>('document.documentElement.scrollWidth <= document.documentElement.clientWidth');

  for (const javaScriptEnabled of [true, false]) {
    it(`is corrected field by field on a narrow phone, script: ${javaScriptEnabled}`, async () => {
      const scene = await portal.invited();
      const context = await (browser as Browser).newContext({ viewport: NARROW, javaScriptEnabled, locale: 'en' });
      if (javaScriptEnabled) await bringAxe(context);
      const page = await context.newPage();
      await page.goto(service.url + new URL(scene.invitation.publicLinkUrl).pathname);
      await page.getByRole('button', { name: textOf('action.start') }).click();

      await page.waitForURL(/documents$/);
      await page.goto(page.url().replace(/documents$/, 'review'));
      await page.locator('#change-company').click();
      const city = page.getByLabel(textOf('company.city'));
      await city.fill('');
      await page.getByLabel(textOf('company.country')).selectOption('ES');
      await page.getByRole('button', { name: textOf('action.continue') }).click();
      const error = textOf('company.errorField').replace('{{name}}', textOf('company.city'));
      assert.ok((await page.getByRole('alert').innerText()).includes(error));
      assert.equal(await city.getAttribute('aria-invalid'), 'true');
      assert.equal(await page.getByLabel(textOf('company.country')).inputValue(), 'ES', 'kept');
      assert.ok(await fits(page));
      if (javaScriptEnabled) assert.deepEqual(await axeFindings(page), []);

      await city.fill('Vigo');
      await page.getByRole('button', { name: textOf('action.continue') }).click();
      await page.waitForURL(/review$/);
      assert.deepEqual(await page.locator('ins').allInnerTexts(), ['Vigo', 'Spain']);
      assert.equal(await page.locator('del').count(), 2);
      assert.ok(await fits(page));
      if (javaScriptEnabled) assert.deepEqual(await axeFindings(page), []);
      await context.close();
    });
  }
});
