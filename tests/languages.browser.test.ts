import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import {
  formatCountry,
  formatInstant,
  languageNames,
  translatorFor,
  LANGUAGES,
  type Language,
} from '../packages/server/src/modules/texts/index.ts';
import { launchChromium, NO_BROWSER } from '../packages/harness/src/browser.ts';
import { type DemoServer, startDemoServer } from '../packages/harness/src/demo-server.ts';
import { buyerBody, type InvitationView, unique } from '../packages/harness/src/scene.ts';

const PHONE = { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true };
/** The languages of the European Union (Regulation No 1/1958 as amended). */
const OFFICIAL = 'bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv'.split(' ');

const browser = await launchChromium();

describe('the page in every language', { skip: browser === undefined && NO_BROWSER, timeout: 180_000 }, () => {
  let server: DemoServer;
  before(async () => void (server = await startDemoServer()));
  after(async () => {
    await (browser as Browser).close();
    await server.stop();
  });

  async function invite(locale: Language): Promise<InvitationView> {
    const partner = `/v1/partners/${server.sellerId}`;
    const body = buyerBody({ kycMode: 'MARKETPLACE_LED' });
    const buyer = (await (await server.call('POST', `${partner}/buyers`, body)).json()) as { uuid: string };
    const wish = { recipientEmail: `office@${unique()}.example`, locale };
    const answer = await server.call('POST', `${partner}/buyers/${buyer.uuid}/kyc/self-service-invitations`, wish);
    assert.equal(answer.status, 201);
    return (await answer.json()) as InvitationView;
  }

  async function withPage(
    options: { locale?: string; javaScriptEnabled?: boolean },
    walk: (page: Page) => Promise<void>,
  ) {
    const context = await (browser as Browser).newContext({ ...PHONE, ...options });
    await walk(await context.newPage()).finally(() => context.close());
  }

  async function expectLanguage(page: Page, language: Language, heading: string): Promise<void> {
    await page.locator('h1').getByText(heading, { exact: true }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), language);
  }

  it('knows all official languages of the European Union', () => {
    assert.deepEqual([...LANGUAGES].sort(), OFFICIAL);
  });

  it('says the same in each, on a phone of 320 pixels, with its dates, countries and document names', async () => {
    const { publicLinkUrl, expiresAt } = await invite('en');
    await withPage({ javaScriptEnabled: false }, async (page) => {
      for (const language of LANGUAGES) {
        const t = translatorFor(language);
        await page.goto(`${publicLinkUrl}?lang=${language}`);
        await expectLanguage(page, language, t('landing.heading', { seller: server.sellerName }));
        const shown = await page.locator('body').innerText();
        const documentName = t('documentType.VAT_CERTIFICATE');
        for (const words of [
          documentName,
          formatInstant(new Date(expiresAt), language, 'PT'),
          formatCountry('DE', language),
        ]) {
          assert.ok(shown.includes(words), `${language}: ${words}`);
        }
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        assert.equal(overflow, 0, `${language} is wider than the phone`);
      }
    });
  });

  it('is switched without script, and stays so to the end', async () => {
    const { publicLinkUrl } = await invite('en');
    const [, greek = ''] = languageNames.find(([code]) => code === 'el') ?? [];
    await withPage({ javaScriptEnabled: false }, async (page) => {
      const t = translatorFor('el');
      await page.goto(publicLinkUrl);
      await page.locator('nav summary').tap();
      const entry = page.getByRole('link', { name: greek, exact: true });
      assert.deepEqual([await entry.getAttribute('lang'), await entry.getAttribute('hreflang')], ['el', 'el']);
      await entry.tap();
      await expectLanguage(page, 'el', t('landing.heading', { seller: server.sellerName }));
      await page.getByRole('button', { name: t('action.start'), exact: true }).tap();
      await expectLanguage(page, 'el', t('documents.title'));
      await page.getByRole('link', { name: t('action.continue'), exact: true }).tap();
      await expectLanguage(page, 'el', t('review.title'));
      await page.getByRole('button', { name: t('action.send', { seller: server.sellerName }), exact: true }).tap();
      await page.locator('.error-summary li').getByText(t('review.errorTick'), { exact: true }).waitFor();
    });
  });

  it('is the invitation’s first, then the browser’s, then English', async () => {
    const { publicLinkUrl } = await invite('bg');
    const unknown = `${server.url}/i/none`;
    const seller = server.sellerName;
    for (const [locale, address, language, key] of [
      ['fi-FI', publicLinkUrl, 'bg', 'landing.heading'],
      ['fi-FI', unknown, 'fi', 'errorPage.unknown.title'],
      ['pt-BR', unknown, 'pt', 'errorPage.unknown.title'],
      ['ja-JP', unknown, 'en', 'errorPage.unknown.title'],
    ] as const) {
      await withPage({ locale }, async (page) => {
        await page.goto(address);
        await expectLanguage(page, language, translatorFor(language)(key, { seller }));
      });
    }
  });
});
