import type { Page } from 'playwright-core';
import { unfold } from './page-probes.ts';
import { follow } from './page-steps.ts';

/** What a visitor of a published link fills in; who names no company is a private person. */
export interface TypedDetails {
  readonly company?: { readonly companyName: string; readonly vatNumber: string };
  readonly person: Readonly<Record<'street' | 'postCode' | 'city' | 'firstName' | 'lastName', string>>;
  /** ISO 3166-1 alpha-2 */
  readonly country: string;
}

export interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** The steps of a published link as a visitor takes them, in whatever language, with script or without. */
export async function askForCode(page: Page, address: string, email: string): Promise<void> {
  await page.goto(address);
  await page.locator('#email').fill(email);
  await page.locator('form.start button').click();
  await page.waitForURL('**/kyc/*/code');
}

/** What comes of it is the details, or the same address with what is wrong, or that no place is left. */
export async function enterCode(page: Page, code: string): Promise<number> {
  await page.locator('#code').fill(code);
  return follow(page, page.locator('form[action$="/code"] button').click());
}

export async function fillInDetails(page: Page, { company, person, country }: TypedDetails): Promise<void> {
  await page.locator(`[name="type"][value="${company ? 'COMPANY' : 'CONSUMER'}"]`).check();
  for (const [field, words] of Object.entries({ ...company, ...person }))
    await page.locator(`#details-${field}`).fill(words);
  await page.locator('#details-country').selectOption(country);
  await page.locator('.details-form button[type="submit"]').click();
  await page.waitForURL('**/kyc/*/documents');
}

export async function addFile(page: Page, type: string, file: ChosenFile): Promise<void> {
  await unfold(page, type);
  await page.locator(`#file-${type}`).setInputFiles(file);
  const add = page.locator(`[data-document="${type}"] .upload button`);
  // With its script the page adds a chosen file by itself.
  if (await add.isVisible()) await add.click();
  await page.locator(`[data-document="${type}"] form[action$="/remove"]`).first().waitFor({ state: 'attached' });
}

export async function sayWhyNot(page: Page, type: string, reason: string): Promise<void> {
  await unfold(page, type);
  await page.locator(`[data-document="${type}"] details.more > summary`).click();
  await page.locator(`#reason-${type}`).fill(reason);
  await page.locator(`form[data-answer="${type}"] button`).click();
  await page.locator(`#answer-${type}`).waitFor({ state: 'attached' });
}

/** From the documents over the review to the receipt. */
export async function sendAll(page: Page): Promise<void> {
  await page.locator('a.button[href$="/review"]').click();
  await page.waitForURL('**/kyc/*/review');
  await page.locator('form[action$="/review"] button[type="submit"]').click();
  await page.waitForURL('**/kyc/*/done');
}
