import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** What page-probes.ts tells of the element that has the focus. */
export interface FocusFacts {
  readonly name: string;
  readonly isMarked: boolean;
  readonly isOnTop: boolean;
}

/** Asserts that the probe finds nothing wrong on the page. */
export async function none(page: Page, probe: string, about: string): Promise<void> {
  assert.deepEqual(await page.evaluate(probe), [], about);
}
