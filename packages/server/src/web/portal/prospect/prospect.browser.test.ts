import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import sql from 'sql-template-tag';
import {
  axeFindings,
  bringAxe,
  launchChromium,
  listenForComplaints,
  NO_BROWSER,
} from '../../../../../harness/src/browser.ts';
import { sidewaysOverflow, smallTargets } from '../../../../../harness/src/page-probes.ts';
import { byKeyboard, byTaps, follow } from '../../../../../harness/src/page-steps.ts';
import { codesTo, COMPANY_DETAILS } from '../../../../../harness/src/published-link.ts';
import {
  addFile,
  askForCode,
  enterCode,
  fillInDetails,
  sendAll,
} from '../../../../../harness/src/published-link-pages.ts';
import { type LinkScene, publish, unique } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { COMPLETE_TYPES, textOf } from '../../../../../harness/src/visitor.ts';
import { makePdf } from '../../../modules/files/sample-files.ts';
import { translatorFor } from '../../../modules/texts/index.ts';

const NARROW_PHONE = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };
const WRONG_ADDRESS = 'ana@';
const TYPED = ['companyName', 'vatNumber', 'street', 'postCode', 'city', 'firstName', 'lastName', 'phone'] as const;
const { street, postCode, city, firstName, lastName } = COMPANY_DETAILS;
const PERSON = { street, postCode, city, firstName, lastName };
const file = { name: 'extract.pdf', mimeType: 'application/pdf', buffer: makePdf() };

const browser = await launchChromium();

describe('a published link on a phone', { skip: browser === undefined && NO_BROWSER, timeout: 180_000 }, () => {
  let service: TestService;
  let context: BrowserContext;
  let complaints: readonly string[] = [];
  before(async () => void (service = await startService()));
  afterEach(async () => {
    await context.close();
    assert.deepEqual(complaints, []);
  });
  after(async () => {
    await (browser as Browser).close();
    await service.close();
  });

  async function openPage(hasScript: boolean): Promise<{ page: Page; link: LinkScene; email: string }> {
    const link = await publish(service, { locale: 'en' });
    context = await (browser as Browser).newContext({ ...NARROW_PHONE, javaScriptEnabled: hasScript });
    context.setDefaultTimeout(30_000);
    if (hasScript) await bringAxe(context);
    complaints = listenForComplaints(context, service.url);
    return { page: await context.newPage(), link, email: `ana.${unique()}@garagem.example` };
  }

  async function newestCode(link: LinkScene, email: string): Promise<string> {
    return (await codesTo(service, link, email)).at(-1) ?? assert.fail(`no code to ${email}`);
  }

  async function arriveAtDetails(hasScript: boolean): Promise<{ page: Page; link: LinkScene }> {
    const { page, link, email } = await openPage(hasScript);
    await askForCode(page, link.invitation.publicLinkUrl, email);
    assert.equal(await enterCode(page, await newestCode(link, email)), 200);
    return { page, link };
  }

  const prospectsOf = ({ invitation }: LinkScene) =>
    service.db.read(
      sql`select status, type, company_name, country from prospects where invitation_id = ${invitation.uuid}::uuid`,
    );

  for (const hasScript of [true, false]) {
    const way = hasScript ? 'with script' : 'without script';
    const hand = hasScript ? byKeyboard : byTaps;

    it(`leads from the address to the receipt ${way}, by ${hasScript ? 'keyboard' : 'taps'}`, async () => {
      const { page, link, email } = await openPage(hasScript);
      const expectGood = (key: string) => expectGoodPage(page, key, hasScript);
      await page.goto(link.invitation.publicLinkUrl);
      const [{ name: seller = '' } = {}] = link.org.sellers;
      await expectGood(textOf('prospect.heading').replace('{{seller}}', seller));
      await expectHints(page.locator('#email'), { type: 'email', autocomplete: 'email' });
      await hand.type(page, page.locator('#email'), WRONG_ADDRESS);
      assert.equal(await follow(page, hand.press(page, button(page, 'prospect.sendCode'))), 422);
      await expectErrors(page, [textOf('prospect.errorEmail')]);
      await expectGood(textOf('prospect.heading').replace('{{seller}}', seller));
      await page.locator('#email').fill('');
      await hand.type(page, page.locator('#email'), email);
      await follow(page, hand.press(page, button(page, 'prospect.sendCode')));

      await expectGood(textOf('code.title'));
      await expectHints(page.locator('#code'), { inputmode: 'numeric', autocomplete: 'one-time-code' });
      await follow(page, hand.press(page, button(page, 'action.continue')));
      await expectErrors(page, [textOf('code.errorMissing').replace('{{digits}}', '6')]);
      await expectGood(textOf('code.title'));
      await hand.type(page, page.locator('#code'), await newestCode(link, email));
      await follow(page, hand.press(page, button(page, 'action.continue')));

      await expectGood(textOf('details.title'));
      await expectHints(page.locator('#details-phone'), { type: 'tel', autocomplete: 'tel' });
      await hand.press(page, page.locator('#details-type'));
      for (const field of TYPED) await hand.type(page, page.locator(`#details-${field}`), COMPANY_DETAILS[field]);
      await page.locator('#details-country').selectOption(COMPANY_DETAILS.country);
      await expectGood(textOf('details.title'));
      await follow(page, hand.press(page, button(page, 'action.continue')));

      await expectGood(textOf('documents.title'));
      for (const type of COMPLETE_TYPES) await addFile(page, type, file);
      await expectGood(textOf('documents.title'));
      await follow(page, hand.press(page, page.locator('a.button[href$="/review"]')));

      await expectGood(textOf('review.title'));
      const shown = await page.locator('main').innerText();
      for (const words of ['Garagem Central Lda', 'PT501442600', 'Ana Silva', email]) assert.ok(shown.includes(words));
      await follow(page, hand.press(page, page.locator('form[action$="/review"] button[type="submit"]')));

      await expectGood(textOf('prospect.receiptTitle'));
      const { companyName: company_name, country, type } = COMPANY_DETAILS;
      assert.deepEqual(await prospectsOf(link), [{ status: 'SUBMITTED', type, company_name, country }]);
    });

    it(`keeps its code page through Back, reload and another language, ${way}`, async () => {
      const { page, link, email } = await openPage(hasScript);
      const german = translatorFor('de');
      await askForCode(page, link.invitation.publicLinkUrl, email);
      await page.reload();
      assert.equal(await heading(page), textOf('code.title'));
      await page.goBack();
      assert.equal(await page.locator('#email').count(), 1);
      await page.goForward();
      assert.equal(await heading(page), textOf('code.title'));
      assert.equal(await enterCode(page, '12'), 422);
      await page.reload();
      await expectErrors(page, [textOf('code.errorMissing').replace('{{digits}}', '6')]);
      await page.goBack();
      assert.equal(await heading(page), textOf('code.title'));
      assert.equal(await page.locator('.error-summary').count(), 0);

      await switchLanguage(page, 'Deutsch');
      assert.equal(await heading(page), german('code.title'));
      await page.locator('.folds summary').tap();
      await follow(page, page.getByRole('button', { name: german('code.again') }).tap());
      assert.equal(await heading(page), german('code.title'), 'within a minute none is mailed, and nothing is lost');
      assert.equal(await enterCode(page, await newestCode(link, email)), 200);
      assert.equal(await heading(page), german('details.title'));
      await switchLanguage(page, 'English');
      assert.equal(await heading(page), textOf('details.title'));
      await page.reload();
      assert.equal(await heading(page), textOf('details.title'));
      await fillInDetails(page, { person: PERSON, country: 'PT' });
      assert.equal(await heading(page), textOf('documents.title'));
    });

    it(`says what is wrong with the details, and where, ${way}`, async () => {
      const { page } = await arriveAtDetails(hasScript);
      const missing = (label: string): string => textOf('declaration.errorEmpty').replace('{{name}}', textOf(label));
      await page.locator('#details-vatNumber').fill('12');
      for (const field of ['companyName', 'street', 'postCode', 'firstName', 'lastName'] as const)
        await page.locator(`#details-${field}`).fill(COMPANY_DETAILS[field]);
      assert.equal(await follow(page, button(page, 'action.continue').tap()), 422);
      const errors = [textOf('details.errorType'), textOf('company.errorVatNumber'), missing('company.city')];
      await expectErrors(page, errors);
      await expectGoodPage(page, textOf('details.title'), hasScript);
      assert.equal(await page.locator('#details-lastName').inputValue(), 'Silva', 'what was right is kept');
      assert.equal(await page.locator('#details-city').getAttribute('aria-invalid'), 'true');
      await page.locator('.error-summary').getByRole('link').last().tap();
      assert.equal(await page.locator('#details-city:focus').count(), 1, 'the link leads to the field');
    });

    it(`asks a private person for no company, and sends without one, ${way}`, async () => {
      const { page, link } = await arriveAtDetails(hasScript);
      const ofCompanies = page.locator('#details-companyName, #details-vatNumber');
      const shown = async (): Promise<boolean[]> => [
        await ofCompanies.first().isVisible(),
        await ofCompanies.last().isVisible(),
      ];
      assert.deepEqual(await shown(), [true, true]);
      await page.getByText(textOf('details.CONSUMER')).tap();
      assert.deepEqual(await shown(), [false, false]);
      await page.getByText(textOf('details.COMPANY'), { exact: true }).tap();
      assert.deepEqual(await shown(), [true, true]);
      await page.locator('#details-companyName').fill('Thought better of it');
      await page.getByText(textOf('details.CONSUMER')).tap();
      await expectGoodPage(page, textOf('details.title'), hasScript);
      await fillInDetails(page, { person: PERSON, country: 'PT' });
      await addFile(page, 'CONTACT_ID_CARD', file);
      await sendAll(page);
      await expectGoodPage(page, textOf('prospect.receiptTitle'), hasScript);
      const none = { company_name: null, country: null };
      assert.deepEqual(await prospectsOf(link), [{ status: 'SUBMITTED', type: 'CONSUMER', ...none }]);
    });
  }
});

const heading = (page: Page): Promise<string> => page.locator('h1').innerText();
const button = (page: Page, key: string): Locator => page.getByRole('button', { name: textOf(key), exact: true });

async function switchLanguage(page: Page, name: string): Promise<void> {
  await page.locator('.language-switch summary').tap();
  await follow(page, page.getByRole('link', { name, exact: true }).tap());
}

async function expectHints(field: Locator, hints: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(hints)) assert.equal(await field.getAttribute(name), value);
}

async function expectErrors(page: Page, errors: readonly string[]): Promise<void> {
  assert.deepEqual(await page.locator('.error-summary').getByRole('link').allInnerTexts(), errors);
  assert.equal(await page.locator('.error-summary:focus').count(), 1, 'the focus is on what is wrong');
}

async function expectGoodPage(page: Page, title: string, hasScript: boolean): Promise<void> {
  assert.equal(await heading(page), title);
  assert.equal(await page.evaluate(sidewaysOverflow), 0, title);
  assert.deepEqual(await page.evaluate(smallTargets), [], title);
  if (hasScript) assert.deepEqual(await axeFindings(page), [], title);
}
