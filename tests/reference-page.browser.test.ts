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
        const read = async (path: string): Promise<unknown> => (await fetch(service.url + path)).json();
        const { paths } = (await read('/v1/openapi.json')) as { paths: Record<string, object> };
        const webhooks = (await read('/docs/webhooks.json')) as Record<string, object>;
        const operations = Object.values({ ...paths, ...webhooks }).flatMap((methods) => Object.keys(methods));
        await page
          .locator('.opblock')
          .nth(operations.length - 1)
          .waitFor();
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

  it('has a sample of a call in six languages, with its key, to be copied', async () => {
    await withPage(DESKTOP, async (page) => {
      await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
      const operation = page.locator('.opblock', { hasText: 'Revoke a self-service KYC invitation.' }).first();
      await operation.locator('.opblock-summary-control').click();
      const samples = operation.locator('.samples');
      const sample = samples.locator('pre');
      const key = /Idempotency-Key: ([0-9a-f]{32})/.exec(await sample.innerText())?.[1] ?? assert.fail();
      assert.match(await sample.innerText(), /^SELLER_ID=[^]*curl -X POST[^]*\$INVITATION_UUID\/revoke"/);
      for (const [language, words] of Object.entries({
        'TypeScript (SDK)': 'client.invitations.revoke({',
        Python: 'requests.request("POST"',
        Java: 'HttpRequest.newBuilder',
        'C#': 'new HttpRequestMessage',
        PHP: 'curl_setopt_array',
      })) {
        await samples.locator('select').selectOption(language);
        await sample.getByText(words).waitFor();
        if (language !== 'TypeScript (SDK)') assert.ok((await sample.innerText()).includes(key), language);
      }
      await samples.getByRole('button', { name: 'Copy' }).click();
      await samples.getByRole('button', { name: 'Copied' }).waitFor();
      assert.equal(await page.evaluate('navigator.clipboard.readText()'), await sample.innerText());
      await operation.getByRole('button', { name: 'Try it out' }).click();
      assert.equal(await operation.getByPlaceholder('Idempotency-Key').inputValue(), key);
    });
  });
});
