import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchChromium, NO_BROWSER } from '../packages/harness/src/browser.ts';
import { type FocusFacts, none } from '../packages/harness/src/page-facts.ts';
import * as probes from '../packages/harness/src/page-probes.ts';
import { MAIN_STATES, openViewPages, PHONE, type ViewPages, ZOOMED } from '../packages/harness/src/view-pages.ts';
import { LANGUAGES } from '../packages/server/src/modules/texts/index.ts';

const browser = await launchChromium();

describe('zoom, focus and motion on every page and state', { skip: browser === undefined && NO_BROWSER }, () => {
  let pages: ViewPages;
  before(async () => void (pages = await openViewPages(browser)));
  after(() => pages.close());

  it('at 400 % nothing is cut off or needs scrolling sideways, with wider text either', () =>
    pages.withPage({ viewport: ZOOMED }, (page) =>
      pages.eachState(page, { language: 'de' }, async (name) => {
        for (const change of ['0', probes.widenText]) {
          await page.evaluate(change);
          assert.equal(await page.evaluate(probes.sidewaysOverflow), 0, name);
          await none(page, probes.cutOffTexts, name);
        }
        await none(page, probes.smallTargets, name);
      }),
    ));

  it('moves the focus to what is wrong, and from there to the field', () =>
    pages.withPage({ viewport: PHONE }, async (page) => {
      const states = await pages.statesWith('error-summary', pages.distinct);
      await pages.eachState(page, { language: 'en', states }, async (name) => {
        if ((await page.locator('.error-summary').count()) === 0) return;
        await page.locator('.error-summary:focus, .field-error:focus').waitFor({ timeout: 2_000 });
        const isAtCard = (await page.locator('.field-error:focus').count()) === 1;
        if (isAtCard) assert.equal(await page.evaluate(probes.isFocusInView), true, name);
        else await page.keyboard.press('Tab');
        if (isAtCard) await page.locator('.error-summary a').first().focus();
        await page.keyboard.press('Enter');
        assert.equal(await page.locator(':target:focus').count(), 1, name);
      });
    }));

  it('takes the focus along in the order of the page, always seen and never covered', () =>
    pages.withPage({ viewport: { width: 1000, height: 500 } }, (page) =>
      pages.eachState(page, { language: 'de', states: MAIN_STATES }, async (name) => {
        await page.evaluate('document.querySelector("details").open = true');
        const way = await page.evaluate<string[]>(probes.focusables);
        // A browser moves the focus to it when it first draws the page.
        if ((await page.locator('[autofocus]').count()) > 0) await page.locator('[autofocus]:focus').waitFor();
        for (const expected of way) {
          await page.keyboard.press('Tab');
          const facts = await page.evaluate<FocusFacts>(probes.focusFacts);
          assert.deepEqual(facts, { name: expected, isMarked: true, isOnTop: true }, name);
        }
      }),
    ));

  it('keeps still where the visitor asks for it', () =>
    pages.withPage({ viewport: PHONE, reducedMotion: 'reduce' }, (page) =>
      pages.eachState(page, { language: 'en', states: MAIN_STATES }, (name) => none(page, probes.motions, name)),
    ));

  it('says who asks, for whom, until when, and Start, on the first screen of a phone, in every language', () =>
    pages.withPage({ viewport: PHONE }, async (page) => {
      for (const language of LANGUAGES) {
        await page.goto(`${pages.server.url}/${language}/landing`);
        const box = await page.locator('.start .button').boundingBox();
        assert.ok(box && box.y + box.height <= PHONE.height, `${language}: Start ends at ${box && box.y + box.height}`);
      }
    }));

  it('offers every language by its own name, without script, in that language', () =>
    pages.withPage({ viewport: ZOOMED, javaScriptEnabled: false }, async (page) => {
      await page.goto(`${pages.server.url}/en/landing`);
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      const links = page.locator('.language-switch a:visible');
      assert.equal(await links.count(), LANGUAGES.length);
      assert.equal(await page.locator('.language-switch a[aria-current="true"]').innerText(), 'English');
      const german = page.locator('.language-switch a[lang="de"][hreflang="de"]');
      assert.equal(await german.innerText(), 'Deutsch');
      assert.equal(await german.getAttribute('href'), '?lang=de');
      assert.equal(
        await page.locator('blockquote[lang]').getAttribute('lang'),
        'pt',
        'a message is in the invitation’s language',
      );
    }));
});
