import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, NO_BROWSER } from '../../../../../harness/src/browser.ts';
import { attached, COC, type DocumentsStage, startDocumentsStage } from '../../../../../harness/src/documents-stage.ts';
import { type FussyProxy, PROXY_RULES, startFussyProxy } from '../../../../../harness/src/fussy-proxy.ts';
import { textOf } from '../../../../../harness/src/visitor.ts';
import { makePdf } from '../../files/sample-files.ts';

const MEGABYTE = 1024 * 1024;
const file = { name: 'extract.pdf', mimeType: 'application/pdf', buffer: makePdf(1.5 * MEGABYTE) };
const DRAFT = [`${COC} ${file.name} ${createHash('sha256').update(file.buffer).digest('hex')}`];
const says = (key: string, name = file.name): string => textOf(key).replace('{{file}}', name);

const browser = await launchChromium();

describe(
  'uploads through proxies and firewalls',
  { skip: browser === undefined && NO_BROWSER, timeout: 120_000 },
  () => {
    let stage: DocumentsStage;
    let proxy: FussyProxy;
    before(async () => {
      stage = await startDocumentsStage(browser as Browser);
      proxy = await startFussyProxy(stage.line.target);
      stage.line.target = proxy.url;
    });
    afterEach(async () => {
      await stage.clear();
      proxy.rule = () => undefined;
      proxy.isSilent = false;
      proxy.refused.splice(0);
    });
    after(async () => {
      await (browser as Browser).close();
      await proxy.close();
      await stage.close();
    });

    /** How often the page was loaded anew from here on. */
    function countLoads(page: Page): () => number {
      let loads = 0;
      page.on('load', () => (loads += 1));
      return () => loads;
    }

    it('passes nginx as it comes without a single refusal', async () => {
      const { page, scene, complaints } = await stage.open();
      proxy.rule = PROXY_RULES.defaultNginx;
      await page.locator(`#file-${COC}`).setInputFiles(file);
      await attached(page, file.name).waitFor();
      assert.deepEqual(await stage.draftOf(scene), DRAFT);
      assert.deepEqual([proxy.refused, complaints], [[], []]);
    });

    it('sends smaller pieces where they are too large', async () => {
      const { page, scene } = await stage.open();
      proxy.rule = PROXY_RULES.narrow;
      await page.locator(`#file-${COC}`).setInputFiles(file);
      await attached(page, file.name).waitFor();
      assert.deepEqual(await stage.draftOf(scene), DRAFT);
      assert.deepEqual(proxy.refused, ['PATCH 413', 'PATCH 413', 'PATCH 413']);
    });

    for (const [name, refusal] of [
      ['firewall', 'PATCH 403'],
      ['wrongMethod', 'PATCH 405'],
    ] as const) {
      it(`sends POST in place of PATCH through a ${name}, and learns it once`, async () => {
        const { page, scene } = await stage.open();
        const loads = countLoads(page);
        proxy.rule = PROXY_RULES[name];
        await page.locator(`#file-${COC}`).setInputFiles(file);
        await attached(page, file.name).waitFor();
        assert.deepEqual(await stage.draftOf(scene), DRAFT);
        assert.deepEqual([proxy.refused, loads()], [[refusal], 0]);
      });
    }

    it('sends POST where PATCH is hung up on without a word', async () => {
      const { page, scene } = await stage.open();
      proxy.rule = PROXY_RULES.firewall;
      proxy.isSilent = true;
      await page.locator(`#file-${COC}`).setInputFiles(file);
      await attached(page, file.name).waitFor();
      assert.deepEqual(await stage.draftOf(scene), DRAFT);
    });

    it('lets go of an upload where DELETE is refused', async () => {
      const { page } = await stage.open();
      stage.line.bytesPerSecond = MEGABYTE;
      await page.locator(`#file-${COC}`).setInputFiles(file);
      await page.locator('.file-sending .file-facts', { hasText: /[2-9]\d.?%/ }).waitFor();
      proxy.rule = PROXY_RULES.formsOnly;
      stage.line.bytesPerSecond = undefined;
      const parts = page.waitForResponse((response) => response.url().endsWith('/documents/parts'));
      await page.getByRole('button', { name: says('uploads.cancelFile') }).click();
      await parts;
      await page.reload();
      assert.equal(await page.locator('.files-unfinished').count(), 0);
      assert.ok(proxy.refused.includes('DELETE 403'));
    });

    it('sends the form where only forms pass, says so, and leaves nothing unfinished behind', async () => {
      const { page, scene } = await stage.open();
      const loads = countLoads(page);
      proxy.rule = PROXY_RULES.formsOnly;
      stage.line.bytesPerSecond = 4 * MEGABYTE;
      await page.locator(`#file-${COC}`).setInputFiles(file);
      await page.locator('.file-sending .file-facts', { hasText: textOf('uploads.inOnePiece') }).waitFor();
      stage.line.bytesPerSecond = undefined;
      await attached(page, file.name).waitFor();
      assert.equal(loads(), 0);
      assert.deepEqual(await stage.draftOf(scene), DRAFT);
      await page.reload();
      assert.equal(await page.locator('.files-unfinished').count(), 0);
      assert.match(await page.locator('.progress').innerText(), /^Documents: 1 of 2$/);
    });

    it('says the words of a refusal that came to the form', async () => {
      const { page } = await stage.open();
      proxy.rule = PROXY_RULES.formsOnly;
      const program = { name: 'tool.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ no document') };
      await page.locator(`#file-${COC}`).setInputFiles(program);
      await page.locator('.field-error:focus').waitFor();
      assert.match(await page.locator('.field-error').innerText(), /Chamber of Commerce|extract/i);
      await page.locator('.files-sending').waitFor({ state: 'detached' });
      await page.reload();
      assert.equal(await page.locator('.files-unfinished').count(), 0);
    });

    it('says in words that something on the way refuses files, and goes on by the button elsewhere', async () => {
      const { page, scene } = await stage.open();
      const loads = countLoads(page);
      proxy.rule = PROXY_RULES.noUploads;
      await page.locator(`#file-${COC}`).setInputFiles(file);
      await page.locator('.field-error:focus', { hasText: says('uploads.blocked') }).waitFor();
      assert.equal(await page.getByText(says('uploads.blocked')).filter({ visible: true }).count(), 1, 'said once');
      assert.equal(loads(), 0);
      proxy.rule = () => undefined;
      await page.getByRole('button', { name: says('uploads.retryFile') }).click();
      await attached(page, file.name).waitFor();
      assert.deepEqual(await stage.draftOf(scene), DRAFT);
    });

    it('says that a removal was refused on the way', async () => {
      const { page, scene } = await stage.open();
      const loads = countLoads(page);
      await page.locator(`#file-${COC}`).setInputFiles(file);
      await attached(page, file.name).waitFor();
      proxy.rule = ({ method }) => (method === 'GET' ? undefined : 403);
      await page.getByRole('button', { name: says('documents.removeFile') }).click();
      await page.locator('.field-error:focus', { hasText: says('uploads.removeBlocked') }).waitFor();
      assert.equal(loads(), 0);
      assert.deepEqual(await stage.draftOf(scene), DRAFT);
    });
  },
);
