import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { axeFindings, launchChromium, NO_BROWSER } from '../packages/harness/src/browser.ts';
import { LIVE_STATES } from '../packages/harness/src/live-states.ts';
import { none } from '../packages/harness/src/page-facts.ts';
import * as probes from '../packages/harness/src/page-probes.ts';
import { DESKTOP, openViewPages, PHONE, type ViewPages } from '../packages/harness/src/view-pages.ts';

const DEVICES = [
  { axe: true, viewport: PHONE, hasTouch: true, isMobile: true },
  { axe: true, viewport: DESKTOP, colorScheme: 'dark' },
] as const;

const browser = await launchChromium();

describe('axe and what only script or hand bring about', { skip: browser === undefined && NO_BROWSER }, () => {
  let pages: ViewPages;
  before(async () => void (pages = await openViewPages(browser)));
  after(() => pages.close());

  for (const [name, { state, bringAbout }] of Object.entries(LIVE_STATES)) {
    it(`axe finds nothing in what only script or hand bring about: ${name}`, async () => {
      for (const device of DEVICES) {
        await pages.withPage(device, async (page) => {
          await page.goto(`${pages.server.url}/de/${state}`);
          await bringAbout(page);
          assert.deepEqual(await axeFindings(page), []);
          await none(page, probes.smallTargets, name);
          assert.equal(await page.evaluate(probes.sidewaysOverflow), 0);
        });
      }
    });
  }
});
