import type { Page, Response } from 'playwright-core';

/** What a mail scanner with a browser of its own did on the pages behind one link. */
export interface ScannerWalk {
  /** Paths of all pages that were shown, the link's own first. */
  readonly paths: readonly string[];
  /** `path: words on the button`, in the order of pressing. */
  readonly pressed: readonly string[];
  /** Of the answers to what was pressed, other than redirects. */
  readonly statuses: ReadonlySet<number>;
}

const BUTTONS = [
  'summary:visible',
  ...['button', 'input[type=submit]', 'input[type=button]', '[role=button]'].map((kind) => `${kind}:visible:enabled`),
].join(', ');

interface SubmitEvents {
  addEventListener(type: 'submit', listen: (event: { readonly defaultPrevented: boolean }) => void): void;
  removeEventListener(type: 'submit', listen: (event: { readonly defaultPrevented: boolean }) => void): void;
}

/** Runs in the page: presses, and says whether the browser is about to send a form, which a script may keep it from. */
function press(button: { click(): void; readonly innerText: string }): { label: string; sends: boolean } {
  const page = globalThis as unknown as SubmitEvents;
  let sends = false;
  const listen = (event: { readonly defaultPrevented: boolean }): void => void (sends = !event.defaultPrevented);
  page.addEventListener('submit', listen);
  const label = button.innerText.trim();
  button.click();
  page.removeEventListener('submit', listen);
  return { label, sends };
}

const LINKS = `[...document.links].filter(({ origin }) => origin === location.origin).map(({ pathname }) => pathname)`;

export interface ScannerPlan {
  /** What only a session shows: opened once the first page's buttons were pressed. */
  readonly furtherPaths: readonly string[];
  /** Opens every page that a link leads to as well. */
  readonly followsLinks: boolean;
}

/**
 * Opens the link and the pages of its plan, lets their scripts run, and presses every visible, enabled button of each page once.
 * It types nothing, ticks nothing and chooses no file.
 */
export async function pressEveryButton(page: Page, link: string, plan: ScannerPlan): Promise<ScannerWalk> {
  const origin = new URL(link).origin;
  const paths = [new URL(link).pathname];
  const pressed: string[] = [];
  const statuses = new Set<number>();
  const note = (response: Response): void => {
    const isOfForm = response.request().isNavigationRequest() && response.request().method() === 'POST';
    if (isOfForm && response.status() !== 303) statuses.add(response.status());
  };
  page.on('response', note);
  const known = (path: string): boolean => paths.includes(path);
  for (let at = 0; at < paths.length; at += 1) {
    const path = paths[at] ?? '';
    await page.goto(origin + path, { waitUntil: 'domcontentloaded' });
    const found = plan.followsLinks ? await page.evaluate<string[]>(LINKS) : [];
    paths.push(...new Set(found.filter((one) => !known(one) && !one.endsWith('.pdf'))));
    for (let nth = 0; ; nth += 1) {
      // An answer in the same place is the same page with its errors, and the same buttons.
      if (new URL(page.url()).pathname !== path) await page.goto(origin + path, { waitUntil: 'domcontentloaded' });
      const buttons = page.locator(BUTTONS);
      if (nth >= (await buttons.count())) break;
      const shown = new Promise((resolve) => page.once('domcontentloaded', resolve));
      const { label, sends } = await buttons.nth(nth).evaluate(press);
      pressed.push(`${path}: ${label}`);
      if (sends) await shown;
    }
    if (at === 0) paths.push(...plan.furtherPaths.filter((one) => !known(one)));
  }
  page.off('response', note);
  return { paths, pressed, statuses };
}
