import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchChromium, NO_BROWSER } from '../packages/harness/src/browser.ts';
import { brokenWords, crowdedRings, looseLines } from '../packages/harness/src/page-probes.ts';
import { openViewPages, type ViewPages } from '../packages/harness/src/view-pages.ts';

const NARROW = { viewport: { width: 320, height: 640 } };

const browser = await launchChromium();

/** Languages of long words, where a narrow phone has the least room for them. */
describe('words on a narrow phone', { skip: browser === undefined && NO_BROWSER, timeout: 240_000 }, () => {
  let pages: ViewPages;
  before(async () => void (pages = await openViewPages(browser)));
  after(() => pages.close());

  for (const language of ['de', 'fi', 'el', 'hu'] as const) {
    it(`stay whole in headings, labels and buttons, and clear of what stands beside them, ${language}`, async () => {
      const found: string[] = [];
      await pages.withPage(NARROW, (page) =>
        pages.eachState(page, { language, states: pages.distinct }, async (name) => {
          for (const probe of [brokenWords, crowdedRings, looseLines])
            found.push(...(await page.evaluate<string[]>(probe)).map((what) => `${name}: ${what}`));
        }),
      );
      assert.deepEqual(found, []);
    });
  }
});
