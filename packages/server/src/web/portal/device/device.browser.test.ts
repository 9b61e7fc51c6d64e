import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page, Request } from 'playwright-core';
import { launchChromium, listenForComplaints, NO_BROWSER } from '../../../../../harness/src/browser.ts';
import {
  attached,
  COC,
  type DocumentsStage,
  type OpenedDocuments,
  startDocumentsStage,
} from '../../../../../harness/src/documents-stage.ts';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { unfold } from '../../../../../harness/src/page-probes.ts';
import { readQrCode } from '../../../../../harness/src/qr-code.ts';
import { PHONE } from '../../../../../harness/src/view-pages.ts';
import { textOf } from '../../../../../harness/src/visitor.ts';
import { makePdf } from '../../../modules/files/sample-files.ts';

const browser = await launchChromium();
const pdf = (name: string) => ({ name, mimeType: 'application/pdf', buffer: makePdf() });
const SELECT = '[data-document="other"] select';

describe('a phone beside the desktop', { skip: browser === undefined && NO_BROWSER, timeout: 120_000 }, () => {
  let stage: DocumentsStage;
  before(async () => {
    stage = await startDocumentsStage(browser as Browser);
  });
  afterEach(() => stage.clear());
  after(async () => {
    await stage.close();
    await browser?.close();
  });

  const offer = (page: Page) => page.getByRole('link', { name: textOf('device.title') });

  /** What a camera in front of the screen reads. */
  async function scanned(page: Page): Promise<string> {
    return readQrCode(await page.locator('.qr-code').screenshot());
  }

  /** Codes name the second in which they were made. */
  async function otherThan(first: string, page: Page): Promise<void> {
    await eventually('another code', async () => {
      await page.getByRole('link', { name: textOf('device.renew') }).click();
      return (await scanned(page)) !== first;
    });
  }

  async function phoneAt(url: string, hasScript = true): Promise<Page> {
    const context = await (browser as Browser).newContext({
      viewport: PHONE,
      hasTouch: true,
      isMobile: true,
      javaScriptEnabled: hasScript,
    });
    const page = await context.newPage();
    await page.goto(url);
    await page.getByRole('button', { name: textOf('device.landingGo') }).click();
    await page.getByRole('heading', { level: 1, name: textOf('documents.title') }).waitFor();
    return page;
  }

  async function shown(): Promise<OpenedDocuments> {
    const opened = await stage.open();
    await offer(opened.page).click();
    await opened.page.locator('.qr-code').waitFor();
    return opened;
  }

  it('adds a file that the desktop shows by itself, with focus and words where they were', async () => {
    const { page, scene, complaints } = await shown();
    assert.equal(await page.evaluate('document.activeElement.id'), 'device-heading');
    const url = await scanned(page);
    assert.match(url, /^http:\/\/[^/]+\/d\/[A-Za-z0-9_-]{100}$/);
    // The page asks in a few words whether something has come.
    await page.waitForResponse((answer) => answer.url().endsWith('/parts') && answer.status() === 304);
    await unfold(page, 'other');
    await page.locator(SELECT).selectOption('ADDRESS_PROOF');
    await page.locator(SELECT).focus();

    const phone = await phoneAt(url);
    assert.equal(await phone.locator('[data-device]').count(), 0, 'the phone hands nothing on');
    await phone.locator(`#file-${COC}`).setInputFiles(pdf('photo.pdf'));
    await attached(phone, 'photo.pdf').waitFor();

    await attached(page, 'photo.pdf').waitFor({ state: 'attached' });
    const words = textOf('device.came').replace('{{files}}', 'photo.pdf');
    await page.locator('[data-device-came]', { hasText: words }).waitFor();
    await page.locator('[role="status"]', { hasText: words }).waitFor({ state: 'attached' });
    assert.equal(await page.evaluate(`document.activeElement === document.querySelector('${SELECT}')`), true);
    assert.equal(await page.locator(SELECT).inputValue(), 'ADDRESS_PROOF');
    assert.equal((await stage.draftOf(scene)).length, 1);
    assert.deepEqual(complaints, []);
    await phone.context().close();
  });

  it('does not break off what the desktop sends meanwhile, nor call it the phone’s', async () => {
    const { page, scene } = await shown();
    const phone = await phoneAt(await scanned(page));
    stage.line.bytesPerSecond = 60_000;
    const large = { ...pdf('desktop.pdf'), buffer: Buffer.concat([makePdf(), Buffer.alloc(400_000, '\n')]) };
    await page.locator(`#file-${COC}`).setInputFiles(large);
    await page.locator('.files-sending .file-name', { hasText: 'desktop.pdf' }).waitFor();
    await phone.locator(`#file-${COC}`).setInputFiles(pdf('photo.pdf'));
    await page.locator('[data-device-came]', { hasText: 'photo.pdf' }).waitFor();
    await attached(page, 'desktop.pdf').waitFor();
    assert.doesNotMatch((await page.locator('[data-device-came]').textContent()) ?? '', /desktop/);
    assert.equal((await stage.draftOf(scene)).length, 2);
    await phone.context().close();
  });

  it('is offered on no phone', async () => {
    const { page } = await stage.open({ viewport: PHONE, hasTouch: true, isMobile: true });
    assert.equal(await page.locator('[data-device]').count(), 1);
    assert.equal(await page.locator('[data-device]').isVisible(), false);
  });

  it('runs out, shows another code, and goes away again', async () => {
    const { page } = await stage.open({}, (opened) => opened.clock.install());
    await offer(page).click();
    await page.locator('.qr-code').waitFor();
    await page.clock.fastForward(61_000);
    await page.locator('[data-device-left]', { hasText: 'Time left: 9 minutes' }).waitFor();
    await page.clock.fastForward(600_000);
    await page.locator('[data-device-left]', { hasText: textOf('device.over') }).waitFor();
    assert.equal(await page.locator('.qr-code').count(), 0);
    await page.getByRole('link', { name: textOf('device.renew') }).click();
    await page.locator('.qr-code').waitFor();
    assert.match(await scanned(page), /\/d\/[A-Za-z0-9_-]{100}$/);
    await page.getByRole('link', { name: textOf('device.hide') }).click();
    await offer(page).waitFor();
    assert.equal(await page.locator('.qr-code').count(), 0);
    assert.equal(await page.evaluate(`document.activeElement.textContent.trim()`), textOf('device.title'));
  });

  it('is not asked for while nobody sees the page, and no more once the request has ended', async () => {
    const { page, scene } = await stage.open({}, (opened) => opened.clock.install());
    const looks: string[] = [];
    page.on('request', (request: Request) => {
      if (request.headers()['if-none-match'] !== undefined) looks.push(request.url());
    });
    const look = async (): Promise<void> => {
      const before = looks.length;
      for (let n = 0; n < 50 && looks.length === before; n += 1) await page.clock.runFor(1_000);
    };
    await offer(page).click();
    await page.locator('.qr-code').waitFor();
    await look();
    assert.ok(looks.length > 0);
    await page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true })`);
    await page.clock.runFor(5_000);
    const unseen = looks.length;
    await page.clock.runFor(30_000);
    assert.equal(looks.length, unseen);
    await page.evaluate(`delete document.visibilityState; document.dispatchEvent(new Event('visibilitychange'))`);
    await look();
    assert.ok(looks.length > unseen);
    await stage.scenes.revoke(scene);
    await Promise.all([
      page.waitForResponse((answer) => answer.url().endsWith('/parts') && answer.status() === 410),
      page.clock.runFor(10_000),
    ]);
    await page.clock.runFor(10_000);
    const over = looks.length;
    await page.clock.runFor(30_000);
    assert.equal(looks.length, over);
  });

  it('works without script on both', async () => {
    const scene = await stage.scenes.invited({ requestedDocuments: [COC] });
    const context = await (browser as Browser).newContext({ javaScriptEnabled: false });
    const complaints = listenForComplaints(context, stage.line.url);
    const page = await context.newPage();
    await page.goto(scene.invitation.publicLinkUrl);
    await page.getByRole('button', { name: textOf('action.start'), exact: true }).click();
    await page.goto(new URL('documents', page.url()).href);
    await offer(page).click();
    const phone = await phoneAt(await scanned(page), false);
    await phone.locator(`#file-${COC}`).setInputFiles(pdf('photo.pdf'));
    await phone.locator(`[data-document="${COC}"] .upload button`).click();
    await attached(phone, 'photo.pdf').waitFor({ state: 'attached' });
    await page.getByRole('link', { name: textOf('device.arrived') }).click();
    await attached(page, 'photo.pdf').waitFor({ state: 'attached' });
    const first = await scanned(page);
    await otherThan(first, page);
    assert.deepEqual(complaints, []);
    await Promise.all([context.close(), phone.context().close()]);
  });
});
