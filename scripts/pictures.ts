/**
 * `npm run pictures [-- de el en] [--only landing,documents]`: draws every state of the buyer's page, and of the pages around it, with
 * a real browser, on phone and desktop, light and dark, into `.pictures/`, and lays them out on contact sheets, so that a person can look
 * at them all.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium, NO_BROWSER } from '../packages/harness/src/browser.ts';
import { startDemoServer } from '../packages/harness/src/demo-server.ts';
import { startViewServer } from '../packages/harness/src/view-server.ts';
import { LIVE_STATES } from '../packages/harness/src/live-states.ts';
import { FALLBACK_LANGUAGE, type Language, languageOf } from '../packages/server/src/modules/texts/index.ts';

const FOLDER = '.pictures';
const MAX_HEIGHT = 8_000;
/** Those of the pages whose script changes what there is to press. */
const WITHOUT_SCRIPT = ['documents', 'documentsKinds', 'documentsUnfinished', 'deviceCode'];
const DEMO_STATES = ['outbox', 'outboxMail', 'mail'] as const;

interface Device {
  readonly name: string;
  readonly options: BrowserContextOptions;
  readonly deviceScaleFactor: number;
  readonly shotsPerSheet: number;
  /** Of one shot on a sheet, in pixels. */
  readonly sheetWidth: number;
}

const DEVICES: readonly Device[] = [
  {
    name: 'phone',
    options: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    deviceScaleFactor: 2,
    shotsPerSheet: 5,
    sheetWidth: 390,
  },
  {
    name: 'desktop',
    options: { viewport: { width: 1280, height: 900 } },
    deviceScaleFactor: 1,
    shotsPerSheet: 2,
    sheetWidth: 960,
  },
];

interface Series {
  readonly device: Device;
  readonly colorScheme: 'light' | 'dark';
  readonly language: Language;
}

interface Shot {
  readonly state: string;
  readonly picture: Buffer;
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } });
const languages = (positionals.length > 0 ? positionals : ['de', 'el', 'en'])
  .map(languageOf)
  .filter((language) => language !== undefined);
const server = await startViewServer();
const wanted = values.only?.split(',');
const isWanted = (state: string): boolean => wanted?.includes(state) ?? true;
const demo = DEMO_STATES.some(isWanted) ? await startDemoServer() : undefined;
const browser = await launchChromium();
if (!browser) throw new Error(NO_BROWSER);
rmSync(FOLDER, { recursive: true, force: true });
for (const device of DEVICES)
  for (const colorScheme of ['light', 'dark'] as const)
    for (const language of languages) await drawSeries(browser, { device, colorScheme, language });
await browser.close();
await server.stop();
await demo?.stop();

interface Drawing {
  readonly state: string;
  readonly isWithoutScript?: boolean;
  open(page: Page): Promise<void>;
}

function drawingsIn(language: Language): readonly Drawing[] {
  const own = language === FALLBACK_LANGUAGE ? server.englishStates : [];
  const there = (state: string) => (page: Page) =>
    page.goto(`${server.url}/${language}/${state}`).then(() => undefined);
  return [
    ...[...server.states, ...own].map((state) => ({ state, open: there(state) })),
    ...Object.entries(LIVE_STATES).map(([state, live]) => ({
      state,
      open: (page: Page) => there(live.state)(page).then(() => live.bringAbout(page)),
    })),
    ...WITHOUT_SCRIPT.map((state) => ({ state: `${state}:withoutScript`, isWithoutScript: true, open: there(state) })),
    ...DEMO_STATES.map((state) => ({ state, open: (page: Page) => openOutbox(page, state, language) })),
  ].filter(({ state }) => isWanted(state));
}

/** The mails as the demo shows them, with one to a buyer of that language. */
async function openOutbox(page: Page, state: (typeof DEMO_STATES)[number], language: Language): Promise<void> {
  if (!demo) return;
  if (state === 'outbox')
    await demo.invite(['COC_EXTRACT', 'VAT_CERTIFICATE', 'CONTACT_ID_CARD', 'AML_DECLARATION'], language);
  await page.goto(demo.outboxUrl());
  if (state !== 'outbox') await page.locator('.mails a').first().click();
  if (state === 'outboxMail') await page.frameLocator('iframe').locator('h1').waitFor();
  if (state === 'mail') await page.locator('a[href$="/body"]').click();
}

async function drawSeries(theBrowser: Browser, series: Series): Promise<void> {
  const { device, colorScheme, language } = series;
  const name = `${language}-${device.name}-${colorScheme}`;
  mkdirSync(join(FOLDER, name), { recursive: true });
  const { options, deviceScaleFactor } = device;
  const shots: Shot[] = [];
  for (const { state, isWithoutScript = false, open } of drawingsIn(language)) {
    const own = { ...options, deviceScaleFactor, colorScheme, javaScriptEnabled: !isWithoutScript };
    const page = await theBrowser.newPage(own);
    await open(page);
    // Of longer pages the browser draws no more than this in one piece.
    const isTall =
      Number(await page.evaluate('document.documentElement.scrollHeight')) * deviceScaleFactor > MAX_HEIGHT;
    const picture = await page.screenshot({ fullPage: true, scale: isTall ? 'css' : 'device' });
    writeFileSync(join(FOLDER, name, `${state.replaceAll(':', '.')}.png`), picture);
    shots.push({ state, picture });
    await page.close();
  }
  await drawSheets(theBrowser, device, { name, shots });
  console.log(`${name}: ${shots.length} states`);
}

async function drawSheets(
  theBrowser: Browser,
  device: Device,
  { name, shots }: { name: string; shots: readonly Shot[] },
): Promise<void> {
  const page = await theBrowser.newPage({
    viewport: { width: device.shotsPerSheet * (device.sheetWidth + 16) + 16, height: 400 },
  });
  for (let first = 0; first < shots.length; first += device.shotsPerSheet) {
    const number = String(first / device.shotsPerSheet + 1).padStart(2, '0');
    await drawSheet(page, shots.slice(first, first + device.shotsPerSheet), device.sheetWidth);
    await page.screenshot({ fullPage: true, path: join(FOLDER, `${name}-${number}.png`) });
  }
  await page.close();
}

async function drawSheet(page: Page, shots: readonly Shot[], width: number): Promise<void> {
  const figures = shots.map(
    ({ state, picture }) =>
      `<figure><figcaption>${state}</figcaption><img width="${width}" src="data:image/png;base64,${picture.toString('base64')}"></figure>`,
  );
  await page.setContent(`<style>
      body { display: flex; align-items: start; gap: 16px; margin: 16px; background: #888; font: bold 16px sans-serif; }
      figure { margin: 0; }
      img { display: block; }
    </style>${figures.join('')}`);
}
