import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { launchChromium, listenForComplaints, NO_BROWSER } from '../../../../../harness/src/browser.ts';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { createPortalScene, type PortalScene } from '../../../../../harness/src/portal.ts';
import { type InvitationScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { textOf } from '../../../../../harness/src/visitor.ts';

const MINUTE_MS = 60_000;
const DECLARATION = 'AML_DECLARATION';
const COMPLAINT = /status of 40[03]/;

const browser = await launchChromium();

describe('the end of a session', { skip: browser === undefined && NO_BROWSER, timeout: 120_000 }, () => {
  let service: TestService;
  let scenes: PortalScene;
  const contexts: BrowserContext[] = [];
  before(async () => {
    service = await startService();
    scenes = createPortalScene(service, await sceneWithBuyer(service));
  });
  afterEach(() => Promise.all(contexts.splice(0).map((context) => context.close())));
  after(async () => {
    await browser?.close();
    await service.close();
  });

  interface Opened {
    readonly page: Page;
    readonly scene: InvitationScene;
    /** How often the page asked to stay. */
    readonly stays: () => number;
    readonly complaints: readonly string[];
  }

  /** At the declaration. */
  async function opened(javaScriptEnabled = true): Promise<Opened> {
    const scene = await scenes.invited({ requestedDocuments: [DECLARATION] });
    const context = await (browser as Browser).newContext({ javaScriptEnabled });
    contexts.push(context);
    const complaints = listenForComplaints(context, service.url);
    if (javaScriptEnabled) await context.clock.install();
    const page = await context.newPage();
    let count = 0;
    page.on('request', (request: Request) => {
      if (request.url().endsWith('/stay')) count += 1;
    });
    await start(page, scene);
    await page.goto(page.url().replace(/documents$/, 'declaration'));
    return { page, scene, stays: () => count, complaints };
  }

  async function start(page: Page, scene: InvitationScene): Promise<void> {
    await page.goto(scene.invitation.publicLinkUrl);
    await page.getByRole('button', { name: textOf('action.start'), exact: true }).click();
    await page.waitForURL('**/kyc/*/documents');
  }

  /** How often its session was prolonged from now on, as it tells other tabs. */
  async function countProlonged(page: Page): Promise<(count: number) => Promise<void>> {
    await page.evaluate(`{
      const { stay } = document.querySelector('[data-session-end]').dataset;
      const tabs = new BroadcastChannel('session-end:' + stay);
      window.prolonged = 0;
      tabs.onmessage = () => { window.prolonged += 1; };
    }`);
    return (count) => eventually('prolonged', async () => (await page.evaluate<number>('window.prolonged')) >= count);
  }

  const words = (page: Page, name: 'idle' | 'closing' | 'over') => page.locator(`[data-session-${name}]`);
  const stayButton = (page: Page) => page.getByRole('button', { name: textOf('session.stay') });
  const signButton = (page: Page) => page.getByRole('button', { name: textOf('declaration.sign') });
  const field = (page: Page, name: string) => page.locator(`[name="${name}"]`);

  async function fillIn(page: Page): Promise<void> {
    for (const [name, value] of Object.entries({
      signerName: 'Ana Sousa',
      signerRole: 'Director',
      'person1-name': 'Rui Sousa',
      'person1-birthDate': '1960-01-05',
      'person1-share': '60',
      signature: 'Ana Sousa',
      place: 'Porto',
    }))
      await field(page, name).fill(value);
    await field(page, 'person1-country').selectOption('PT');
    await page.locator('[type="checkbox"][name^="statement"]').evaluateAll((ticks) => {
      for (const tick of ticks as unknown as { click(): void }[]) tick.click();
    });
    await page.locator('[name^="funds-"][type="checkbox"]').first().check();
    await page.locator('[name="isPoliticallyExposed"][value="no"]').check();
    await page.locator('[name="isOnOwnAccount"][value="yes"]').check();
  }

  async function isSigned(page: Page): Promise<void> {
    await page.waitForURL('**/kyc/*/documents');
    await page.locator('.notice').waitFor();
  }

  it('is announced five minutes before, and put off by one press', async () => {
    const { page, stays, complaints } = await opened();
    await page.clock.fastForward(24 * MINUTE_MS);
    await words(page, 'idle').waitFor();
    assert.equal(await words(page, 'closing').isVisible(), false);
    await field(page, 'signerName').focus();
    await page.clock.fastForward(1.5 * MINUTE_MS);
    await words(page, 'closing').waitFor();
    assert.equal(await words(page, 'idle').isVisible(), false);
    const said = textOf('session.closing').replace('{{minutes}}', '5');
    await page.locator('[role="status"]', { hasText: said }).waitFor({ state: 'attached' });
    const focused = 'document.activeElement.name';
    assert.equal(await page.evaluate(focused), 'signerName', 'no theft of the focus');
    assert.equal(stays(), 0);
    await stayButton(page).click();
    await words(page, 'idle').waitFor();
    assert.equal(await words(page, 'closing').isVisible(), false);
    assert.equal(stays(), 1);
    assert.equal(await page.evaluate(focused), 'signerName', 'and back where it was');
    await page.clock.fastForward(24 * MINUTE_MS);
    assert.equal(await words(page, 'idle').isVisible(), true);
    assert.deepEqual(complaints, []);
  });

  it('is put off in silence for who types, before and under the words', async () => {
    const { page, stays } = await opened();
    const prolonged = await countProlonged(page);
    await page.clock.fastForward(10 * MINUTE_MS);
    await field(page, 'signerName').fill('Ana');
    await page.clock.fastForward(15.5 * MINUTE_MS);
    await prolonged(1);
    await page.clock.fastForward(24 * MINUTE_MS);
    assert.equal(await words(page, 'idle').isVisible(), true, '49 minutes in all');
    assert.equal(stays(), 1);
    await page.clock.fastForward(2 * MINUTE_MS);
    await words(page, 'closing').waitFor();
    await field(page, 'signerName').fill('Ana Sousa');
    await words(page, 'idle').waitFor();
    assert.equal(stays(), 2);
  });

  it('is tried to be put off again where the line was away', async () => {
    const { page, stays } = await opened();
    const prolonged = await countProlonged(page);
    await page.route('**/stay', (route) => route.abort('connectionfailed'));
    await field(page, 'signerName').fill('Ana');
    await page.clock.fastForward(25.5 * MINUTE_MS);
    await eventually('a request', async () => stays() === 1);
    await page.unroute('**/stay');
    await eventually('another one', async () => {
      await page.clock.fastForward(20_000);
      return stays() > 1;
    });
    await prolonged(1);
    await page.clock.fastForward(20 * MINUTE_MS);
    assert.equal(await words(page, 'idle').isVisible(), true);
  });

  /** Away for longer than the session runs: the service's own clock does not run with the browser's. */
  async function over({ page }: Opened): Promise<void> {
    await page.clock.fastForward(31 * MINUTE_MS);
    await page.context().clearCookies();
    await words(page, 'over').waitFor();
  }

  it('keeps what was typed, and goes on by itself once the link was opened again', async () => {
    const one = await opened();
    const { page, scene, complaints } = one;
    await fillIn(page);
    await over(one);
    await signButton(page).click();
    await page.locator('[data-session-over]:focus').waitFor();
    assert.equal(await field(page, 'signature').inputValue(), 'Ana Sousa');
    assert.match(page.url(), /declaration$/);

    const tab = await page.context().newPage();
    await start(tab, scene);
    // The other tab tells it.
    await words(page, 'idle').waitFor();
    await signButton(page).click();
    await isSigned(page);
    assert.deepEqual(
      complaints.filter((one) => !COMPLAINT.test(one)),
      [],
    );
  });

  it('asks the service where no other tab has told, and signs with the same press, once', async () => {
    const one = await opened();
    const { page, scene, stays } = one;
    await fillIn(page);
    await over(one);
    const tab = await page.context().newPage();
    await tab.route('**/portal.js', (route) => route.abort());
    await start(tab, scene);
    assert.equal(await words(page, 'over').isVisible(), true);
    const signed: string[] = [];
    page.on('request', (request: Request) => {
      if (request.method() === 'POST' && request.url().endsWith('/declaration')) signed.push(request.url());
    });
    await signButton(page).dblclick({ noWaitAfter: true });
    await isSigned(page);
    assert.equal(signed.length, 1);
    assert.equal(stays(), 1);
  });

  it('is seen before a form is lost that was sent right after a long sleep', async () => {
    const { page } = await opened();
    await field(page, 'signerName').fill('Ana');
    await page.context().clearCookies();
    // No timer runs in a device that sleeps.
    await page.clock.setSystemTime(new Date((await page.evaluate<number>('Date.now()')) + 40 * MINUTE_MS));
    await signButton(page).click();
    await page.locator('[data-session-over]:focus').waitFor();
    assert.equal(await field(page, 'signerName').inputValue(), 'Ana');
  });

  it('is told without script too', async () => {
    const { page } = await opened(false);
    assert.equal(await words(page, 'idle').innerText(), textOf('session.idle').replace('{{minutes}}', '30'));
    for (const name of ['closing', 'over'] as const) assert.equal(await words(page, name).isVisible(), false);
  });
});
