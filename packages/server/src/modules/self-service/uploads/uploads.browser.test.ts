import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { makePdf, makePng } from '../../files/sample-files.ts';
import { launchChromium, NO_BROWSER } from '../../../../../harness/src/browser.ts';
import {
  attached,
  COC,
  type DocumentsStage,
  startDocumentsStage,
  VAT,
} from '../../../../../harness/src/documents-stage.ts';
import { textOf } from '../../../../../harness/src/visitor.ts';

const MEGABYTE = 1024 * 1024;
const CUTS = 5;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const fileOf = (name: string, byteSize = 400) => ({ name, mimeType: 'application/pdf', buffer: makePdf(byteSize) });

const browser = await launchChromium();

describe('uploads in a browser', { skip: browser === undefined && NO_BROWSER, timeout: 120_000 }, () => {
  let stage: DocumentsStage;
  before(async () => void (stage = await startDocumentsStage(browser as Browser)));
  afterEach(() => stage.clear());
  after(async () => {
    await (browser as Browser).close();
    await stage.close();
  });

  it(`brings a 15 MB file whole, once, over a line that is cut ${CUTS} times`, async () => {
    const { line } = stage;
    const { page, scene } = await stage.open();
    const file = fileOf('extract.pdf', 15 * MEGABYTE);
    line.cutEveryBytes = 2.5 * MEGABYTE;
    line.cutsLeft = CUTS;
    await page.locator(`#file-${COC}`).setInputFiles(file);
    await attached(page, file.name).waitFor();
    assert.equal(line.cutsLeft, 0);
    assert.deepEqual(await stage.draftOf(scene), [`${COC} ${file.name} ${sha256(file.buffer)}`]);
    assert.equal(await page.locator('.files-sending').count(), 0);
    assert.match(await page.locator('.progress').innerText(), /^Documents: 1 of \d$/);
  });

  it('goes on after a reload where it was, when the same file is chosen again', async () => {
    const { line } = stage;
    const { page, scene } = await stage.open();
    const file = fileOf('long.pdf', 6 * MEGABYTE);
    line.bytesPerSecond = 4 * MEGABYTE;
    await page.locator(`#file-${COC}`).setInputFiles(file);
    await page.locator('.file-sending .file-facts', { hasText: /[3-6]\d.%|[3-6]\d%/ }).waitFor();
    await page.reload();
    const unfinished = page.locator('.files-unfinished .file');
    assert.match(await unfinished.innerText(), /long\.pdf\s+.* of 6\sMB received/s);
    line.bytesPerSecond = undefined;
    const offsets: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'PATCH') offsets.push(request.headers()['upload-offset'] ?? '');
    });
    await page.locator(`#file-${COC}`).setInputFiles({ ...file, name: 'renamed.pdf' });
    await attached(page, file.name).waitFor();
    assert.ok(Number(offsets[0]) > MEGABYTE, 'what had come was not sent again');
    assert.deepEqual(await stage.draftOf(scene), [`${COC} ${file.name} ${sha256(file.buffer)}`]);
    assert.equal(await page.evaluate('localStorage.length'), 0);
  });

  it('takes several at once and dropped ones, says what is refused, and lets go of a cancelled one', async () => {
    const { line } = stage;
    const { page, scene, complaints } = await stage.open();
    const png = { name: 'photo.png', mimeType: 'image/png', buffer: makePng() };
    const program = { name: 'tool.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ no document') };
    await page
      .locator(`#file-${COC}`)
      .setInputFiles([fileOf('one.pdf'), program, png, fileOf('two.pdf'), fileOf('3.pdf')]);
    for (const name of ['one.pdf', 'photo.png', 'two.pdf', '3.pdf']) await attached(page, name).waitFor();
    const refusal = page.locator(`[data-document="${COC}"] .field-error`);
    await refusal.getByText('tool.pdf').waitFor();
    assert.equal(await refusal.and(page.locator(':focus')).count(), 1);

    await dropOn(page, `[data-document="${VAT}"]`, 'dropped.pdf', makePdf());
    await attached(page, 'dropped.pdf').waitFor();
    assert.equal(await page.locator('.field-error, [aria-invalid]').count(), 0, 'what was wrong is said no longer');

    line.bytesPerSecond = MEGABYTE;
    await page.locator(`#file-${VAT}`).setInputFiles(fileOf('wrong.pdf', 8 * MEGABYTE));
    await page.locator('.file-sending .file-facts', { hasText: 'per second' }).waitFor();
    line.bytesPerSecond = undefined;
    const deleted = page.waitForResponse((response) => response.request().method() === 'DELETE');
    await page.getByRole('button', { name: textOf('uploads.cancelFile').replace('{{file}}', 'wrong.pdf') }).click();
    await page.locator('.files-sending').waitFor({ state: 'detached' });
    assert.equal((await deleted).status(), 204);
    await page.reload();
    assert.equal(await page.locator('.files-unfinished').count(), 0);
    assert.deepEqual((await stage.draftOf(scene)).map((file) => file.split(' ').slice(0, 2).join(' ')).sort(), [
      `${COC} 3.pdf`,
      `${COC} one.pdf`,
      `${COC} photo.png`,
      `${COC} two.pdf`,
      `${VAT} dropped.pdf`,
    ]);
    assert.deepEqual(
      complaints.filter((complaint) => !/415/.test(complaint)),
      [],
    );
  });
});

/** As a file dragged from the desktop comes. */
async function dropOn(page: Page, selector: string, name: string, bytes: Buffer): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    `(() => { const data = new DataTransfer();
      data.items.add(new File([Uint8Array.from(${JSON.stringify([...bytes])})], ${JSON.stringify(name)}, { type: 'application/pdf' }));
      return data; })()`,
  );
  for (const event of ['dragover', 'drop']) await page.dispatchEvent(selector, event, { dataTransfer });
}
