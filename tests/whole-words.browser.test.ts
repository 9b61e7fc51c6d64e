import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { launchChromium, NO_BROWSER } from '../packages/harness/src/browser.ts';
import { brokenWords, crowdedRings, looseLines } from '../packages/harness/src/page-probes.ts';
import { openViewPages, type ViewPages } from '../packages/harness/src/view-pages.ts';
import { LANGUAGES } from '../packages/server/src/modules/texts/index.ts';

/** Of phones in use: what fits on a narrow one as two lines may be one that is a letter too long on the next. */
const PHONE_WIDTHS = [320, 360, 375, 390, 412, 430] as const;
/** Where most of the names of documents stand, and what stands beside them. */
const NAMED = ['landing', 'documentsDone', 'documentsAnswered', 'declaration', 'reviewAnswered'] as const;
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

  it('stay whole in the names of documents, in every language, on phones of every width', async () => {
    const found = new Set<string>();
    await pages.withPage(NARROW, async (page) => {
      for (const language of LANGUAGES)
        await pages.eachState(page, { language, states: NAMED }, async (name) => {
          for (const width of PHONE_WIDTHS) {
            await page.setViewportSize({ width, height: 640 });
            for (const word of await page.evaluate<string[]>(brokenWords)) found.add(`${name} ${width}: ${word}`);
          }
        });
    });
    assert.deepEqual([...found], []);
  });
});
