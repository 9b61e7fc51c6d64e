/** States that only the page's script, or the visitor's hand, brings about: what is done on which page to come there. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';

export interface LiveState {
  /** The page to begin on. */
  readonly state: string;
  bringAbout(page: Page): Promise<void>;
}

const MEGABYTE = 1024 * 1024;
const MINUTE_MS = 60_000;
const UPLOAD = '**/kyc/*/uploads/1';
const OURS = { 'x-novatrade-page': '1' };
const FIELD = '#file-VAT_CERTIFICATE';

const folder = mkdtempSync(join(tmpdir(), 'nt24-live-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

/** The path of a file of nothing but zeros: handed over as bytes, large ones would take longer than all that is looked at. */
function fileOf(name: string, megabytes: number): string {
  const path = join(folder, String(megabytes), name);
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, '');
  truncateSync(path, megabytes * MEGABYTE);
  return path;
}

export const LIVE_STATES: Readonly<Record<string, LiveState>> = {
  landingLanguages: {
    state: 'landing',
    bringAbout: (page) => page.locator('.language-switch summary').click(),
  },
  landingOpen: {
    state: 'contactLanding',
    async bringAbout(page) {
      for (const fold of await page.locator('main summary').all()) await fold.click();
    },
  },
  documentsSending: {
    state: 'documents',
    async bringAbout(page) {
      await takeUploads(page, 2 * MEGABYTE);
      await page.locator(FIELD).setInputFiles(['certificado.pdf', 'b.pdf', 'c.pdf', 'd.pdf'].map((n) => fileOf(n, 8)));
      await page.locator('[data-state="sending"] .file-facts', { hasText: '·' }).first().waitFor();
    },
  },
  documentsChecking: {
    state: 'documents',
    async bringAbout(page) {
      await takeUploads(page, MEGABYTE);
      await page.locator(FIELD).setInputFiles(fileOf('certificado.pdf', 1));
      await page.locator('[data-state="checking"]').waitFor();
    },
  },
  documentsOffline: {
    state: 'documents',
    async bringAbout(page) {
      await page.route('**/kyc/*/uploads', (route) => route.abort('connectionfailed'));
      await page.locator(FIELD).setInputFiles(fileOf('certificado.pdf', 1));
      await page.locator('[data-state="offline"]').waitFor();
    },
  },
  documentsFailed: {
    state: 'documents',
    async bringAbout(page) {
      await page.clock.install();
      await page.reload();
      await page.route('**/kyc/*/uploads', (route) => route.abort('connectionfailed'));
      await page.locator(FIELD).setInputFiles(fileOf('certificado.pdf', 1));
      const failed = page.locator('[data-state="failed"]');
      while ((await failed.count()) === 0) {
        await page.clock.fastForward(MINUTE_MS);
        await page.waitForTimeout(20);
      }
    },
  },
  documentsLater: answeredWith({ status: 503, isOurs: true }, 'later'),
  documentsBlocked: answeredWith({ status: 403, isOurs: false }, 'blocked'),
  documentsEnded: answeredWith({ status: 403, isOurs: true }, 'ended'),
  documentsTooLarge: {
    state: 'documents',
    bringAbout: (page) => page.locator(FIELD).setInputFiles(fileOf('scan.pdf', 21)),
  },
  sessionClosing: {
    state: 'declaration',
    bringAbout: (page) => waitIdly(page, 26, 'closing'),
  },
  sessionOver: {
    state: 'declaration',
    bringAbout: (page) => waitIdly(page, 31, 'over'),
  },
  documentsDropTarget: {
    state: 'documents',
    async bringAbout(page) {
      const files = await page.evaluateHandle(
        `(() => { const files = new DataTransfer(); files.items.add(new File([''], 'a.pdf')); return files; })()`,
      );
      await page.locator('[data-document="VAT_CERTIFICATE"]').dispatchEvent('dragover', { dataTransfer: files });
    },
  },
};

/** By the service, or, where it is not ours, by something on the way to it. */
function answeredWith(
  { status, isOurs }: { readonly status: number; readonly isOurs: boolean },
  state: string,
): LiveState {
  return {
    state: 'documents',
    async bringAbout(page) {
      const answer = { status, headers: isOurs ? OURS : {} };
      for (const path of ['uploads', 'documents'])
        await page.route(`**/kyc/*/${path}`, (route) =>
          route.request().method() === 'POST' ? route.fulfill(answer) : route.continue(),
        );
      await page.locator(FIELD).setInputFiles(fileOf('certificado.pdf', 1));
      await page.locator(`[data-state="${state}"]`).waitFor();
    },
  };
}

async function waitIdly(page: Page, minutes: number, words: string): Promise<void> {
  await page.clock.install();
  await page.reload();
  await page.clock.fastForward(minutes * MINUTE_MS);
  await page.locator(`[data-session-${words}]`).waitFor();
}

/** Takes uploads as the server does, up to so many bytes each, and then leaves the page waiting for an answer. */
async function takeUploads(page: Page, upToBytes: number): Promise<void> {
  await page.route('**/kyc/*/uploads', (route) =>
    route.fulfill({ status: 201, headers: { ...OURS, location: `${new URL(route.request().url()).pathname}/1` } }),
  );
  await page.route(UPLOAD, async (route) => {
    const { 'upload-offset': offset = '0' } = route.request().headers();
    const received = Number(offset) + (route.request().postDataBuffer()?.length ?? 0);
    if (received > upToBytes) return;
    await sleep(1_000);
    // The picture may have been taken, and the page closed, meanwhile.
    await route
      .fulfill({ status: 204, headers: { ...OURS, 'upload-offset': String(received), 'tus-resumable': '1.0.0' } })
      .catch(() => undefined);
  });
  await page.route(`${UPLOAD}/finish`, () => undefined);
}
