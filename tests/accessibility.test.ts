import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { axeFindings, launchChromium, NO_BROWSER } from '../packages/harness/src/browser.ts';
import { LIVE_STATES } from '../packages/harness/src/live-states.ts';
import * as probes from '../packages/harness/src/page-probes.ts';
import { startViewServer, type ViewServer } from '../packages/harness/src/view-server.ts';
import { type Language, LANGUAGES } from '../packages/server/src/modules/texts/index.ts';

interface FocusFacts {
  readonly name: string;
  readonly isMarked: boolean;
  readonly isOnTop: boolean;
}

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 900 };
/** What is left of 1280 x 1024 at 400 % (WCAG 1.4.10). */
const ZOOMED = { width: 320, height: 256 };

/** One of each kind of page. */
const MAIN_STATES = [
  'landing',
  'company',
  'companyRemarkMissing',
  'documentsUnfinished',
  'reviewDisputed',
  'receipt',
  'reportWrong',
  'expiredCanAsk',
  'brandedLanding',
];

/** Differ from others in their words only. */
const ALIKE = /^documents:|^errorPage:\w+$/;

const browser = await launchChromium();

describe('every page and state in a browser', { skip: browser === undefined && NO_BROWSER }, () => {
  let server: ViewServer;
  before(async () => void (server = await startViewServer()));
  after(async () => {
    await browser?.close();
    await server.stop();
  });

  async function withPage(options: BrowserContextOptions, look: (page: Page) => Promise<void>): Promise<void> {
    assert.ok(browser);
    const page = await browser.newPage(options);
    await look(page);
    await page.close();
  }

  async function eachState(
    page: Page,
    language: Language,
    check: (name: string) => Promise<void>,
    states = server.states,
  ) {
    for (const state of states) {
      await page.goto(`${server.url}/${language}/${state}`);
      await check(`${language} ${state}`);
    }
  }

  const distinct = (): string[] => server.states.filter((state) => !ALIKE.test(state));
  const none = async (page: Page, probe: string, name: string): Promise<void> =>
    assert.deepEqual(await page.evaluate(probe), [], name);

  it('axe finds nothing on a phone in the light', () =>
    withPage({ viewport: PHONE, colorScheme: 'light' }, (page) =>
      eachState(page, 'de', async (name) => {
        assert.deepEqual(await axeFindings(page), [], name);
        await none(page, probes.smallTargets, name);
      }),
    ));

  it('axe finds nothing on a desktop in the dark', () =>
    withPage({ viewport: DESKTOP, colorScheme: 'dark' }, (page) =>
      eachState(
        page,
        'en',
        async (name) => {
          assert.deepEqual(await axeFindings(page), [], name);
          assert.equal(await page.evaluate(probes.sidewaysOverflow), 0, name);
        },
        distinct(),
      ),
    ));

  for (const [name, { state, bringAbout }] of Object.entries(LIVE_STATES)) {
    it(`axe finds nothing in what only script or hand bring about: ${name}`, async () => {
      for (const options of [
        { viewport: PHONE, hasTouch: true, isMobile: true },
        { viewport: DESKTOP, colorScheme: 'dark' },
      ] as const) {
        await withPage(options, async (page) => {
          await page.goto(`${server.url}/de/${state}`);
          await bringAbout(page);
          assert.deepEqual(await axeFindings(page), []);
          await none(page, probes.smallTargets, name);
          assert.equal(await page.evaluate(probes.sidewaysOverflow), 0);
        });
      }
    });
  }

  it('at 400 % nothing is cut off or needs scrolling sideways, with wider text either', () =>
    withPage({ viewport: ZOOMED }, (page) =>
      eachState(page, 'de', async (name) => {
        for (const change of ['0', probes.widenText]) {
          await page.evaluate(change);
          assert.equal(await page.evaluate(probes.sidewaysOverflow), 0, name);
          await none(page, probes.cutOffTexts, name);
        }
        await none(page, probes.smallTargets, name);
      }),
    ));

  it('moves the focus to what is wrong, and from there to the field', () =>
    withPage({ viewport: PHONE }, (page) =>
      eachState(
        page,
        'en',
        async (name) => {
          if ((await page.locator('.error-summary').count()) === 0) return;
          await page.locator('.error-summary:focus').waitFor({ timeout: 2_000 });
          await page.keyboard.press('Tab');
          await page.keyboard.press('Enter');
          assert.equal(await page.locator(':target:focus').count(), 1, name);
        },
        distinct(),
      ),
    ));

  it('takes the focus along in the order of the page, always seen and never covered', () =>
    withPage({ viewport: { width: 1000, height: 500 } }, (page) =>
      eachState(
        page,
        'de',
        async (name) => {
          await page.evaluate('document.querySelector("details").open = true');
          const way = await page.evaluate<string[]>(probes.focusables);
          for (const expected of way) {
            await page.keyboard.press('Tab');
            const facts = await page.evaluate<FocusFacts>(probes.focusFacts);
            assert.deepEqual(facts, { name: expected, isMarked: true, isOnTop: true }, name);
          }
        },
        MAIN_STATES,
      ),
    ));

  it('keeps still where the visitor asks for it', () =>
    withPage({ viewport: PHONE, reducedMotion: 'reduce' }, (page) =>
      eachState(page, 'en', (name) => none(page, probes.motions, name), MAIN_STATES),
    ));

  it('shows every control and the focus in forced colours', () =>
    withPage({ viewport: PHONE, forcedColors: 'active' }, (page) =>
      eachState(
        page,
        'en',
        async (name) => {
          assert.deepEqual(await axeFindings(page), [], name);
          await none(page, probes.borderlessControls, name);
          await page.keyboard.press('Tab');
          assert.equal((await page.evaluate<FocusFacts>(probes.focusFacts)).isMarked, true, name);
        },
        MAIN_STATES,
      ),
    ));

  it('says who asks, for whom, until when, and Start, on the first screen of a phone, in every language', () =>
    withPage({ viewport: PHONE }, async (page) => {
      for (const language of LANGUAGES) {
        await page.goto(`${server.url}/${language}/landing`);
        const box = await page.locator('.start .button').boundingBox();
        assert.ok(box && box.y + box.height <= PHONE.height, `${language}: Start ends at ${box && box.y + box.height}`);
      }
    }));

  it('offers every language by its own name, without script, in that language', () =>
    withPage({ viewport: ZOOMED, javaScriptEnabled: false }, async (page) => {
      await page.goto(`${server.url}/en/landing`);
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
