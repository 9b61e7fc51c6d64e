import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { axeFindings, launchChromium, listenForComplaints, NO_BROWSER } from '../../../../harness/src/browser.ts';
import { addBuyer, type BuyerScene, sceneWithBuyer } from '../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';
import { verificationCalls } from '../../../../harness/src/verification-calls.ts';

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };
/** Of a finger, in pixels. */
const LEAST_HEIGHT = 44;
const browser = await launchChromium();

describe('the page of the sandbox', { skip: browser === undefined && NO_BROWSER, timeout: 180_000 }, () => {
  let service: TestService;
  let scene: BuyerScene;
  before(async () => {
    service = await startService();
    scene = await sceneWithBuyer(service);
  });
  after(async () => {
    await (browser as Browser).close();
    await service.close();
  });

  for (const colorScheme of ['light', 'dark'] as const)
    it(`is used on a phone, in ${colorScheme} colours`, async () => {
      const calls = verificationCalls(service);
      const buyer = await addBuyer(service, scene.org, scene.token);
      const { idenfyUrl } = await calls.started(buyer);
      const context = await (browser as Browser).newContext({ ...PHONE, colorScheme });
      const complaints = listenForComplaints(context, service.url);
      const page = await context.newPage();
      await page.goto(idenfyUrl);
      assert.deepEqual(await axeFindings(page), []);
      assert.equal(await page.evaluate('document.documentElement.scrollWidth'), PHONE.viewport.width);
      for (const target of await page.locator('button, label').all())
        assert.ok(((await target.boundingBox())?.height ?? 0) >= LEAST_HEIGHT, await target.innerText());
      await page.getByLabel('finds a match').check();
      await page.getByRole('button', { name: 'Approve' }).click();
      await page.getByRole('heading', { name: 'The service was told: APPROVED.' }).waitFor();
      assert.deepEqual(await axeFindings(page), []);
      assert.deepEqual(await calls.statusOf(buyer), ['VERIFIED', 'FLAGGED', 'INVALID']);
      assert.deepEqual(complaints, []);
      await context.close();
    });
});
