import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { launchChromium, NO_BROWSER } from '../../../../../harness/src/browser.ts';
import { COC, type DocumentsStage, startDocumentsStage } from '../../../../../harness/src/documents-stage.ts';
import { sidewaysOverflow, unfold } from '../../../../../harness/src/page-probes.ts';
import { textOf } from '../../../../../harness/src/visitor.ts';

const NAME = 'card.png';
const NARROW = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };
const LARGE = textOf('documents.enlarge').replace('{{file}}', NAME);

const browser = await launchChromium();

describe('a file opened large in a browser', { skip: browser === undefined && NO_BROWSER, timeout: 120_000 }, () => {
  let stage: DocumentsStage;
  let file: { name: string; mimeType: string; buffer: Buffer };
  before(async () => {
    stage = await startDocumentsStage(browser as Browser);
    const picture = sharp({ create: { width: 900, height: 300, channels: 3, background: 'teal' } });
    file = { name: NAME, mimeType: 'image/png', buffer: await picture.png().toBuffer() };
  });
  afterEach(() => stage.clear());
  after(async () => {
    await (browser as Browser).close();
    await stage.close();
  });

  /** By keyboard: to the picture, and back to where it was opened. */
  async function openAndReturn(page: Page): Promise<void> {
    await unfold(page, COC);
    await page.getByRole('link', { name: LARGE, exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/view');
    const picture = page.getByRole('img', { name: textOf('documents.preview').replace('{{file}}', NAME) });
    await picture.waitFor();
    const size = await page.evaluate<number[]>(`(async () => {
      const image = document.querySelector('.file-view img');
      await image.decode();
      return [image.naturalWidth, image.clientWidth];
    })()`);
    assert.equal(size[0], 900, 'all its pixels');
    assert.ok((size[1] ?? 0) > 250, 'as wide as the screen lets it be');
    assert.equal(await page.evaluate(sidewaysOverflow), 0);
    await page.getByRole('link', { name: textOf('action.back'), exact: true }).click();
    await page.waitForURL('**/documents?file=*');
    assert.equal(await page.locator('a:focus img').getAttribute('alt'), LARGE);
    assert.equal(await page.evaluate(sidewaysOverflow), 0);
  }

  it('shows all of it, and leads back to the small picture with the focus', async () => {
    const { page, complaints } = await stage.open(NARROW);
    await page.locator(`#file-${COC}`).setInputFiles(file);
    await page.locator(`[data-document="${COC}"] .badge-done`).waitFor();
    await openAndReturn(page);
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    await page.waitForResponse('**/documents/parts');
    assert.equal(
      await page.locator('a:focus img').getAttribute('alt'),
      LARGE,
      'when the page is brought up to date, too',
    );
    assert.deepEqual(complaints, []);
  });

  it('does so without script', async () => {
    const { scene } = await stage.open();
    const context = await (browser as Browser).newContext({ ...NARROW, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(scene.invitation.publicLinkUrl);
    await page.locator('form[action$="/start"] button').tap();
    await page.waitForURL('**/kyc/**');
    await page.goto(new URL('documents', page.url()).href);
    await page.locator(`#file-${COC}`).setInputFiles(file);
    await page.locator(`[data-document="${COC}"] .upload button`).tap();
    await page.locator('.notice').waitFor();
    await openAndReturn(page);
    await context.close();
  });

  it('opens beside the page while files are on their way', async () => {
    const { page } = await stage.open(NARROW);
    await page.locator(`#file-${COC}`).setInputFiles(file);
    await page.locator(`[data-document="${COC}"] .badge-done`).waitFor();
    stage.line.bytesPerSecond = 20_000;
    await unfold(page, COC);
    const slow = { name: 'slow.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(900_000, '%') };
    await page.locator(`#file-${COC}`).setInputFiles(slow);
    await page.locator('.file-sending').waitFor();
    const [other] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('link', { name: LARGE, exact: true }).tap(),
    ]);
    assert.match(other.url(), /about:blank|\/view$/);
    assert.equal(await page.locator('.file-sending').count(), 1);
  });
});
