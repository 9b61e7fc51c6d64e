import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { launchChromium, NO_BROWSER } from '../packages/harness/src/browser.ts';
import { createPortalScene, type PortalScene } from '../packages/harness/src/portal.ts';
import { sceneWithBuyer } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { textOf } from '../packages/harness/src/visitor.ts';

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const MAX_BYTES = 60_000;
const MAX_LARGEST_PAINT_MS = 1_500;
const LOADS = 5;
/** Lighthouse's slow 4G, and a phone with a quarter of a desktop's speed. */
const SLOW_4G = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };
const CPU_SLOWDOWN = 4;

const LARGEST_PAINT = `new Promise((resolve) => {
  new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
    .observe({ type: 'largest-contentful-paint', buffered: true });
})`;

const browser = await launchChromium();

describe(
  'the page on a phone with bad reception',
  { skip: browser === undefined && NO_BROWSER, timeout: 120_000 },
  () => {
    let service: TestService;
    let scene: PortalScene;
    before(async () => {
      service = await startService();
      scene = createPortalScene(service, await sceneWithBuyer(service));
    });
    after(async () => {
      await (browser as Browser).close();
      await service.close();
    });

    async function onPhone<T>(use: (page: Page, cdp: CDPSession, context: BrowserContext) => Promise<T>): Promise<T> {
      const context = await (browser as Browser).newContext(PHONE);
      context.setDefaultTimeout(20_000);
      try {
        const page = await context.newPage();
        const cdp = await context.newCDPSession(page);
        await cdp.send('Network.enable');
        return await use(page, cdp, context);
      } finally {
        await context.close();
      }
    }

    /** Bytes on the line, headers included, by address. */
    function weigh(cdp: CDPSession): { readonly hosts: Set<string>; total(): number } {
      const hosts = new Set<string>();
      let bytes = 0;
      cdp.on('Network.requestWillBeSent', ({ request }) => hosts.add(new URL(request.url).host));
      cdp.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
      return { hosts, total: () => bytes };
    }

    it(`weighs under ${MAX_BYTES / 1000} KB with all that it loads, from nowhere else`, async (t) => {
      const { invitation } = await scene.invited({ message: 'Please send it by Friday. '.repeat(30) });
      await onPhone(async (page, cdp) => {
        const scales = weigh(cdp);
        await page.goto(invitation.publicLinkUrl, { waitUntil: 'networkidle' });
        const first = scales.total();
        t.diagnostic(`first page: ${first} bytes`);
        assert.ok(first > 0 && first < MAX_BYTES, `${first} bytes`);
        await page.getByRole('button', { name: textOf('action.start') }).tap();
        await page.waitForURL('**/kyc/*/documents', { waitUntil: 'networkidle' });
        t.diagnostic(`documents page with its script: ${scales.total() - first} bytes`);
        assert.deepEqual([...scales.hosts], [new URL(service.url).host]);
      });
    });

    it('can be used before any script has come', async () => {
      const { invitation } = await scene.invited();
      await onPhone(async (page, _cdp, context) => {
        // Held back for ever: neither answered nor refused.
        let held = 0;
        await context.route('**/*.js', () => void (held += 1));
        await page.goto(invitation.publicLinkUrl, { waitUntil: 'commit' });
        await page.getByRole('button', { name: textOf('action.start') }).tap({ noWaitAfter: true });
        await page.waitForURL('**/kyc/*/documents', { waitUntil: 'commit' });
        const file = { name: 'extract.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') };
        await page.locator('#file-COC_EXTRACT').setInputFiles(file);
        const name = textOf('documents.uploadFor').replace('{{name}}', textOf('documentType.COC_EXTRACT'));
        assert.ok(await page.getByRole('button', { name }).isEnabled());
        assert.ok(held > 0, 'there was a script to hold back');
      });
    });

    // The suite asserts no times of the machine, with this exception: the figure is the promise itself (issue 3), the line and the
    // processor are emulated, and the median of several loads leaves an unlucky one out.
    it(`paints its largest part within ${MAX_LARGEST_PAINT_MS} ms on slow 4G`, async (t) => {
      const { invitation } = await scene.invited();
      const times: number[] = [];
      for (let load = 0; load < LOADS; load += 1) {
        await onPhone(async (page, cdp) => {
          await cdp.send('Network.emulateNetworkConditions', SLOW_4G);
          await cdp.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
          await page.goto(invitation.publicLinkUrl, { waitUntil: 'networkidle' });
          times.push(await page.evaluate<number>(LARGEST_PAINT));
        });
      }
      const median = times.sort((a, b) => a - b)[Math.floor(LOADS / 2)] ?? Infinity;
      t.diagnostic(`largest paint: ${times.map(Math.round).join(', ')} ms`);
      assert.ok(median < MAX_LARGEST_PAINT_MS, `${Math.round(median)} ms`);
    });
  },
);
