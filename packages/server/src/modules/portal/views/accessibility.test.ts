import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, describe, it } from 'node:test';
import { axeFindings, launchChromium, NO_BROWSER } from '../../../../../../tests/support/browser.ts';
import { renderEveryState } from './view-states.test-support.ts';
import type { Page } from 'playwright-core';

const stylesheet = await readFile(new URL('../../../../../portal/styles/portal.css', import.meta.url));
const policy = `default-src 'none'; style-src 'self'; img-src 'self' blob:; script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`;

const mainStates = /^(?:landing|company|documents|documentsTypeMissing|reviewDisputed|receipt|deadEnd:revoked:named)$/;

/** 320 pixels are what is left of 1280 at 400 % zoom (WCAG 1.4.10). The others look once more at what differs there. */
const looks = [
  { language: 'de', width: 320, colorScheme: 'light', chosen: /^/ },
  { language: 'en', width: 360, colorScheme: 'dark', chosen: mainStates },
  { language: 'de', width: 1280, colorScheme: 'dark', chosen: mainStates },
  { language: 'en', width: 1280, colorScheme: 'light', chosen: mainStates },
] as const;

const browser = await launchChromium();

/** Serves one state under the policy that it has in production, so that inline styles would not work here either. */
async function show(page: Page, body: string): Promise<void> {
  await page.unroute('**/*');
  await page.route('**/*', async (route) => {
    const path = new URL(route.request().url()).pathname;
    if (path === '/assets/portal.css') return route.fulfill({ body: stylesheet, contentType: 'text/css' });
    if (path !== '/page') return route.fulfill({ status: 404 });
    return route.fulfill({ body, contentType: 'text/html', headers: { 'content-security-policy': policy } });
  });
  await page.goto('http://portal.test/page');
}

const overflow = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

/** Interactive things smaller than 44 pixels; links inside running text are exempt (WCAG 2.5.8). */
const smallTargets = `[...document.querySelectorAll(
  'button, .button, .button-quiet, nav a, footer li a, select, textarea, input[type=file], .choice',
)].map((element) => ({ element, box: element.getBoundingClientRect() }))
  .filter(({ box }) => box.height > 0 && (box.height < 44 || box.width < 44))
  .map(({ element, box }) => element.outerHTML.slice(0, 80) + box.width + 'x' + box.height)`;

const focused = 'document.activeElement.id || document.activeElement.className';

describe('every page and state in a browser', { skip: browser === undefined && NO_BROWSER }, () => {
  after(() => browser?.close());

  for (const { language, width, colorScheme, chosen } of looks) {
    const states = renderEveryState({
      language,
      operatorName: 'NT24 Demo',
      abuseContact: 'abuse@nt24.example',
      imprintUrl: '/imprint',
      privacyUrl: '/kyc/privacy',
    });

    it(`${language}, ${width} px, ${colorScheme}: no finding of axe, nothing to scroll sideways, targets of 44 px`, async () => {
      assert.ok(browser);
      const page = await browser.newPage({ viewport: { width, height: 740 }, colorScheme });
      for (const [name, body] of Object.entries(states).filter(([state]) => chosen.test(state))) {
        await show(page, body);
        assert.equal(await page.evaluate(overflow), 0, name);
        assert.deepEqual(await page.evaluate(smallTargets), [], name);
        assert.deepEqual(await axeFindings(page), [], name);
      }
      await page.close();
    });
  }

  it('moves the focus to what is wrong', async () => {
    assert.ok(browser);
    const page = await browser.newPage();
    const states = renderEveryState({ language: 'en', operatorName: 'O', abuseContact: 'abuse@nt24.example' });
    await show(page, states.companyChoiceMissing ?? '');
    assert.equal(await page.evaluate(focused), 'error-summary');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(focused), 'company-correct');
    await page.close();
  });
});
