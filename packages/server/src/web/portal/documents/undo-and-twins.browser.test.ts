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
import { sidewaysOverflow, unfold } from '../../../../../harness/src/page-probes.ts';
import { textOf } from '../../../../../harness/src/visitor.ts';
import { redPage } from '../../../modules/files/corpus-pdfs.test-support.ts';

const NAME = 'extract.pdf';
const NARROW = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };
const PHONE = { ...NARROW, viewport: { width: 390, height: 844 } };
const file = { name: NAME, mimeType: 'application/pdf', buffer: redPage() };
const says = (key: string): string => textOf(key).replace('{{file}}', NAME);
const twinQuestion = textOf('documents.twin').replace('{{name}}', textOf(`documentType.${COC}`));

const browser = await launchChromium();

describe(
  'removing, undoing, and twins in a browser',
  { skip: browser === undefined && NO_BROWSER, timeout: 120_000 },
  () => {
    let stage: DocumentsStage;
    before(async () => void (stage = await startDocumentsStage(browser as Browser)));
    afterEach(() => stage.clear());
    after(async () => {
      await (browser as Browser).close();
      await stage.close();
    });

    const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });
    const add = async (page: Page, card: string): Promise<void> => {
      await page.locator(`#file-${card}`).setInputFiles(file);
      await page.locator(`[data-document="${card}"] .badge-done`).waitFor();
    };

    /** A picture still on its way when its file is removed ends as 404, of which the browser complains. */
    const seePictures = (page: Page) =>
      page.evaluate(
        "Promise.all([...document.querySelectorAll('.file-preview')].map((one) => one.complete || new Promise((done) => { one.onload = one.onerror = done; })))",
      );

    it('puts the file back in its card, with the focus on what takes it back, and leaves the page never', async () => {
      const { page, scene, complaints } = await stage.open(NARROW);
      await add(page, COC);
      const before = await stage.draftOf(scene);
      await page.evaluate('window.isSamePage = true');
      await unfold(page, COC);
      await seePictures(page);
      await button(page, says('documents.removeFile')).press('Enter');
      const notice = page.locator(`[data-document="${COC}"] .notice`);
      await notice.getByText(says('documents.noticeRemoved')).waitFor();
      await page.getByRole('status').getByText(says('documents.noticeRemoved')).waitFor({ state: 'attached' });
      assert.equal(await page.locator(':focus').getAttribute('aria-label'), says('documents.undoFile'));
      assert.equal(await page.evaluate(sidewaysOverflow), 0);
      assert.deepEqual(await stage.draftOf(scene), []);

      await page.keyboard.press('Enter');
      await attached(page, NAME).waitFor();
      await notice.getByText(says('documents.noticeRestored')).waitFor();
      assert.equal(await page.locator(':focus').getAttribute('aria-label'), says('documents.removeFile'));
      assert.deepEqual(await stage.draftOf(scene), before);
      assert.equal(await page.evaluate('window.isSamePage'), true);
      assert.deepEqual(complaints, []);
    });

    it('says at the card what hinders it', async () => {
      const { page, scene } = await stage.open(PHONE);
      await add(page, COC);
      await unfold(page, COC);
      await button(page, says('documents.removeFile')).tap();
      await button(page, says('documents.undoFile')).waitFor();
      const colleague = await stage.scenes.started(scene);
      for (let room = 20; room > 0; room -= 1) assert.equal((await colleague.upload()).status, 303);
      await button(page, says('documents.undoFile')).tap();
      const error = page.locator('.field-error:focus');
      assert.match(await error.innerText(), /cannot be put back, because you have already added .* \(20\)/);
    });

    it('asks about a file that is there under another name, where it was added and aloud', async () => {
      const { page, scene } = await stage.open(PHONE);
      await add(page, COC);
      await add(page, VAT);
      const row = page.locator(`[data-document="${VAT}"] .file`);
      assert.equal(await row.locator('.file-doubt').innerText(), twinQuestion);
      await page.getByRole('status').getByText(twinQuestion).waitFor({ state: 'attached' });
      assert.equal((await stage.draftOf(scene)).length, 2);
      await row.getByRole('button', { name: says('documents.removeFile') }).tap();
      await page.locator('.file-doubt').waitFor({ state: 'detached' });
      assert.equal((await stage.draftOf(scene)).length, 1);
    });

    it('does all of it without script', async () => {
      const { scene } = await stage.open();
      const context = await (browser as Browser).newContext({ ...NARROW, javaScriptEnabled: false });
      const page = await context.newPage();
      await page.goto(scene.invitation.publicLinkUrl);
      await page.locator('form[action$="/start"] button').tap();
      await page.waitForURL('**/kyc/**');
      await page.goto(new URL('documents', page.url()).href);
      for (const card of [COC, VAT]) {
        await unfold(page, card);
        await page.locator(`#file-${card}`).setInputFiles(file);
        await page.locator(`[data-document="${card}"] .upload button`).tap();
        await page.locator('.notice').getByText(says('documents.noticeAdded')).waitFor();
      }
      const notice = page.locator('.notice');
      assert.ok((await notice.innerText()).includes(twinQuestion));
      const both = await stage.draftOf(scene);
      await notice.getByRole('button', { name: says('documents.removeFile') }).tap();
      await notice.getByText(says('documents.noticeRemoved')).waitFor();
      assert.equal(await page.evaluate(sidewaysOverflow), 0);
      assert.deepEqual(await stage.draftOf(scene), both.slice(0, 1));
      await notice.getByRole('button', { name: says('documents.undoFile') }).tap();
      await notice.getByText(says('documents.noticeRestored')).waitFor();
      assert.deepEqual(await stage.draftOf(scene), both);
      await context.close();
    });
  },
);
