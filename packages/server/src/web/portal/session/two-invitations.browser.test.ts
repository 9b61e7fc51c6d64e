import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { makePdf } from '../../../modules/files/sample-files.ts';
import { launchChromium, NO_BROWSER } from '../../../../../harness/src/browser.ts';
import { attached, COC, type DocumentsStage, startDocumentsStage } from '../../../../../harness/src/documents-stage.ts';
import type { InvitationScene } from '../../../../../harness/src/scene.ts';
import { unfold } from '../../../../../harness/src/page-probes.ts';
import { textOf } from '../../../../../harness/src/visitor.ts';

const fileOf = (name: string) => ({ name, mimeType: 'application/pdf', buffer: makePdf(400) });
const says = (key: string, file: string): string => textOf(key).replace('{{file}}', file);
const button = (page: Page, key: string) => page.getByRole('button', { name: textOf(key), exact: true });

const browser = await launchChromium();

describe('two tabs of one browser', { skip: browser === undefined && NO_BROWSER, timeout: 120_000 }, () => {
  let stage: DocumentsStage;
  let context: BrowserContext | undefined;
  before(async () => void (stage = await startDocumentsStage(browser as Browser)));
  afterEach(async () => {
    await context?.close();
    await stage.clear();
  });
  after(async () => {
    await (browser as Browser).close();
    await stage.close();
  });

  async function openTab(within: BrowserContext): Promise<{ page: Page; scene: InvitationScene }> {
    const scene = await stage.scenes.invited({ requestedDocuments: [COC] });
    const page = await within.newPage();
    await page.goto(scene.invitation.publicLinkUrl);
    await button(page, 'action.start').click();
    await page.waitForURL('**/kyc/*/documents');
    return { page, scene };
  }

  for (const javaScriptEnabled of [true, false]) {
    it(`each show, store and send their own request ${javaScriptEnabled ? 'with' : 'without'} script`, async () => {
      context = await (browser as Browser).newContext({ javaScriptEnabled });
      const [a, b] = [await openTab(context), await openTab(context)];
      for (const [{ page }, name] of [
        [a, 'alpha.pdf'],
        [b, 'beta.pdf'],
      ] as const) {
        await page.locator(`#file-${COC}`).setInputFiles(fileOf(name));
        if (!javaScriptEnabled) await page.locator('[data-document] button[type="submit"]').first().click();
        await unfold(page, COC);
        await attached(page, name).waitFor();
      }
      const filesOf = async ({ scene }: { scene: InvitationScene }): Promise<string[]> =>
        (await stage.draftOf(scene)).map((file) => file.split(' ')[1] ?? '');
      assert.deepEqual([await filesOf(a), await filesOf(b)], [['alpha.pdf'], ['beta.pdf']]);

      await a.page.locator('a.button', { hasText: textOf('action.continue') }).click();
      await a.page.locator('form[action$="/review"] button[type="submit"]').click();
      await a.page.waitForURL('**/kyc/*/done');
      const states = [await stage.scenes.stateOf(a.scene), await stage.scenes.stateOf(b.scene)];
      assert.deepEqual(
        states.map(({ status }) => status),
        ['USED', 'ACTIVE'],
      );
      await b.page.reload();
      await unfold(b.page, COC);
      await attached(b.page, 'beta.pdf').waitFor();
    });
  }

  it('say so where a file can no longer be sent, and take it once the link was opened again', async () => {
    const { page, scene } = await stage.open();
    await page.context().clearCookies();
    await page.locator(`#file-${COC}`).setInputFiles(fileOf('late.pdf'));
    await page.locator('.field-error:focus', { hasText: says('uploads.ended', 'late.pdf') }).waitFor();
    await page.locator('.file-sending[data-state="ended"]', { hasText: 'late.pdf' }).waitFor();
    assert.deepEqual(await stage.draftOf(scene), []);

    const again = await page.context().newPage();
    await again.goto(scene.invitation.publicLinkUrl);
    await again.locator('form[action$="/start"] button').click();
    await again.waitForURL('**/kyc/*/documents');
    await page.getByRole('button', { name: says('uploads.retryFile', 'late.pdf') }).click();
    await attached(page, 'late.pdf').waitFor();
    assert.equal((await stage.draftOf(scene)).length, 1);
  });

  it('say so where somebody removed the file that was on its way', async () => {
    const { page, scene } = await stage.open();
    await page.route('**/uploads/*/finish', (route) =>
      route.fulfill({
        status: 404,
        headers: { 'x-novatrade-page': '1' },
        contentType: 'application/json',
        body: '{"status":"unknown"}',
      }),
    );
    await page.locator(`#file-${COC}`).setInputFiles(fileOf('removed.pdf'));
    await page.locator('.field-error:focus', { hasText: says('uploads.gone', 'removed.pdf') }).waitFor();
    assert.deepEqual(await stage.draftOf(scene), []);
  });
});
