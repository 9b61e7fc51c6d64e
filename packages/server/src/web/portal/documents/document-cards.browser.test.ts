import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { launchChromium, NO_BROWSER } from '../../../../../harness/src/browser.ts';
import {
  attached,
  COC,
  type DocumentsStage,
  startDocumentsStage,
  VAT,
} from '../../../../../harness/src/documents-stage.ts';
import { redPage } from '../../../modules/files/corpus-pdfs.test-support.ts';
import { makePdf } from '../../../modules/files/sample-files.ts';
import { visibleWords } from '../../../../../harness/src/page-probes.ts';
import { textOf } from '../../../../../harness/src/visitor.ts';
import { LANGUAGES, translatorFor } from '../../../modules/texts/index.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const file = { name: 'extract.pdf', mimeType: 'application/pdf', buffer: redPage() };

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

    const wordsOf = (page: Page, document: string): Promise<string[]> =>
      page.evaluate<string[]>(`${visibleWords}(document.querySelector('[data-document="${document}"]'))`);
    const folded = [...textOf('documentType.COC_EXTRACT').split(' '), '1', 'file'];

    it('fold when they are done, down to name and number of files, and the next one unfolds with the focus', async () => {
      const { page } = await stage.open(PHONE);
      assert.deepEqual([await isOpen(page, COC), await isOpen(page, VAT)], [true, false]);
      await page.locator(`#file-${COC}`).focus();
      await page.locator(`#file-${COC}`).setInputFiles(file);
      await page.locator(`[data-document="${COC}"] .badge-done`).waitFor();
      await page.locator(`[data-document="${VAT}"] > details[open]`).waitFor();
      assert.equal(await isOpen(page, COC), false);
      assert.deepEqual(await wordsOf(page, COC), folded);
      assert.equal(await page.locator('summary:focus h2').innerText(), textOf('documentType.VAT_CERTIFICATE'));
      assert.match(await page.locator('.progress').innerText(), /^Documents: 1 of 2$/);
    });

    it('bring the next one with its buttons into view, and at the end the way on', async () => {
      const four = ['COC_EXTRACT', 'VAT_CERTIFICATE', 'AML_DECLARATION', 'CONTACT_ID_CARD'];
      const { page } = await stage.open(PHONE, undefined, four);
      for (const document of four) {
        const button = page.locator(`label[for="file-${document}"]`);
        await expectInView(button, document);
        const buffer = Buffer.concat([redPage(), Buffer.from(`%${document}`)]);
        await page.locator(`#file-${document}`).setInputFiles({ ...file, buffer });
        await page.locator(`[data-document="${document}"] > details:not([open])`).waitFor();
      }
      await expectInView(page.locator('[data-continue]'), 'the way on');
    });

    async function expectInView(button: Locator, what: string): Promise<void> {
      const box = await button.boundingBox();
      assert.ok(box && box.y >= 0 && box.y + box.height <= PHONE.viewport.height, `${what}: ${JSON.stringify(box)}`);
    }

    it('stay unfolded while more of their files are on their way, and where something is asked of a file', async () => {
      const { page } = await stage.open(PHONE);
      stage.line.bytesPerSecond = 60_000;
      const large = { ...file, name: 'large.pdf', buffer: Buffer.concat([redPage(), Buffer.alloc(150_000, '%')]) };
      await page.locator(`#file-${COC}`).setInputFiles([file, large]);
      await page.locator(`[data-document="${VAT}"] > details[open]`).waitFor();
      assert.equal(await isOpen(page, COC), true);
      await page.locator(`[data-document="${COC}"] > details:not([open])`).waitFor();
      stage.line.bytesPerSecond = undefined;

      await page.locator(`#file-${VAT}`).setInputFiles({ ...file, name: 'blank.pdf', buffer: makePdf() });
      await attached(page, 'blank.pdf').waitFor();
      assert.equal(await page.locator('.file-doubt').innerText(), textOf('documents.looksEmpty'));
      assert.deepEqual([await isOpen(page, COC), await isOpen(page, VAT)], [false, true]);
    });

    it('fold without script too', async () => {
      const page = await openWithoutScript();
      await page.locator(`#file-${COC}`).setInputFiles(file);
      await page.locator(`[data-document="${COC}"] .upload button`).tap();
      await page.locator('.notice').waitFor();
      assert.deepEqual([await isOpen(page, COC), await isOpen(page, VAT)], [false, true]);
      assert.deepEqual(await wordsOf(page, COC), folded);
      await page.context().close();
    });

    it('open for a file that is dropped on them', async () => {
      const { page } = await stage.open();
      await page.locator(`#file-${VAT}`).setInputFiles({ ...file, name: 'certificate.pdf', buffer: makePdf() });
      await attached(page, 'certificate.pdf').waitFor();
      assert.equal(await isOpen(page, VAT), true);
    });

    async function openWithoutScript(): Promise<Page> {
      const { scene } = await stage.open();
      const context = await (browser as Browser).newContext({ ...PHONE, javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(scene.invitation.publicLinkUrl);
      await page.locator('form[action$="/start"] button').tap();
      await page.waitForURL('**/documents');
      await page.goto(new URL('documents', page.url()).href);
      return page;
    }

    it('show without script which file was chosen, and by no word of the browser before', async () => {
      const page = await openWithoutScript();
      const color = (): Promise<string> =>
        page.evaluate<string>(`getComputedStyle(document.querySelector('#file-${COC}')).color`);
      assert.equal(await color(), 'rgba(0, 0, 0, 0)');
      await page.locator(`#file-${COC}`).setInputFiles(file);
      assert.notEqual(await color(), 'rgba(0, 0, 0, 0)');
      await page.context().close();
    });
  },
);
