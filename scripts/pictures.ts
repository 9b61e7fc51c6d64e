/**
 * `npm run pictures [-- de el en] [--only landing,documents]`: draws every state of the buyer's page with a real browser, on
 * phone and desktop, light and dark, into `.pictures/`, and lays them out on contact sheets, so that a person can look at them all.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchChromium, NO_BROWSER } from '../packages/harness/src/browser.ts';
import { startViewServer } from '../packages/harness/src/view-server.ts';
import { LIVE_STATES } from '../packages/harness/src/live-states.ts';
import { type Language, languageOf } from '../packages/server/src/modules/texts/index.ts';

const FOLDER = '.pictures';
const MAX_HEIGHT = 8_000;

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
const states = [...server.states, ...Object.keys(LIVE_STATES)].filter((state) => wanted?.includes(state) ?? true);
const browser = await launchChromium();
if (!browser) throw new Error(NO_BROWSER);
rmSync(FOLDER, { recursive: true, force: true });
for (const device of DEVICES)
  for (const colorScheme of ['light', 'dark'] as const)
    for (const language of languages) await drawSeries(browser, { device, colorScheme, language });
await browser.close();
await server.stop();

async function drawSeries(theBrowser: Browser, series: Series): Promise<void> {
  const { device, colorScheme, language } = series;
  const name = `${language}-${device.name}-${colorScheme}`;
  mkdirSync(join(FOLDER, name), { recursive: true });
  const { options, deviceScaleFactor } = device;
  const shots: Shot[] = [];
  for (const state of states) {
    const live = LIVE_STATES[state];
    const page = await theBrowser.newPage({ ...options, deviceScaleFactor, colorScheme });
    await page.goto(`${server.url}/${language}/${live?.state ?? state}`);
    await live?.bringAbout(page);
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
