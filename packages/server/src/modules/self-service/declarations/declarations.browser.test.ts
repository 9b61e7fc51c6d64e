import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { axeFindings, bringAxe, launchChromium, NO_BROWSER } from '../../../../../harness/src/browser.ts';
import { unfold } from '../../../../../harness/src/page-probes.ts';
import { createPortalScene, type PortalScene } from '../../../../../harness/src/portal.ts';
import { sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { textOf } from '../../../../../harness/src/visitor.ts';

const NARROW = { width: 320, height: 640 };
const NAME = 'Αθηνά Παπαδοπούλου';

const browser = await launchChromium();

describe('the declaration in a browser', { skip: browser === undefined && NO_BROWSER, timeout: 120_000 }, () => {
  let service: TestService;
  let portal: PortalScene;
  before(async () => {
    service = await startService();
    portal = createPortalScene(service, await sceneWithBuyer(service));
  });
  after(async () => {
    await (browser as Browser).close();
    await service.close();
  });

  const fits = (page: Page): Promise<boolean> =>
    page.evaluate<boolean>('document.documentElement.scrollWidth <= document.documentElement.clientWidth');
  const group = (page: Page, key: string) => page.getByRole('group', { name: textOf(key), exact: true });

  async function fill(page: Page): Promise<void> {
    const signer = group(page, 'declaration.signer');
    await signer.getByLabel(textOf('declaration.name')).fill(NAME);
    await signer.getByLabel(textOf('declaration.role')).fill('Director');
    await page.locator('summary', { hasText: textOf('declaration.person').replace('{{number}}', '2') }).click();
    for (const number of ['1', '2']) {
      const person = page
        .getByRole('group', { name: textOf('declaration.person').replace('{{number}}', number) })
        .last();
      await person.getByLabel(textOf('declaration.name')).fill(`${NAME} ${number}`);
      await person.getByLabel(textOf('declaration.residence')).selectOption('GR');
      await person.getByLabel(textOf('declaration.share')).fill('50');
    }
    const words = page.getByLabel(textOf('declaration.fundsWords'));
    assert.equal(await words.isVisible(), false, 'not asked for before its tick');
    await page.getByRole('checkbox', { name: textOf('declaration.funds.other'), exact: true }).check();
    await words.fill('Inheritance');
    await group(page, 'declaration.pep').getByLabel(textOf('declaration.no'), { exact: true }).check();
    await group(page, 'declaration.ownAccount').getByLabel(textOf('declaration.yes'), { exact: true }).check();
    for (const tick of await group(page, 'declaration.confirm').getByRole('checkbox').all()) await tick.check();
    await page.getByLabel(textOf('declaration.place')).fill('Athens');
  }

  for (const javaScriptEnabled of [true, false]) {
    it(`is filled in and signed on a narrow phone, script: ${javaScriptEnabled}`, async () => {
      const scene = await portal.invited({ requestedDocuments: ['AML_DECLARATION'] });
      const context = await (browser as Browser).newContext({ viewport: NARROW, javaScriptEnabled, locale: 'en' });
      if (javaScriptEnabled) await bringAxe(context);
      const page = await context.newPage();
      await page.goto(service.url + new URL(scene.invitation.publicLinkUrl).pathname);
      await page.getByRole('button', { name: textOf('action.start') }).click();
      await page.goto(page.url().replace(/company$/, 'documents'));
      await page.getByRole('link', { name: textOf('declaration.link') }).click();
      await page.waitForURL(/declaration$/);
      assert.ok(await fits(page));
      if (javaScriptEnabled) assert.deepEqual(await axeFindings(page), []);

      await fill(page);
      const sign = page.getByRole('button', { name: textOf('declaration.sign') });
      await sign.click();
      const error = textOf('declaration.errorEmpty').replace('{{name}}', textOf('declaration.signature'));
      assert.ok((await page.getByRole('alert').innerText()).includes(error));
      const signature = page.getByRole('textbox', { name: textOf('declaration.signature') });
      assert.equal(await signature.getAttribute('aria-invalid'), 'true');
      assert.equal(await page.getByLabel(textOf('declaration.place')).inputValue(), 'Athens', 'kept');
      assert.ok(await fits(page));
      if (javaScriptEnabled) assert.deepEqual(await axeFindings(page), []);

      await signature.fill(NAME);
      await sign.dblclick();
      await page.waitForURL(/documents$/);
      const card = page.locator('[data-document="AML_DECLARATION"]');
      await unfold(page, 'AML_DECLARATION');
      await card.locator('.file-preview').waitFor();
      assert.match((await card.locator('.file-name').allInnerTexts()).join(), /^declaration-20\d\d-\d\d-\d\d\.pdf$/);
      assert.ok((await card.innerText()).includes(textOf('documents.added')));
      await context.close();
    });
  }
});
