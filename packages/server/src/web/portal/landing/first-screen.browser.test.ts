import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium, NO_BROWSER } from '../../../../../harness/src/browser.ts';
import { invite, sceneWithBuyer, type BuyerScene } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { renderInvitationMail } from '../../../modules/self-service/invitations/mails/invitation-mail.ts';
import { renderReminderMail } from '../../../modules/self-service/invitations/mails/reminder-mail.ts';
import { defaultColors } from '../../../modules/delivery/mail/index.ts';
import { LANGUAGES, translatorFor } from '../../../modules/texts/index.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const MAX_WORDS = 150;
const LONG_MESSAGE = 'We still need a few papers before the car can leave. '.repeat(15);

const browser = await launchChromium();

describe("a phone's first screen", { skip: browser === undefined && NO_BROWSER, timeout: 120_000 }, () => {
  let service: TestService;
  let buyer: BuyerScene;
  let page: Page;
  before(async () => {
    service = await startService();
    buyer = await sceneWithBuyer(service);
    page = await (browser as Browser).newPage(PHONE);
  });
  after(async () => {
    await (browser as Browser).close();
    await service.close();
  });

  const bottomOf = async (locator: Locator): Promise<number> => {
    const box = await locator.boundingBox();
    assert.ok(box);
    return box.y + box.height;
  };

  it('of the landing holds Start, in every language, and the page few words before its folds', async () => {
    const { invitation } = await invite(service, buyer, { locale: 'en' });
    const { pathname } = new URL(invitation.publicLinkUrl);
    for (const language of LANGUAGES) {
      await page.goto(`${service.url}${pathname}?lang=${language}`);
      assert.equal(await page.locator('html').getAttribute('lang'), language);
      const start = page.getByRole('button', { name: translatorFor(language)('action.start'), exact: true });
      assert.ok((await bottomOf(start)) <= PHONE.viewport.height, language);
      const words = (await page.locator('main').innerText()).match(/\S+/g)?.length ?? 0;
      assert.ok(words <= MAX_WORDS, `${language}: ${words} words`);
    }
  });

  it('opens what is folded, without script', async () => {
    const { invitation } = await invite(service, buyer, { locale: 'en' });
    const context = await (browser as Browser).newContext({ ...PHONE, javaScriptEnabled: false });
    const bare = await context.newPage();
    await bare.goto(service.url + new URL(invitation.publicLinkUrl).pathname);
    const password = bare.getByText(translatorFor('en')('landing.password'));
    assert.equal(await password.isVisible(), false);
    await bare.getByText(translatorFor('en')('landing.know')).tap();
    assert.equal(await password.isVisible(), true);
    await context.close();
  });

  it('of a mail holds its button, in every language, however long the message is', async () => {
    for (const language of LANGUAGES) {
      const model = {
        language,
        seller: { name: 'Autohaus Krüger & Söhne Nutzfahrzeuge GmbH', country: 'DE' },
        organizationName: 'AutoMarkt Europe',
        companyName: 'Garagem Central do Porto, Lda.',
        companyCountry: 'PT',
        operator: { name: 'NT24', abuseContact: 'abuse@nt24.example' },
        brand: { name: 'Autohaus Krüger & Söhne Nutzfahrzeuge GmbH', colors: defaultColors },
        link: `https://kyc.example/i/${'A'.repeat(80)}`,
        expiresAt: new Date('2026-12-22T17:05:00Z'),
        documents: ['COC_EXTRACT', 'VAT_CERTIFICATE', 'AML_DECLARATION'] as const,
      };
      for (const mail of [renderInvitationMail({ ...model, message: LONG_MESSAGE }), renderReminderMail(model)]) {
        await page.setContent(mail.html);
        assert.ok((await bottomOf(page.locator('.button-label'))) <= 420, language);
      }
    }
  });
});
