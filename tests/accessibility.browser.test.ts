import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { axeFindings, launchChromium, NO_BROWSER } from '../packages/harness/src/browser.ts';
import { type FocusFacts, none } from '../packages/harness/src/page-facts.ts';
import * as probes from '../packages/harness/src/page-probes.ts';
import { DESKTOP, MAIN_STATES, openViewPages, PHONE, type ViewPages } from '../packages/harness/src/view-pages.ts';

const browser = await launchChromium();

describe('axe and every page and state in a browser', { skip: browser === undefined && NO_BROWSER }, () => {
  let pages: ViewPages;
  before(async () => void (pages = await openViewPages(browser)));
  after(() => pages.close());

  it('axe finds nothing on a phone in the light', () =>
    pages.withPage({ axe: true, viewport: PHONE, colorScheme: 'light' }, (page) =>
      pages.eachState(page, { language: 'de' }, async (name) => {
        assert.deepEqual(await axeFindings(page), [], name);
        await none(page, probes.smallTargets, name);
      }),
    ));

  it('axe finds nothing on a desktop in the dark', () =>
    pages.withPage({ axe: true, viewport: DESKTOP, colorScheme: 'dark' }, (page) =>
      pages.eachState(
        page,
        { language: 'en', states: [...pages.distinct, ...pages.server.englishStates] },
        async (name) => {
          assert.deepEqual(await axeFindings(page), [], name);
          assert.equal(await page.evaluate(probes.sidewaysOverflow), 0, name);
        },
      ),
    ));

  it('shows every control and the focus in forced colours', () =>
    pages.withPage({ axe: true, viewport: PHONE, forcedColors: 'active' }, (page) =>
      pages.eachState(page, { language: 'en', states: MAIN_STATES }, async (name) => {
        assert.deepEqual(await axeFindings(page), [], name);
        await none(page, probes.borderlessControls, name);
        await page.keyboard.press('Tab');
        assert.equal((await page.evaluate<FocusFacts>(probes.focusFacts)).isMarked, true, name);
      }),
    ));
});
