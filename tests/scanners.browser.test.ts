import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sql from 'sql-template-tag';
import { launchChromium, NO_BROWSER } from '../packages/harness/src/browser.ts';
import { pressEveryButton, type ScannerWalk } from '../packages/harness/src/button-presser.ts';
import { createPortalScene, expectRedirect, type PortalScene, SESSION_PAGES } from '../packages/harness/src/portal.ts';
import { type InvitationScene, sceneWithBuyer } from '../packages/harness/src/scene.ts';
import { unfold } from '../packages/harness/src/page-probes.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { stepOf } from '../packages/harness/src/session-addresses.ts';
import { COMPLETE_TYPES, PDF, textOf } from '../packages/harness/src/visitor.ts';

const WALKS = 50;
const AT_ONCE = 4;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const DESKTOP = { viewport: { width: 1280, height: 900 } };

/** Of so many, one follows every link too; each presses every button on the way from the link to the sending. */
const ONE_IN = 10;
const STEPS = ['/kyc/company', '/kyc/documents', '/kyc/review'];

const browser = await launchChromium();

/**
 * What such a scanner does to an invitation: its first Start is written down as the opening, and that is all. A correction needs
 * words, a report of misuse a reason, the sending files and, in a session that added nothing, a tick; none of these is ever chosen beforehand.
 */
describe('mail scanners', { skip: browser === undefined && NO_BROWSER, timeout: 600_000 }, () => {
  let service: TestService;
  let scene: PortalScene;
  before(async () => {
    service = await startService();
    scene = createPortalScene(service, await sceneWithBuyer(service));
  });
  after(async () => {
    await (browser as Browser).close();
    await service.close();
  });

  async function inFreshContext<T>(options: BrowserContextOptions, use: (page: Page) => Promise<T>): Promise<T> {
    const context = await (browser as Browser).newContext(options);
    try {
      return await use(await context.newPage());
    } finally {
      await context.close();
    }
  }

  /** As if a minute had passed: the limits of a link slow scanners down, and would spare it most of what is tried here. */
  const forgetBudgets = (): Promise<unknown> => service.db.write(sql`truncate rate_windows`);

  /** A context is new to the site without its cookies, and quicker had than a new one. */
  async function walk(page: Page, link: string, nth: number): Promise<ScannerWalk> {
    await forgetBudgets();
    await page.context().clearCookies();
    return pressEveryButton(page, link, { furtherPaths: STEPS, followsLinks: nth % ONE_IN === 0 });
  }

  async function activityOf(invited: InvitationScene): Promise<string[]> {
    const answer = await service.call('GET', `${invited.path}/activity?size=100`, { token: await invited.org.token() });
    return ((await answer.json()) as { data: { type: string }[] }).data.map(({ type }) => type);
  }

  it(`that press every button, ${WALKS} times over, leave an invitation that the buyer can complete`, async () => {
    const invited = await scene.invited({ reminders: true });
    const link = invited.invitation.publicLinkUrl;
    const walks: ScannerWalk[] = [];
    await Promise.all(
      Array.from({ length: AT_ONCE }, async (_, lane) => {
        await inFreshContext(lane % 2 === 0 ? PHONE : DESKTOP, async (page) => {
          for (let nth = lane; nth < WALKS; nth += AT_ONCE) walks.push(await walk(page, link, nth));
        });
      }),
    );
    for (const { pressed, statuses } of walks) {
      for (const label of ['action.start', 'action.continue'])
        assert.ok(
          pressed.some((one) => one.includes(textOf(label))),
          `${label} in ${pressed.join('; ')}`,
        );
      assert.ok(
        pressed.some((one) => stepOf(one)?.startsWith('/kyc/review: Send')),
        pressed.join('; '),
      );
      assert.deepEqual([...statuses], [422], 'every form says what is missing');
    }
    assert.equal(walks.length, WALKS);
    const state = await scene.stateOf(invited);
    assert.deepEqual([state.status, state.usageCount], ['ACTIVE', 0]);
    assert.deepEqual(await activityOf(invited), ['CREATED', 'MAIL_QUEUED', 'OPENED']);
    const drafts = await service.db.read(
      sql`select from kyc_drafts where invitation_id = ${invited.invitation.uuid}::uuid`,
    );
    assert.deepEqual(drafts, [], 'not a word in the draft');

    await forgetBudgets();
    await inFreshContext(PHONE, (page) => complete(page, link));
    const done = await scene.stateOf(invited);
    assert.deepEqual([done.status, done.usageCount], ['USED', 1]);
    assert.equal((await activityOf(invited)).filter((type) => type === 'OPENED').length, 1);
  });

  it('that press Send on what the buyer added in a session of his own, or where nothing is asked for, send nothing', async () => {
    const complete = await scene.invited({ requestedDocuments: ['COC_EXTRACT'], reminders: true });
    const visitor = await scene.started(complete, ['COC_EXTRACT']);
    expectRedirect(await visitor.post('/kyc/company', { city: 'Braga' }), '/kyc/review');
    const bare = await scene.invited({ requestedDocuments: [] });
    for (const invited of [complete, bare]) {
      await forgetBudgets();
      const plan = { furtherPaths: ['/kyc/company', '/kyc/review'], followsLinks: false };
      await inFreshContext(PHONE, async (page) => {
        const { pressed, statuses } = await pressEveryButton(page, invited.invitation.publicLinkUrl, plan);
        assert.ok(
          pressed.some((one) => stepOf(one)?.startsWith('/kyc/review: Send')),
          pressed.join('; '),
        );
        assert.ok(
          pressed.some((one) => stepOf(one)?.startsWith('/kyc/company: Continue')),
          pressed.join('; '),
        );
        assert.deepEqual([...statuses], [422]);
      });
      assert.equal((await scene.stateOf(invited)).status, 'ACTIVE');
    }
    await forgetBudgets();
    assert.equal(stepOf((await visitor.send()).headers.get('location')), '/kyc/done');
  });

  it(`that fetch every address, ${WALKS} times each by GET and HEAD, with a session too, change nothing`, async () => {
    const invited = await scene.invited();
    const visitor = await scene.started(invited, COMPLETE_TYPES);
    const before = [await scene.stateOf(invited), await activityOf(invited)];
    const { pathname } = new URL(invited.invitation.publicLinkUrl);
    const addresses = [
      pathname,
      `${pathname}?lang=el`,
      `${pathname}/start`,
      `${pathname}/report`,
      `${pathname}/ask`,
      ...SESSION_PAGES,
      '/kyc/report',
      '/kyc/receipt.pdf',
      `/kyc/documents/${crypto.randomUUID()}/remove`,
      '/assets/portal.css',
      '/assets/favicon.svg',
    ];
    for (const address of addresses) {
      const answers = await Promise.all(
        Array.from({ length: WALKS * 2 }, (_, nth) =>
          fetchAs(visitor.cookie, nth % 2 === 0 ? 'GET' : 'HEAD', visitor.at(address)),
        ),
      );
      for (const status of answers) assert.ok(status < 500 && status !== 429, `${status} ${address}`);
    }
    assert.deepEqual([await scene.stateOf(invited), await activityOf(invited)], before);
    assert.equal(stepOf((await visitor.send()).headers.get('location')), '/kyc/done');
  });

  async function fetchAs(cookie = '', method: string, address: string): Promise<number> {
    const answer = await fetch(service.url + address, { method, headers: { cookie }, redirect: 'manual' });
    await answer.arrayBuffer();
    return answer.status;
  }
});

/** The buyer himself, who reads and chooses. */
async function complete(page: Page, link: string): Promise<void> {
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  await page.goto(link);
  await button(textOf('action.start')).tap();
  for (const [at, type] of COMPLETE_TYPES.entries()) {
    const name = `${type}.pdf`;
    await unfold(page, type);
    await page.locator(`#file-${type}`).setInputFiles({ name, mimeType: 'application/pdf', buffer: Buffer.from(PDF) });
    const add = button(textOf('documents.uploadFor').replace('{{name}}', textOf(`documentType.${type}`)));
    // With its script the page adds a chosen file by itself.
    if (await add.isVisible()) await add.tap();
    await page.locator('form[action$="/remove"]').nth(at).waitFor({ state: 'attached' });
  }
  await page.getByRole('link', { name: textOf('action.continue'), exact: true }).tap();
  await page.getByRole('button', { name: /^Send to / }).tap();
  await page.getByRole('heading', { level: 1, name: textOf('receipt.title') }).waitFor();
}
