import assert from 'node:assert/strict';
import type { Locator, Page, Response } from 'playwright-core';

const MAX_TABS = 80;
const SEE_OTHER = 303;

/** A step is over when the page that it leads to stands; its status. */
export async function follow(page: Page, step: Promise<unknown>): Promise<number> {
  const isAnswer = (response: Response): boolean =>
    response.request().isNavigationRequest() && response.status() !== SEE_OTHER;
  const [answer] = await Promise.all([page.waitForResponse(isAnswer), page.waitForEvent('domcontentloaded'), step]);
  return answer.status();
}

/** Goes to the field or button by Tab alone, and presses a key there. */
export async function tabTo(page: Page, target: Locator, key?: 'Enter' | 'Space'): Promise<void> {
  for (let tabs = 0; tabs < MAX_TABS; tabs += 1) {
    await page.keyboard.press('Tab');
    if ((await target.and(page.locator(':focus-visible')).count()) === 0) continue;
    assert.notEqual(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle'), 'none');
    if (key) await page.keyboard.press(key);
    return;
  }
  assert.fail(`no way by keyboard to ${target.toString()} on ${page.url()}`);
}

/** A way to use a page. */
export interface Hand {
  press(page: Page, target: Locator): Promise<void>;
  type(page: Page, target: Locator, words: string): Promise<void>;
}

export const byKeyboard: Hand = {
  async press(page, target) {
    const isChoice = (await target.getAttribute('type')) === 'radio';
    await tabTo(page, target, isChoice ? 'Space' : 'Enter');
  },
  async type(page, target, words) {
    await tabTo(page, target);
    await page.keyboard.type(words);
  },
};

export const byTaps: Hand = {
  press: (_page, target) => target.tap(),
  async type(page, target, words) {
    await target.tap();
    await page.keyboard.type(words);
  },
};
