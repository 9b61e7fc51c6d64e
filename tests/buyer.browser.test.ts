import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core';
import { makePdf, makePng } from '../packages/server/src/modules/files/sample-files.ts';
import { translatorFor } from '../packages/server/src/modules/texts/index.ts';
import { axeFindings, launchChromium, listenForComplaints, NO_BROWSER } from '../packages/harness/src/browser.ts';
import { type DemoServer, linkIn, startDemoServer } from '../packages/harness/src/demo-server.ts';
import { eventually } from '../packages/harness/src/eventually.ts';
import { isFocusInView, unfold } from '../packages/harness/src/page-probes.ts';
import { follow, tabTo } from '../packages/harness/src/page-steps.ts';
import { buyerBody, type InvitationView, unique } from '../packages/harness/src/scene.ts';

const TYPES = ['COC_EXTRACT', 'VAT_CERTIFICATE', 'CONTACT_ID_CARD', 'AML_DECLARATION'] as const;
type WantedType = (typeof TYPES)[number];

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const DESKTOP = { viewport: { width: 1280, height: 900 }, hasTouch: false, isMobile: false };
const COMPANY = 'Garagem Central Lda';
const pdf = { name: 'Handelsregister März.pdf', mimeType: 'application/pdf', buffer: makePdf() };
const png = { name: 'photo.png', mimeType: 'image/png', buffer: makePng() };
const program = { name: 'extract.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ this is no document') };

interface Invited {
  readonly buyerPath: string;
  /** `{buyerPath}/kyc/self-service-invitations/{invitationUuid}` */
  readonly path: string;
  readonly uuid: string;
  readonly recipient: string;
  /** As it stands in the mail. */
  readonly link: string;
}

const browser = await launchChromium();

describe('the buyer in a browser', { skip: browser === undefined && NO_BROWSER, timeout: 180_000 }, () => {
  let server: DemoServer;
  const contexts: BrowserContext[] = [];
  let complaints: string[][] = [];
  before(async () => void (server = await startDemoServer()));
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((context) => context.close()));
    assert.deepEqual(complaints.splice(0).flat(), []);
  });
  after(async () => {
    await (browser as Browser).close();
    await server.stop();
  });

  async function openPage(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await (browser as Browser).newContext({ ...PHONE, ...options });
    context.setDefaultTimeout(20_000);
    contexts.push(context);
    complaints.push(listenForComplaints(context, server.url));
    return context.newPage();
  }

  async function post<T>(path: string, body: unknown, status = 200): Promise<T> {
    const answer = await server.call('POST', path, body);
    assert.equal(answer.status, status, path);
    return (await answer.json()) as T;
  }

  async function read<T>(path: string): Promise<T> {
    const answer = await server.call('GET', path);
    assert.equal(answer.status, 200, path);
    return (await answer.json()) as T;
  }

  async function linkInMail(address: string): Promise<string> {
    return linkIn(await server.mailTo(address));
  }

  async function invite(wish: Readonly<Record<string, unknown>> = {}): Promise<Invited> {
    const partner = `/v1/partners/${server.sellerId}`;
    const body = buyerBody({ kycMode: 'MARKETPLACE_LED', companyName: COMPANY });
    const buyer = await post<{ uuid: string }>(`${partner}/buyers`, body, 201);
    const buyerPath = `${partner}/buyers/${buyer.uuid}`;
    const recipient = `office@${unique()}.example`;
    const invitations = `${buyerPath}/kyc/self-service-invitations`;
    const { uuid } = await post<InvitationView>(invitations, { recipientEmail: recipient, locale: 'de', ...wish }, 201);
    const invited = { buyerPath, path: `${invitations}/${uuid}`, uuid, recipient, link: await linkInMail(recipient) };
    // The file is there a moment before the activity says so.
    await eventually('the mail counts as sent', async () => (await activityOf(invited)).includes('MAIL_SENT'));
    return invited;
  }

  async function activityOf({ path }: Invited): Promise<string[]> {
    const { data } = await read<{ data: { type: string }[] }>(`${path}/activity?size=100`);
    return data.map(({ type }) => type);
  }

  async function statusOf({ path }: Invited): Promise<string> {
    return (await read<InvitationView>(path)).status;
  }

  it('sends documents from a phone without script, and they show in the KYC status', async () => {
    const t = translatorFor('de');
    const invited = await invite();
    const page = await openPage({ javaScriptEnabled: false });
    assert.equal(await follow(page, page.goto(invited.link)), 200);
    assert.match(await text(page), new RegExp(`${server.sellerName}.*${COMPANY}`, 's'));
    assert.equal(await heading(page), t('landing.heading', { seller: server.sellerName }));
    assert.deepEqual(await page.context().cookies(), [], 'no cookie before he acts');
    await follow(page, button(page, t('action.start')).tap());

    assert.equal(await heading(page), t('documents.title'));
    await addFile(page, 'COC_EXTRACT', program);
    const wrong = t('documents.errorFileType', { name: t('documentType.COC_EXTRACT') });
    await expectRefusal(page, 'COC_EXTRACT', wrong);
    assert.deepEqual(await page.locator('.error-summary').getByRole('link').allInnerTexts(), [wrong]);
    await addFile(page, 'COC_EXTRACT', png);
    assert.equal(await page.getByRole('status').innerText(), t('documents.noticeAdded', { file: png.name }));
    await unfold(page, 'COC_EXTRACT');
    await follow(page, button(page, t('documents.removeFile', { file: png.name })).tap());
    const removed = page.getByRole('status').locator('p');
    assert.equal(await removed.innerText(), t('documents.noticeRemoved', { file: png.name }));
    for (const type of TYPES) await addFile(page, type, type === 'CONTACT_ID_CARD' ? png : pdf);
    await follow(page, link(page, t('action.continue')).tap());

    assert.equal(await heading(page), t('review.title'));
    const send = button(page, t('action.send', { seller: server.sellerName }));
    assert.equal(await page.getByRole('checkbox').count(), 0, 'his files show that he is no machine');
    await follow(page, send.tap());

    assert.equal(await heading(page), t('receipt.title'));
    assert.match(new URL(page.url()).pathname, /^\/kyc\/[A-Za-z0-9_-]{12}\/done$/);
    assert.match(await text(page), /Handelsregister März\.pdf/);
    await expectSent(invited);
  });

  it('can be done by keyboard alone, on pages without a finding of axe', async () => {
    const t = translatorFor('en');
    const invited = await invite({ locale: 'en' });
    const page = await openPage({ ...DESKTOP, colorScheme: 'dark' });
    const enter = (target: Locator): Promise<number> => follow(page, tabTo(page, target, 'Enter'));
    await page.goto(invited.link);
    await expectAccessible(page, t('landing.heading', { seller: server.sellerName }));
    await enter(button(page, t('action.start')));

    await expectAccessible(page, t('documents.title'));
    for (const type of TYPES) {
      const summary = page.locator(`[data-document="${type}"] > details:not([open]) > summary`);
      if ((await summary.count()) > 0) await tabTo(page, summary, 'Enter');
      await tabTo(page, page.locator(`#file-${type}`));
      await sendFile(page, type, pdf);
    }
    await expectAccessible(page, t('documents.title'));
    await tabTo(page, button(page, t('documents.removeFile', { file: pdf.name })).first(), 'Enter');
    await page.locator('.notice form[action$="/restore"] button:focus').waitFor();
    await page.locator(`#file-${TYPES[0]}`).setInputFiles(program);
    await page.locator('.field-error').waitFor();
    const name = `${t('documentType.COC_EXTRACT')}, ${program.name}`;
    await expectRefusal(page, TYPES[0], t('documents.errorFileType', { name }));
    assert.equal(await page.locator('.error-summary').count(), 0);
    await expectAccessible(page, t('documents.title'));
    await sendFile(page, TYPES[0], pdf);
    await enter(link(page, t('action.continue')));

    await expectAccessible(page, t('review.title'));
    await enter(link(page, t('review.readNotice')));
    await expectAccessible(page, t('privacy.title'));
    await follow(page, page.goBack());
    await enter(link(page, `${t('action.change')}: ${t('review.company')}`));
    await expectAccessible(page, t('company.title'));
    await page.getByLabel(t('company.city')).fill('');
    await enter(button(page, t('action.continue')));
    await expectErrors(page, [t('company.errorField', { name: t('company.city') })]);
    await expectAccessible(page, t('company.title'));
    await tabTo(page, page.locator('.error-summary a'), 'Enter');
    assert.equal(await page.locator('#company-city:focus').count(), 1, 'the link leads to the field');
    await page.keyboard.type('Vigo');
    await enter(button(page, t('action.continue')));
    await expectAccessible(page, t('review.title'));
    await enter(button(page, t('action.send', { seller: server.sellerName })));
    await expectAccessible(page, t('receipt.title'));
    assert.equal(await statusOf(invited), 'USED');
  });

  for (const javaScriptEnabled of [true, false]) {
    it(`lets him sign out, and come back by the link, ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
      const t = translatorFor('de');
      const invited = await invite();
      const page = await openPage({ javaScriptEnabled, locale: 'de-DE' });
      await page.goto(invited.link);
      await follow(page, button(page, t('action.start')).tap());
      await (javaScriptEnabled ? sendFile : addFile)(page, 'COC_EXTRACT', pdf);

      await follow(page, button(page, t('action.signOut')).tap());
      assert.equal(await heading(page), t('signedOut.title'));
      assert.match(await text(page), new RegExp(t('signedOut.next').slice(0, 40)));
      assert.deepEqual(await page.context().cookies(), []);
      await page.goBack();
      assert.equal(await heading(page), t('errorPage.sessionEnded.title'), 'nothing is shown from memory');

      await page.goto(invited.link);
      await follow(page, button(page, t('action.resume')).tap());
      await page.goto(new URL('documents', page.url()).href);
      await unfold(page, 'COC_EXTRACT');
      assert.match(await text(page), /Handelsregister März\.pdf/);
      assert.equal(await statusOf(invited), 'ACTIVE');
    });
  }

  it('shows the language of the invitation until another one is chosen', async () => {
    const { link: address } = await invite({ message: 'Bitte bis Freitag.' });
    const page = await openPage({ locale: 'en-GB' });
    await page.goto(address);
    assert.equal(await page.locator('html').getAttribute('lang'), 'de');
    await page.locator('.language-switch summary').tap();
    await follow(page, link(page, 'English').tap());
    for (const fold of await page.locator('.fold summary').all()) await fold.tap();
    const shown = await text(page);
    for (const words of [
      `${server.sellerName} asks you for company documents`,
      `${server.sellerName} (Germany) wants to sell to ${COMPANY} across an EU border`,
      'Bitte bis Freitag.',
      'What you need',
      'Commercial register extract',
      'Open until',
      'You need no account, and nobody asks you here for a password',
    ]) {
      assert.ok(shown.includes(words), words);
    }
    await follow(page, button(page, 'Start').tap());
    await expectAccessible(page, 'Add the documents');
  });

  it('dies at the next click after a revocation, without a word of the reason', async () => {
    const t = translatorFor('de');
    const invited = await invite();
    const page = await openPage();
    await page.goto(invited.link);
    await follow(page, button(page, t('action.start')).tap());
    const first = page.url();
    const other = await page.context().newPage();
    await other.goto(new URL('documents', first).href);
    await post(`${invited.path}/revoke`, { reason: 'planted words 4711' });

    const steps = [
      () => follow(page, link(page, t('action.continue')).tap()),
      () => follow(page, page.goto(invited.link)),
      () => follow(page, page.reload()),
      () => follow(page, page.goto(new URL('review', first).href)),
    ];
    for (const step of steps) {
      assert.equal(await step(), 410);
      await expectAccessible(page, t('errorPage.revoked.title'));
      assert.doesNotMatch(await page.content(), /planted|4711/);
    }
    await other.locator(`#file-${TYPES[0]}`).setInputFiles(pdf);
    await other
      .locator('.field-error')
      .getByText(t('uploads.ended', { file: pdf.name }))
      .waitFor();
    assert.equal(await follow(other, other.reload()), 410);
    const { data } = await read<{ data: unknown[] }>(`${invited.buyerPath}/kyc/documents`);
    assert.deepEqual(data, [], 'nothing of it is kept');
    assert.deepEqual((await activityOf(invited)).slice(3), ['OPENED', 'REVOKED']);
  });

  it('says in which way a link died', async () => {
    const t = translatorFor('de');
    const [expired, replaced] = [await invite(), await invite()];
    await server.expire(expired.uuid);
    await post(`${replaced.path}/resend`, { recipientEmail: `other@${unique()}.example`, rotateLink: true });
    const forged = replaced.link.slice(0, -2) + (replaced.link.endsWith('AA') ? 'BB' : 'AA');
    const page = await openPage({ ...DESKTOP, locale: 'de-DE' });
    for (const [address, status, kind] of [
      [expired.link, 410, 'expired'],
      [replaced.link, 410, 'replaced'],
      [forged, 404, 'unknown'],
      [`${server.url}/kyc/AbCdEfGhIjKl/company`, 403, 'sessionEnded'],
      [`${server.url}/kyc/company`, 403, 'sessionEnded'],
      [`${server.url}/kyc/nowhere`, 404, 'notFound'],
    ] as const) {
      assert.equal(await follow(page, page.goto(address)), status, kind);
      await expectAccessible(page, t(`errorPage.${kind}.title`));
    }
  });

  async function expectSent(invited: Invited): Promise<void> {
    const { documentsComplete } = await read<{ documentsComplete: boolean }>(`${invited.buyerPath}/kyc`);
    assert.equal(documentsComplete, true);
    const { data } = await read<{ data: { type: string; source: string; status: string }[] }>(
      `${invited.buyerPath}/kyc/documents`,
    );
    assert.deepEqual(
      data.map(({ type, source, status }) => `${type} ${source} ${status}`).sort(),
      [...TYPES].map((type) => `${type} WEB_APP ACTIVE`).sort(),
    );
    const receipt = await server.mailTo(invited.recipient, 2);
    assert.match(receipt.subject ?? '', /^Bestätigung: /);
    assert.equal(await statusOf(invited), 'USED');
    const activity = await activityOf(invited);
    const uploads = ['DOCUMENT_UPLOADED', 'DOCUMENT_REMOVED', ...TYPES.map(() => 'DOCUMENT_UPLOADED')];
    const expected = ['CREATED', 'MAIL_QUEUED', 'MAIL_SENT', 'OPENED', ...uploads, 'SUBMITTED', 'MAIL_QUEUED'];
    assert.deepEqual(activity.slice(0, expected.length), expected);
  }
});

const heading = (page: Page): Promise<string> => page.locator('h1').innerText();
const text = (page: Page): Promise<string> => page.locator('body').innerText();
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const link = (page: Page, name: string): Locator => page.getByRole('link', { name, exact: true });

async function expectErrors(page: Page, errors: readonly string[]): Promise<void> {
  const summary = page.locator('.error-summary');
  assert.deepEqual(await summary.getByRole('link').allInnerTexts(), errors);
  assert.equal(await page.locator('.error-summary:focus').count(), 1, 'the focus is on what is wrong');
}

/** At the card that the file was for, with the focus and in view; the field points to it. */
async function expectRefusal(page: Page, type: WantedType, words: string): Promise<void> {
  const box = page.locator(`[data-document="${type}"] .field-error[role="alert"]:focus`);
  assert.equal(await box.innerText(), words);
  assert.equal(await page.evaluate(isFocusInView), true);
  const field = page.locator(`#file-${type}[aria-invalid="true"]`);
  assert.ok((await field.getAttribute('aria-describedby'))?.split(' ').includes((await box.getAttribute('id')) ?? ''));
}

async function expectAccessible(page: Page, title: string): Promise<void> {
  assert.equal(await heading(page), title);
  assert.deepEqual(await axeFindings(page), [], title);
}

function addButton(page: Page, type: WantedType, language: 'de' | 'en'): Locator {
  const t = translatorFor(language);
  return button(page, t('documents.uploadFor', { name: t(`documentType.${type}`) }));
}

/** With script: the file goes as soon as it is chosen. */
async function sendFile(page: Page, type: WantedType, file: typeof pdf): Promise<void> {
  await unfold(page, type);
  await page.locator(`#file-${type}`).setInputFiles(file);
  await page.locator(`[data-part="files-${type}"] .file-name`, { hasText: file.name }).waitFor();
}

/** Without script: the form is sent. */
async function addFile(page: Page, type: WantedType, file: typeof pdf): Promise<void> {
  await unfold(page, type);
  await page.locator(`#file-${type}`).setInputFiles(file);
  await follow(page, addButton(page, type, 'de').tap());
}
