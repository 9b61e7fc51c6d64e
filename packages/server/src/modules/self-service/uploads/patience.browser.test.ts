import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, NO_BROWSER } from '../../../../../harness/src/browser.ts';
import { attached, COC, type DocumentsStage, startDocumentsStage } from '../../../../../harness/src/documents-stage.ts';
import { type FussyProxy, startFussyProxy } from '../../../../../harness/src/fussy-proxy.ts';
import { textOf } from '../../../../../harness/src/visitor.ts';
import { makePdf } from '../../files/sample-files.ts';

const MEGABYTE = 1024 * 1024;
const TOLD_AT_ONCE_MS = 5_000;
const file = { name: 'extract.pdf', mimeType: 'application/pdf', buffer: makePdf(1.5 * MEGABYTE) };
const says = (key: string): string => textOf(key).replace('{{file}}', file.name);

const browser = await launchChromium();

describe(
  'uploads that must wait, or be chosen again',
  { skip: browser === undefined && NO_BROWSER, timeout: 120_000 },
  () => {
    let stage: DocumentsStage;
    let proxy: FussyProxy;
    let folder: string;
    before(async () => {
      folder = await mkdtemp(join(tmpdir(), 'nt24-chosen-'));
      stage = await startDocumentsStage(browser as Browser);
      proxy = await startFussyProxy(stage.line.target);
      stage.line.target = proxy.url;
    });
    afterEach(async () => {
      await stage.clear();
      proxy.rule = () => undefined;
    });
    after(async () => {
      await (browser as Browser).close();
      await proxy.close();
      await stage.close();
      await rm(folder, { recursive: true });
    });

    const stateOf = (page: Page, state: string) => page.locator(`.file-sending[data-state="${state}"]`);

    it('says at once that a file can no longer be read, and goes on where it was when it is chosen again', async () => {
      const { page, scene } = await stage.open();
      const path = join(folder, file.name);
      await writeFile(path, file.buffer);
      stage.line.bytesPerSecond = MEGABYTE;
      await page.locator(`#file-${COC}`).setInputFiles(path);
      await page.locator('.file-sending .file-facts', { hasText: /[2-9]\d.?%/ }).waitFor();
      await rm(path);
      stage.line.bytesPerSecond = undefined;
      const words = page.locator('.field-error:focus', { hasText: says('uploads.unreadable') });
      await words.waitFor({ timeout: TOLD_AT_ONCE_MS });
      assert.equal(await page.locator('.file-sending').count(), 0);
      assert.match(await page.locator('.files-unfinished').innerText(), /received/);
      await page.locator(`#file-${COC}`).setInputFiles(file);
      await attached(page, file.name).waitFor();
      assert.equal((await stage.draftOf(scene)).length, 1);
    });

    it('says it too of a file that was gone before the first byte', async () => {
      const { page } = await stage.open();
      const path = join(folder, file.name);
      await writeFile(path, file.buffer);
      await page.evaluate(
        `document.addEventListener('change', (event) => event.stopImmediatePropagation(), { capture: true, once: true })`,
      );
      await page.locator(`#file-${COC}`).setInputFiles(path);
      await rm(path);
      await page.locator(`#file-${COC}`).dispatchEvent('change', { bubbles: true });
      await page
        .locator('.field-error:focus', { hasText: says('uploads.unreadable') })
        .waitFor({ timeout: TOLD_AT_ONCE_MS });
    });

    for (const [step, method, address] of [
      ['the beginning', 'POST', /\/uploads$/],
      ['a piece', 'PATCH', /\/uploads\//],
      ['the end', 'POST', /\/finish$/],
    ] as const) {
      it(`waits where the service is busy at ${step}, says so, and tries again by itself and by a button`, async () => {
        const { page, scene } = await stage.open();
        let tries = 0;
        const isBusy = (request: { method?: string | undefined; url?: string | undefined }): boolean =>
          request.method === method && address.test(request.url ?? '');
        proxy.rule = (request) => {
          if (!isBusy(request)) return undefined;
          tries += 1;
          return 503;
        };
        await page.locator(`#file-${COC}`).setInputFiles(file);
        await stateOf(page, 'later').waitFor();
        assert.equal(await page.locator('.file-sending .file-facts').innerText(), textOf('uploads.later'));
        const before = tries;
        await page.waitForTimeout(3_000);
        assert.ok(tries > before, 'tried again by itself');
        assert.equal(await page.getByText(textOf('uploads.offline')).count(), 0);
        assert.equal(await page.locator('.field-error').count(), 0);
        await stateOf(page, 'later').waitFor();
        proxy.rule = () => undefined;
        await page.getByRole('button', { name: says('uploads.retryNowFile') }).click();
        await attached(page, file.name).waitFor();
        assert.equal((await stage.draftOf(scene)).length, 1);
      });
    }
  },
);
