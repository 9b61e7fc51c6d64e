import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { makePdf, makePng } from '../../files/sample-files.ts';
import { axeFindings, launchChromium, NO_BROWSER } from '../../../../../harness/src/browser.ts';
import {
  attached,
  COC,
  type DocumentsStage,
  startDocumentsStage,
  VAT,
} from '../../../../../harness/src/documents-stage.ts';
import * as probes from '../../../../../harness/src/page-probes.ts';
import { textOf } from '../../../../../harness/src/visitor.ts';

const MEGABYTE = 1024 * 1024;
const MINUTE_MS = 60_000;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const fileOf = (name: string, byteSize = 400) => ({ name, mimeType: 'application/pdf', buffer: makePdf(byteSize) });
const photo = { name: 'camera.png', mimeType: 'image/png', buffer: makePng() };
const says = (key: string, file: string): string => textOf(key).replace('{{file}}', file);

const browser = await launchChromium();

describe('the page of the documents', { skip: browser === undefined && NO_BROWSER, timeout: 120_000 }, () => {
  let stage: DocumentsStage;
  before(async () => void (stage = await startDocumentsStage(browser as Browser)));
  afterEach(() => stage.clear());
  after(async () => {
    await (browser as Browser).close();
    await stage.close();
  });

  const withClock = (page: Page): Promise<void> => page.clock.install();

  it('takes a pasted picture for the document at hand, and a photo from the camera', async () => {
    const { page, scene, complaints } = await stage.open(PHONE);
    await paste(page, 'first.png');
    await attached(page, 'first.png').waitFor({ state: 'attached' });
    await probes.unfold(page, COC);
    await page.locator(`#file-${COC}`).focus();
    await paste(page, 'focused.png');
    await attached(page, 'focused.png').waitFor();

    const camera = (card: string) => page.locator(`[data-document="${card}"] .camera input[capture="environment"]`);
    await camera(VAT).setInputFiles(photo);
    await attached(page, photo.name).waitFor({ state: 'attached' });
    await camera('other').setInputFiles({ ...photo, name: 'other.png' });
    assert.match(
      await page.locator('[data-document="other"] .field-error:focus').innerText(),
      new RegExp(textOf('documents.errorTypeMissing')),
    );
    await page.locator('#type-other').selectOption('ADDRESS_PROOF');
    await attached(page, 'other.png').waitFor();
    assert.deepEqual(
      (await stage.draftOf(scene)).map((file) => file.split(' ').slice(0, 2).join(' ')),
      [`${COC} first.png`, `${COC} focused.png`, `${VAT} camera.png`, 'ADDRESS_PROOF other.png'],
    );
    assert.deepEqual(await page.evaluate(probes.smallTargets), []);
    assert.deepEqual(complaints, []);
  });

  it('offers neither field nor camera where the draft takes no more', async () => {
    const { page, scene } = await stage.open(PHONE);
    for (const card of [VAT, 'other']) await probes.unfold(page, card);
    assert.equal(await page.locator('.camera:visible').count(), 3);
    assert.equal(await page.locator('[data-part^="form-"] + .camera').count(), 3, 'beside the other way to a file');
    const colleague = await stage.scenes.started(scene);
    for (let room = 20; room > 0; room -= 1) assert.equal((await colleague.upload()).status, 303);
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    await page.locator('.warning', { hasText: textOf('documents.full').replace('{{max}}', '20') }).waitFor();
    assert.equal(await page.locator('.camera:visible, input[type="file"]:visible').count(), 0);
  });

  it('shows what a colleague adds and removes, and leaves the focus alone', async () => {
    const { page, scene } = await stage.open({}, withClock);
    const colleague = await stage.scenes.started(scene);
    await page.evaluate('window.isSamePage = true');
    for (const card of [VAT, 'other']) await probes.unfold(page, card);
    await page.locator('#type-other').focus();
    assert.equal((await colleague.upload({ type: VAT, fileName: 'colleague.pdf' })).status, 303);
    assert.equal(await attached(page, 'colleague.pdf').count(), 0);
    await page.clock.fastForward(MINUTE_MS);
    await attached(page, 'colleague.pdf').waitFor();
    assert.equal(await page.locator(`[data-document="${VAT}"] .badge-done`).count(), 1);
    const remove = await page.locator(`[data-document="${VAT}"] .file form`).getAttribute('action');
    assert.equal((await colleague.post(remove ?? '')).status, 303);
    await page.evaluate('document.dispatchEvent(new Event("visibilitychange"))');
    await attached(page, 'colleague.pdf').waitFor({ state: 'detached' });
    assert.equal(await page.locator('#type-other:focus').count(), 1);
    assert.equal(await page.evaluate('window.isSamePage'), true);
  });

  it('goes on at once when the device is online again, and by a button when every try failed', async () => {
    const { page, scene } = await stage.open({}, withClock);
    let failures = 0;
    page.on('requestfailed', () => void (failures += 1));
    const row = (state: string) => page.locator(`.file-sending[data-state="${state}"]`);
    const failUntil = async (isEnough: () => Promise<boolean>): Promise<void> => {
      while (!(await isEnough())) {
        const seen = failures;
        await page.clock.fastForward(MINUTE_MS);
        for (let wait = 0; wait < 20 && failures === seen; wait += 1) await page.waitForTimeout(20);
      }
    };
    await page.context().setOffline(true);
    await page.locator(`#file-${COC}`).setInputFiles(fileOf('tunnel.pdf'));
    await row('offline').getByText(textOf('uploads.offline')).waitFor();
    await page.locator('[role="status"]', { hasText: textOf('uploads.offline') }).waitFor();
    // From here on the next try by itself is half a minute away.
    await failUntil(async () => failures >= 7);
    await page.context().setOffline(false);
    await attached(page, 'tunnel.pdf').waitFor({ timeout: 15_000 });

    await page.route('**/kyc/*/uploads/*', (route) => route.abort('connectionfailed'));
    // Hurried on before it is answered, the clock would break off the request that begins the upload, and begin it again and again.
    const begun = page.waitForResponse((response) => response.url().endsWith('/uploads'));
    await page.locator(`#file-${COC}`).setInputFiles(fileOf('again.pdf'));
    await begun;
    await failUntil(async () => (await row('failed').count()) > 0);
    const refusal = page.locator(`[data-document="${COC}"] .field-error:focus`);
    assert.equal(await refusal.innerText(), says('uploads.failed', 'again.pdf'));
    assert.deepEqual(await axeFindings(page), []);
    await page.unroute('**/kyc/*/uploads/*');
    await page.getByRole('button', { name: says('uploads.retryFile', 'again.pdf') }).press('Enter');
    await attached(page, 'again.pdf').waitFor();
    assert.equal(await page.locator('.field-error').count(), 0);
    assert.equal(await page.locator(`#file-${COC}:focus`).count(), 1, 'the focus was on the row that is gone');
    assert.equal((await stage.draftOf(scene)).length, 2);
  });

  it('goes on to the last step by itself when the files on their way have come, and not over a refusal', async () => {
    const { page, scene } = await stage.open(PHONE);
    const note = page.locator('#files-on-their-way');
    const way = page.getByRole('link', { name: textOf('action.continue'), exact: true });
    const theirWay = (form: string, count: string) => textOf(`uploads.onTheirWay_${form}`).replace('{{count}}', count);
    // Announcements wait for one another.
    stage.line.bytesPerSecond = MEGABYTE / 4;
    await page.locator(`#file-${COC}`).setInputFiles([fileOf('slow.pdf', 2 * MEGABYTE), fileOf('quick.pdf')]);
    await note.getByText(theirWay('other', '2'), { exact: true }).waitFor();
    await way.click();
    // The quick one may have come by now.
    const said = page.locator('[role="status"]');
    await said
      .filter({ hasText: theirWay('other', '2') })
      .or(said.filter({ hasText: theirWay('one', '1') }))
      .first()
      .waitFor();
    await note.getByText(theirWay('one', '1'), { exact: true }).waitFor();
    assert.deepEqual(await axeFindings(page), []);
    assert.ok(page.url().endsWith('/documents'), 'it waits');
    await page.waitForURL('**/review');
    assert.equal((await stage.draftOf(scene)).length, 2);

    await page.goBack();
    await page.locator('.documents-live').waitFor();
    const wrong = { name: 'tool.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(2 * MEGABYTE, 'MZ') };
    await page.locator(`#file-${COC}`).setInputFiles(wrong);
    await note.getByText(theirWay('one', '1'), { exact: true }).waitFor();
    await way.click();
    await page.locator(`[data-document="${COC}"] .field-error:focus`).waitFor();
    assert.equal(await page.evaluate(probes.isFocusInView), true);
    assert.equal(await note.isHidden(), true);
    stage.line.bytesPerSecond = undefined;
    await way.click();
    await page.waitForURL('**/review');
  });

  it('says how far a file is to the eye and the ear, and is used by keyboard meanwhile', async () => {
    const { page, scene } = await stage.open({ ...PHONE, reducedMotion: 'reduce' });
    await page.locator(`#file-${VAT}`).setInputFiles(fileOf('small.pdf'));
    await attached(page, 'small.pdf').waitFor();
    // The second piece is held, so that the file is on its way until it is cancelled.
    await page.route('**/kyc/*/uploads/*', (route) => {
      const { 'upload-offset': offset = '0' } = route.request().headers();
      return offset === '0' ? route.continue() : undefined;
    });
    stage.line.bytesPerSecond = MEGABYTE / 2;
    await page.locator(`#file-${COC}`).setInputFiles(fileOf('slow.pdf', 1.875 * MEGABYTE));
    const facts = page.locator('.file-sending .file-facts', { hasText: /^50%\s· .* left$/ });
    await facts.waitFor();
    assert.match(
      await facts.innerText(),
      /^\d+%\u00a0· [\d.,]+ [kM]B per second\u00a0· \d+ (?:second|minute|hour)s? left$/,
    );
    const bar = page.getByRole('progressbar', { name: 'slow.pdf', exact: true });
    const share = await page.evaluate<number>('document.querySelector("progress").position');
    assert.ok(share > 0 && share < 1, String(share));
    assert.deepEqual(await axeFindings(page), []);
    assert.deepEqual(await page.evaluate(probes.motions), []);
    assert.deepEqual(await page.evaluate(probes.smallTargets), []);
    assert.equal(await page.evaluate(probes.sidewaysOverflow), 0);
    const status = page.locator('[role="status"]');
    await status.getByText(/slow\.pdf: \d+% sent$/).waitFor();

    await page.getByRole('button', { name: says('documents.removeFile', 'small.pdf') }).press('Enter');
    await attached(page, 'small.pdf').waitFor({ state: 'detached' });
    await status.getByText(says('documents.noticeRemoved', 'small.pdf')).waitFor();
    assert.equal(await page.locator('.notice form[action$="/restore"] button:focus').count(), 1);
    assert.equal(await bar.count(), 1, 'the other file is still on its way');
    await page.getByRole('button', { name: says('uploads.cancelFile', 'slow.pdf') }).press('Enter');
    await bar.waitFor({ state: 'detached' });
    assert.equal(await page.locator(`#file-${COC}:focus`).count(), 1);
    await status.getByText(says('uploads.cancelled', 'slow.pdf')).waitFor();
    assert.deepEqual(await stage.draftOf(scene), []);
  });
});

/** As a picture from the clipboard comes. */
async function paste(page: Page, name: string): Promise<void> {
  await page.evaluate(`(() => {
    const clipboardData = new DataTransfer();
    const bytes = Uint8Array.from(${JSON.stringify([...makePng()])});
    clipboardData.items.add(new File([bytes], ${JSON.stringify(name)}, { type: 'image/png' }));
    document.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  })()`);
}
