import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, NO_BROWSER } from '../../../../../harness/src/browser.ts';
import {
  attached,
  COC,
  type DocumentsStage,
  startDocumentsStage,
  VAT,
} from '../../../../../harness/src/documents-stage.ts';
import { makePdf } from '../../../modules/files/sample-files.ts';
import { LANGUAGES, translatorFor } from '../../../modules/texts/index.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const file = { name: 'extract.pdf', mimeType: 'application/pdf', buffer: makePdf() };

const browser = await launchChromium();

describe(
  'the cards of the documents in a browser',
  { skip: browser === undefined && NO_BROWSER, timeout: 120_000 },
  () => {
    let stage: DocumentsStage;
    before(async () => void (stage = await startDocumentsStage(browser as Browser)));
    afterEach(() => stage.clear());
    after(async () => {
      await (browser as Browser).close();
      await stage.close();
    });

    const isOpen = (page: Page, document: string): Promise<boolean> =>
      page
        .locator(`[data-document="${document}"] > details[open]`)
        .count()
        .then((count) => count === 1);

    it("have the first file button on a phone's first screen, in the words of the page, in every language", async () => {
      const { page } = await stage.open(PHONE);
      for (const language of LANGUAGES) {
        await page.goto(`${page.url().split('?')[0]}?lang=${language}`);
        await page.locator('.documents-live').waitFor();
        const button = page.locator('.file-button').first();
        const words = await button.locator('[aria-hidden]').innerText();
        assert.equal(words.trim(), translatorFor(language)('documents.fileLabel'));
        const box = await button.boundingBox();
        assert.ok(box && box.y + box.height <= PHONE.viewport.height, language);
      }
      const shown = `getComputedStyle(document.querySelector('.upload input[type="file"]'), '::file-selector-button').display`;
      assert.equal(await page.evaluate(shown), 'none', "the browser's own words");
    });

    it('unfold the next one when one is done, and leave that one as it is', async () => {
      const { page } = await stage.open(PHONE);
      assert.deepEqual([await isOpen(page, COC), await isOpen(page, VAT)], [true, false]);
      await page.locator(`#file-${COC}`).setInputFiles(file);
      await attached(page, file.name).waitFor();
      assert.deepEqual([await isOpen(page, COC), await isOpen(page, VAT)], [true, true]);
      assert.match(await page.locator('.progress').innerText(), /^Documents: 1 of 2$/);
    });

    it('open for a file that is dropped on them', async () => {
      const { page } = await stage.open();
      await page.locator(`#file-${VAT}`).setInputFiles({ ...file, name: 'certificate.pdf' });
      await attached(page, 'certificate.pdf').waitFor();
      assert.equal(await isOpen(page, VAT), true);
    });

    it('show without script which file was chosen, and by no word of the browser before', async () => {
      const { scene } = await stage.open();
      const context = await (browser as Browser).newContext({ ...PHONE, javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(scene.invitation.publicLinkUrl);
      await page.locator('form[action$="/start"] button').tap();
      await page.waitForURL('**/documents');
      await page.goto(new URL('documents', page.url()).href);
      const color = (): Promise<string> =>
        page.evaluate<string>(`getComputedStyle(document.querySelector('#file-${COC}')).color`);
      assert.equal(await color(), 'rgba(0, 0, 0, 0)');
      await page.locator(`#file-${COC}`).setInputFiles(file);
      assert.notEqual(await color(), 'rgba(0, 0, 0, 0)');
      await context.close();
    });
  },
);
