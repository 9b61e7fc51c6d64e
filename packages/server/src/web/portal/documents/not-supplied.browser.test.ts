import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Locator, Page } from 'playwright-core';
import { axeFindings, bringAxe, launchChromium, NO_BROWSER } from '../../../../../harness/src/browser.ts';
import {
  attached,
  COC,
  type DocumentsStage,
  startDocumentsStage,
  VAT,
} from '../../../../../harness/src/documents-stage.ts';
import { sidewaysOverflow, unfold } from '../../../../../harness/src/page-probes.ts';
import { textOf } from '../../../../../harness/src/visitor.ts';
import { makePdf } from '../../../modules/files/sample-files.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const NARROW = { width: 320, height: 700 };
const REASON = 'The registrar is slow.';
const NAME = textOf(`documentType.${VAT}`);
const file = { name: 'extract.pdf', mimeType: 'application/pdf', buffer: makePdf() };
const ABOUT_A_MINUTE = 5_000;

const browser = await launchChromium();

describe(
  'a reason in place of a document, in a browser',
  { skip: browser === undefined && NO_BROWSER, timeout: 120_000 },
  () => {
    let stage: DocumentsStage;
    before(async () => void (stage = await startDocumentsStage(browser as Browser)));
    afterEach(() => stage.clear());
    after(async () => {
      await (browser as Browser).close();
      await stage.close();
    });

    const card = (page: Page): Locator => page.locator(`[data-document="${VAT}"]`);
    const field = (page: Page): Locator => card(page).getByRole('textbox');
    const save = (page: Page): Locator =>
      page.getByRole('button', { name: textOf('documents.saveAnswerOf').replace('{{name}}', NAME) });
    const takeBack = (page: Page): Locator =>
      page.getByRole('button', { name: textOf('documents.removeAnswerOf').replace('{{name}}', NAME) });

    async function ask(page: Page): Promise<void> {
      await unfold(page, VAT);
      await card(page).getByText(textOf('documents.cannotSupply')).click();
    }

    async function assertGood(page: Page, hasScript: boolean): Promise<void> {
      await page.setViewportSize(NARROW);
      assert.equal(await page.evaluate(sidewaysOverflow), 0);
      if (hasScript) assert.deepEqual(await axeFindings(page), []);
      await page.setViewportSize(PHONE.viewport);
    }

    for (const hasScript of [true, false]) {
      it(`is given, taken back, given again and sent on a phone, script: ${hasScript}`, async () => {
        const scene = await stage.scenes.invited({ requestedDocuments: [COC, VAT] });
        const context = await (browser as Browser).newContext({ ...PHONE, javaScriptEnabled: hasScript, locale: 'en' });
        if (hasScript) await bringAxe(context);
        const page = await context.newPage();
        await page.goto(scene.invitation.publicLinkUrl);
        await page.getByRole('button', { name: textOf('action.start'), exact: true }).click();
        await page.waitForURL(/documents$/);
        await page.locator(`#file-${COC}`).setInputFiles(file);
        if (!hasScript) await page.locator(`[data-document="${COC}"] .upload button`).click();
        await attached(page, file.name).waitFor({ state: 'attached' });

        await ask(page);
        await save(page).click();
        const error = textOf('documents.errorReasonMissing').replace('{{name}}', NAME);
        await card(page).getByRole('alert').getByText(error).waitFor();
        assert.equal(await card(page).locator('.field-error:focus').count(), 1, 'it has the focus');
        assert.equal(await field(page).getAttribute('aria-invalid'), 'true');
        await assertGood(page, hasScript);

        await field(page).fill(REASON);
        await save(page).dblclick();
        await page.getByText('Documents: 2 of 2, answered without a document: 1').waitFor();
        assert.equal(await card(page).locator('.badge').innerText(), textOf('documents.notSupplied'));
        const said = textOf('documents.noticeAnswered').replace('{{name}}', NAME);
        await page.getByRole('status').getByText(said).waitFor({ state: 'attached' });
        await unfold(page, VAT);
        assert.ok((await card(page).innerText()).includes(`${textOf('documents.youSay')}\n\n${REASON}`));
        await assertGood(page, hasScript);

        await takeBack(page).click();
        await page.getByText('Documents: 1 of 2', { exact: true }).waitFor();
        assert.equal(await card(page).getByText(REASON).count(), 0);
        await ask(page);
        await field(page).fill(REASON);
        await save(page).click();
        await page.getByText('Documents: 2 of 2, answered without a document: 1').waitFor();

        await page.getByRole('link', { name: textOf('action.continue') }).click();
        await page.waitForURL(/review$/);
        await page.getByText(REASON).waitFor();
        await assertGood(page, hasScript);
        await page.getByRole('link', { name: `${textOf('action.change')}: ${NAME}` }).click();
        await page.waitForURL(/documents#answer-VAT_CERTIFICATE$/);
        await card(page).getByText(REASON).waitFor();
        await page.goBack();
        await page.locator('form[action$="/review"] button').click();
        await page.waitForURL(/done$/);
        await page.getByText(REASON).waitFor();
        await assertGood(page, hasScript);
        await context.close();
      });
    }

    it('breaks off no file on its way, is kept while it is typed, and leaves the focus where the work goes on', async () => {
      const { page, complaints } = await stage.open(PHONE);
      stage.line.bytesPerSecond = ABOUT_A_MINUTE;
      await page.evaluate('window.isSamePage = true');
      await page.locator(`#file-${COC}`).setInputFiles({ ...file, buffer: makePdf(300_000) });
      await page.locator('[data-state="sending"]').waitFor();
      await ask(page);
      await field(page).fill(REASON);
      await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
      await save(page).click();
      await page.getByText('Documents: 1 of 2, answered without a document: 1').waitFor();
      assert.equal(await page.locator('[data-state="sending"]').count(), 1, 'the file goes on');
      assert.equal(await page.evaluate('window.isSamePage'), true);
      assert.ok(await page.evaluate(`document.activeElement.closest('[data-document="${COC}"]') !== null`));
      stage.line.bytesPerSecond = undefined;
      await page.getByText('Documents: 2 of 2, answered without a document: 1').waitFor();
      assert.deepEqual(complaints, []);
    });

    it('gives way to a file', async () => {
      const { page } = await stage.open(PHONE);
      await ask(page);
      await field(page).fill(REASON);
      await save(page).click();
      await page.getByText('Documents: 1 of 2, answered without a document: 1').waitFor();
      await page.locator(`#file-${VAT}`).setInputFiles(file);
      await page.getByText('Documents: 1 of 2', { exact: true }).waitFor();
      await unfold(page, VAT);
      assert.equal(await card(page).getByText(REASON).count(), 0);
      assert.equal(await card(page).getByText(textOf('documents.cannotSupply')).count(), 0);
      await card(page).locator('.file form button').click();
      await page.getByText('Documents: 1 of 2, answered without a document: 1').waitFor();
      assert.equal(await card(page).locator('.badge').innerText(), textOf('documents.notSupplied'));
    });
  },
);
