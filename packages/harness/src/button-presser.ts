import type { Page, Response } from 'playwright-core';
import { addressOf, refOfAddress } from './session-addresses.ts';

/** What a mail scanner with a browser of its own did on the pages behind one link. */
export interface ScannerWalk {
  /** Paths of all pages that were shown, the link's own first. */
  readonly paths: readonly string[];
  /** `path: words on the button`, in the order of pressing. */
  readonly pressed: readonly string[];
  /** Of the answers to what was pressed, other than redirects. */
  readonly statuses: ReadonlySet<number>;
}

/** Of the page that asks to open the link again. */
const NO_SESSION = 403;
const FIELDS =
  'textarea, input:not([type=hidden], [type=file], [type=radio], [type=checkbox], [type=submit], [type=button])';
const BUTTONS = 'summary, button, input[type=submit], input[type=button], [role=button]';

interface Button {
  checkVisibility(options: { readonly visibilityProperty: boolean }): boolean;
  matches(selector: string): boolean;
  click(): void;
  readonly innerText: string;
}

/** The part of a page's own world that is used here. */
interface PageWorld {
  readonly document: { querySelectorAll(selector: string): Iterable<Button & { value: string }> };
  addEventListener(type: 'submit', listen: (event: { readonly defaultPrevented: boolean }) => void): void;
  removeEventListener(type: 'submit', listen: (event: { readonly defaultPrevented: boolean }) => void): void;
}

interface Pressed {
  readonly label: string;
  /** The browser is about to send a form, which a script may keep it from. */
  readonly sends: boolean;
}

interface Press {
  readonly buttons: string;
  readonly nth: number;
  readonly fields: string;
  /** For every field. */
  readonly words: string | undefined;
}

/** Runs in the page, as one call, for there are thousands: presses the nth visible, enabled button; nothing where there are fewer. */
function press({ buttons, nth, fields, words }: Press): Pressed | undefined {
  const world = globalThis as unknown as PageWorld;
  if (words !== undefined) for (const field of world.document.querySelectorAll(fields)) field.value = words;
  const isOffered = (button: Button): boolean =>
    button.checkVisibility({ visibilityProperty: true }) && !button.matches(':disabled');
  const button = [...world.document.querySelectorAll(buttons)].filter(isOffered)[nth];
  if (!button) return undefined;
  let sends = false;
  const listen = (event: { readonly defaultPrevented: boolean }): void => void (sends = !event.defaultPrevented);
  world.addEventListener('submit', listen);
  const label = button.innerText.trim();
  button.click();
  world.removeEventListener('submit', listen);
  return { label, sends };
}

const LINKS = `[...document.links].filter(({ origin }) => origin === location.origin).map(({ pathname }) => pathname)`;

export interface ScannerPlan {
  /** Steps such as `/kyc/company`, which only a session shows: opened once the first page's buttons were pressed. */
  readonly furtherPaths: readonly string[];
  /** Opens every page that a link leads to as well. */
  readonly followsLinks: boolean;
  /** What it types into every field of a page before each press; nothing without. */
  readonly words?: string;
}

/**
 * Opens the link and the pages of its plan, lets their scripts run, and presses every visible, enabled button of each page once.
 * It types nothing but the words of its plan, ticks nothing and chooses no file.
 */
export async function pressEveryButton(page: Page, link: string, plan: ScannerPlan): Promise<ScannerWalk> {
  const origin = new URL(link).origin;
  const paths = [new URL(link).pathname];
  const pressed: string[] = [];
  const statuses = new Set<number>();
  let ref: string | undefined;
  const note = (response: Response): void => {
    ref = refOfAddress(new URL(response.url()).pathname) ?? ref;
    const isOfForm = response.request().isNavigationRequest() && response.request().method() === 'POST';
    if (isOfForm && response.status() !== 303) statuses.add(response.status());
  };
  page.on('response', note);
  /** One of the buttons ends the session: who has no session any more begins again, as a scanner does that keeps no cookie. */
  const open = async (path: string): Promise<void> => {
    const answer = await page.goto(origin + path, { waitUntil: 'load' });
    if (answer?.status() !== NO_SESSION) return;
    await page.goto(link, { waitUntil: 'load' });
    if (plan.words !== undefined) await page.locator('form[action$="/start"] input:visible').fill(plan.words);
    await page.locator('form[action$="/start"] button').click();
    await page.goto(origin + path, { waitUntil: 'load' });
  };
  const known = (path: string): boolean => paths.includes(path);
  for (let at = 0; at < paths.length; at += 1) {
    const path = paths[at] ?? '';
    await open(path);
    const found = plan.followsLinks ? await page.evaluate<string[]>(LINKS) : [];
    paths.push(...new Set(found.filter((one) => !known(one) && !one.endsWith('.pdf'))));
    for (let nth = 0; ; nth += 1) {
      // An answer in the same place is the same page with its errors, and the same buttons.
      if (new URL(page.url()).pathname !== path) await open(path);
      const shown = new Promise((resolve) => page.once('load', resolve));
      const done = await page.evaluate(press, { buttons: BUTTONS, nth, fields: FIELDS, words: plan.words });
      if (!done) break;
      pressed.push(`${path}: ${done.label}`);
      if (done.sends) await shown;
    }
    if (at === 0) paths.push(...plan.furtherPaths.map((one) => addressOf(one, ref)).filter((one) => !known(one)));
  }
  page.off('response', note);
  return { paths, pressed, statuses };
}
