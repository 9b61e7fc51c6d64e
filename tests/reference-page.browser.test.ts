import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, listenForComplaints, NO_BROWSER } from '../packages/harness/src/browser.ts';
import * as probes from '../packages/harness/src/page-probes.ts';
import { startService, type TestOrganization, type TestService } from '../packages/harness/src/service.ts';
import { DESKTOP, PHONE } from '../packages/harness/src/view-pages.ts';

const browser = await launchChromium();

describe('the reference page in a browser', { skip: browser === undefined && NO_BROWSER, timeout: 180_000 }, () => {
  let service: TestService;
  let organization: TestOrganization;
  let complaints: string[] = [];
  before(async () => {
    service = await startService();
    organization = await service.organization();
  });
  // Every breach of the policy is a complaint, and so is a request to another host.
  afterEach(() => assert.deepEqual(complaints, []));
  after(async () => {
    await (browser as Browser).close();
    await service.close();
  });

  async function withPage(viewport: typeof PHONE, look: (page: Page) => Promise<void>): Promise<void> {
    const context = await (browser as Browser).newContext({ viewport });
    context.setDefaultTimeout(30_000);
    complaints = listenForComplaints(context, service.url);
    const page = await context.newPage();
    await page.goto(`${service.url}/docs`);
    await page.locator('.opblock').first().waitFor();
    await look(page);
    await context.close();
  }

  for (const [device, viewport] of Object.entries({ phone: PHONE, desktop: DESKTOP })) {
    it(`shows every operation, and of each kind what it says, on a ${device}`, async () => {
      await withPage(viewport, async (page) => {
        const document = (await (await fetch(`${service.url}/v1/openapi.json`)).json()) as { paths: object };
        const operations = Object.values(document.paths).flatMap((methods) => Object.keys(methods));
        assert.equal(await page.locator('.opblock').count(), operations.length);
        // Opening them all takes a browser minutes.
        for (const method of new Set(operations)) {
          const operation = page.locator(`.opblock-${method}`).last();
          await operation.locator('.opblock-summary-control').click();
          await operation.locator('.responses-table').waitFor();
        }
        await page.locator('.models-control').click();
        assert.equal(await page.evaluate(probes.sidewaysOverflow), 0);
      });
    });
  }

  it('calls the API with a token', async () => {
    await withPage(DESKTOP, async (page) => {
      await page.getByRole('button', { name: 'Authorize', exact: true }).click();
      await page.locator('.auth-container input').fill(await organization.token());
      await page.locator('.modal-ux').getByRole('button', { name: 'Apply credentials' }).click();
      await page.locator('.modal-ux').getByRole('button', { name: 'Close' }).first().click();
      const operation = page.locator('.opblock', { hasText: '/v1/me' }).first();
      await operation.locator('.opblock-summary-control').click();
      await operation.getByRole('button', { name: 'Try it out' }).click();
      await operation.getByRole('button', { name: 'Execute' }).click();
      await operation.locator('.live-responses-table').getByText(organization.organizationId).waitFor();
    });
  });
});
