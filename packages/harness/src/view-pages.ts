import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { Language } from '../../server/src/modules/texts/index.ts';
import { bringAxe } from './browser.ts';
import { startViewServer, type ViewServer } from './view-server.ts';

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };
/** What is left of 1280 x 1024 at 400 % (WCAG 1.4.10). */
export const ZOOMED = { width: 320, height: 256 };

/** One of each kind of page. */
export const MAIN_STATES = [
  'landing',
  'company',
  'companyCorrected',
  'companyFieldsWrong',
  'documentsUnfinished',
  'reviewDisputed',
  'receipt',
  'reportWrong',
  'expiredCanAsk',
  'brandedLanding',
];

/** Differ from others in their words only. */
const ALIKE = /^documents:|^deadEnd:\w+$/;

export interface PageWish extends BrowserContextOptions {
  /** Axe is there as soon as a page is. */
  readonly axe?: boolean;
}

export interface Walk {
  readonly language: Language;
  /** All unless told. */
  readonly states?: readonly string[];
}

/** Every state of every page, in one browser. */
export interface ViewPages {
  readonly server: ViewServer;
  /** All that do not differ in their words only. */
  readonly distinct: readonly string[];
  withPage(wish: PageWish, look: (page: Page) => Promise<void>): Promise<void>;
  /** Opens one state after the other. */
  eachState(page: Page, walk: Walk, check: (name: string) => Promise<void>): Promise<void>;
  /** Those whose markup holds the words, as the server sends it. */
  statesWith(words: string, states: readonly string[]): Promise<string[]>;
  close(): Promise<void>;
}

export async function openViewPages(browser: Browser | undefined): Promise<ViewPages> {
  if (!browser) throw new Error('no browser');
  const server = await startViewServer();
  return {
    server,
    distinct: server.states.filter((state) => !ALIKE.test(state)),
    async withPage({ axe = false, ...options }, look) {
      const context = await browser.newContext(options);
      if (axe) await bringAxe(context);
      await look(await context.newPage());
      await context.close();
    },
    async eachState(page, { language, states = server.states }, check) {
      for (const state of states) {
        await page.goto(`${server.url}/${language}/${state}`);
        await check(`${language} ${state}`);
      }
    },
    async statesWith(words, states) {
      const pages = await Promise.all(states.map(async (state) => (await fetch(`${server.url}/en/${state}`)).text()));
      return states.filter((_, index) => pages[index]?.includes(words));
    },
    async close() {
      await browser.close();
      await server.stop();
    },
  };
}
