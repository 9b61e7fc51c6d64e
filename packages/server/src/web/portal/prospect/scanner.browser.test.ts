import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import sql from 'sql-template-tag';
import { launchChromium, NO_BROWSER } from '../../../../../harness/src/browser.ts';
import { pressEveryButton } from '../../../../../harness/src/button-presser.ts';
import { codesTo, COMPANY_DETAILS } from '../../../../../harness/src/published-link.ts';
import {
  addFile,
  askForCode,
  enterCode,
  fillInDetails,
  sendAll,
} from '../../../../../harness/src/published-link-pages.ts';
import { type LinkScene, publish, unique } from '../../../../../harness/src/scene.ts';
import { stepOf } from '../../../../../harness/src/session-addresses.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { textOf } from '../../../../../harness/src/visitor.ts';
import { makePdf } from '../../../modules/files/sample-files.ts';

const WALKS = 50;
const AT_ONCE = 4;
const DESKTOP = { viewport: { width: 1280, height: 900 } };
/** Of so many, one follows every link too. */
const ONE_IN = 10;
const CODE = '/kyc/code';
const file = { name: 'id.pdf', mimeType: 'application/pdf', buffer: makePdf() };

interface Traces {
  /** In the database. */
  readonly rows: unknown;
  /** As the seller sees them. */
  readonly link: unknown;
  readonly activity: unknown;
}

interface Walk {
  readonly nth: number;
  readonly words: string | undefined;
}

const browser = await launchChromium();

describe('mail scanners at a published link', { skip: browser === undefined && NO_BROWSER, timeout: 240_000 }, () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(async () => {
    await (browser as Browser).close();
    await service.close();
  });

  /** As if a minute had passed: the limits of a link slow scanners down, and would spare it most of what is tried here. */
  const forgetBudgets = (): Promise<unknown> => service.db.write(sql`truncate rate_windows`);

  async function inFreshContext(use: (page: Page) => Promise<void>): Promise<void> {
    const context = await (browser as Browser).newContext(DESKTOP);
    try {
      await use(await context.newPage());
    } finally {
      await context.close();
    }
  }

  /** All that a visit could leave behind. */
  async function tracesOf({ org, path, invitation }: LinkScene): Promise<Traces> {
    const token = await org.token();
    const read = async (address: string): Promise<unknown> => (await service.call('GET', address, { token })).json();
    const [rows] = await service.db.read(sql`select
        (select count(*)::int from prospects where invitation_id = ${invitation.uuid}::uuid) as prospects,
        (select count(*)::int from link_places where invitation_id = ${invitation.uuid}::uuid) as places,
        (select count(*)::int from prospect_codes where invitation_id = ${invitation.uuid}::uuid) as codes,
        (select count(*)::int from mails where subject_id = ${invitation.uuid}) as mails`);
    return { rows, link: await read(path), activity: await read(`${path}/activity`) };
  }

  async function expectUntouched(link: LinkScene, before: Traces): Promise<void> {
    assert.deepEqual(await tracesOf(link), before);
    assert.deepEqual(before.rows, { prospects: 0, places: 0, codes: 0, mails: 0 });
  }

  /** The last place of the link, for a person. */
  async function getThrough(page: Page, link: LinkScene): Promise<void> {
    await forgetBudgets();
    const email = `ana.${unique()}@garagem.example`;
    await askForCode(page, link.invitation.publicLinkUrl, email);
    const [code = ''] = await codesTo(service, link, email);
    assert.equal(await enterCode(page, code), 200);
    const { street, postCode, city, firstName, lastName } = COMPANY_DETAILS;
    await fillInDetails(page, { person: { street, postCode, city, firstName, lastName }, country: 'PT' });
    await addFile(page, 'CONTACT_ID_CARD', file);
    await sendAll(page);
    assert.equal(await page.locator('h1').innerText(), textOf('prospect.receiptTitle'));
    const answer = await service.call('GET', link.path, { token: await link.org.token() });
    const { status, usageCount } = (await answer.json()) as { status: string; usageCount: number };
    assert.deepEqual([status, usageCount], ['USED', 1]);
  }

  async function walk(page: Page, address: string, { nth, words }: Walk): Promise<void> {
    await forgetBudgets();
    await page.context().clearCookies();
    const plan = { furtherPaths: [CODE], followsLinks: nth % ONE_IN === 0, ...(words !== undefined && { words }) };
    const { pressed, statuses } = await pressEveryButton(page, address, plan);
    const sendCode = `${new URL(address).pathname}: ${textOf('prospect.sendCode')}`;
    assert.ok(pressed.includes(sendCode), pressed.join('; '));
    assert.deepEqual([...statuses], [422], 'every form says what is missing');
    assert.deepEqual(await page.context().cookies(), []);
  }

  for (const [what, words] of [
    ['that press every button', undefined],
    ['that type words into every field and press every button', 'Lorem 4711 ipsum'],
  ] as const) {
    it(`${what}, ${WALKS} times over, leave nothing, and the only place to a person`, async () => {
      const link = await publish(service, { locale: 'en', maxUses: 1 });
      const address = link.invitation.publicLinkUrl;
      const before = await tracesOf(link);
      const walkAll = (first: number) =>
        inFreshContext(async (page) => {
          for (let nth = first; nth < WALKS; nth += AT_ONCE) await walk(page, address, { nth, words });
        });
      await Promise.all(Array.from({ length: AT_ONCE }, (_, first) => walkAll(first)));
      await expectUntouched(link, before);
      await inFreshContext((page) => getThrough(page, link));
    });
  }

  it('that type an address of their own come as far as the code, and leave the only place to a person', async () => {
    const link = await publish(service, { locale: 'en', maxUses: 1 });
    const words = `robot@${unique()}.example`;
    await inFreshContext(async (page) => {
      const furtherPaths = [CODE, '/kyc/details', '/kyc/documents', '/kyc/review'];
      const plan = { furtherPaths, followsLinks: false, words };
      const { pressed, statuses } = await pressEveryButton(page, link.invitation.publicLinkUrl, plan);
      for (const label of ['action.continue', 'code.again'])
        assert.ok(
          pressed.some((one) => stepOf(one) === `${CODE}: ${textOf(label)}`),
          pressed.join('; '),
        );
      assert.deepEqual([...statuses], [422]);
    });
    const { rows } = await tracesOf(link);
    assert.deepEqual(rows, { prospects: 0, places: 0, codes: 1, mails: 1 });
    await inFreshContext((page) => getThrough(page, link));
  });

  it(`that fetch it and what lies behind it, ${WALKS} times each by GET and HEAD, change nothing`, async () => {
    const link = await publish(service, { locale: 'en', maxUses: 1 });
    const { pathname } = new URL(link.invitation.publicLinkUrl);
    const before = await tracesOf(link);
    for (const address of [pathname, `${pathname}?lang=el`, `${pathname}/start`, `${pathname}/report`]) {
      const fetched = Array.from({ length: WALKS * 2 }, async (_, nth) => {
        const method = nth % 2 === 0 ? 'GET' : 'HEAD';
        const answer = await fetch(service.url + address, { method, redirect: 'manual' });
        await answer.arrayBuffer();
        assert.ok(answer.status < 500 && answer.status !== 429, `${answer.status} ${method} ${address}`);
        assert.equal(answer.headers.get('set-cookie'), null, address);
      });
      await Promise.all(fetched);
    }
    await expectUntouched(link, before);
    await inFreshContext((page) => getThrough(page, link));
  });
});
