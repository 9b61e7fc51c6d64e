import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import sql from 'sql-template-tag';
import { launchChromium, listenForComplaints, NO_BROWSER } from '../packages/harness/src/browser.ts';
import { inLanes } from '../packages/harness/src/in-lanes.ts';
import { buyerOf, marksIn, type PlantedWords, plantedWords } from '../packages/harness/src/planted-words.ts';
import { codesTo } from '../packages/harness/src/published-link.ts';
import {
  addFile,
  askForCode,
  enterCode,
  fillInDetails,
  sayWhyNot,
  sendAll,
} from '../packages/harness/src/published-link-pages.ts';
import { BROWSER_HEADER, type RecordingFront, startRecordingFront } from '../packages/harness/src/recording-front.ts';
import { type LinkScene, publish } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { openPerson } from '../packages/server/src/modules/self-service/prospects/index.ts';
import { type Language, type Translate, translatorFor } from '../packages/server/src/modules/texts/index.ts';

const VISITORS = 30;
const PLACES = 20;
/** Pages that a machine of two processors draws at once. */
const LANES = 10;
const PHONES = 3;
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
/** All phones of the hall come by it. */
const HALL = '198.51.100.7';
const TONGUES = ['en', 'de', 'fr', 'pt', 'pl', 'el', 'fi', 'it', 'bg', 'ga'] as const satisfies readonly Language[];
const ANSWERED = ['AML_DECLARATION', 'CONTACT_ID_CARD'];

interface Guest extends PlantedWords {
  readonly nth: number;
  readonly language: Language;
  readonly translate: Translate;
  readonly page: Page;
}

const browser = await launchChromium();

describe('a fair', { skip: browser === undefined && NO_BROWSER, timeout: 240_000 }, () => {
  let front: RecordingFront;
  let service: TestService;
  before(async () => {
    front = await startRecordingFront();
    service = await startService({ PUBLIC_BASE_URL: front.url, TRUST_PROXY: '127.0.0.1' });
    front.target = service.url;
  });
  after(async () => {
    await (browser as Browser).close();
    await front.close();
    await service.close();
  });

  const complaints: string[][] = [];

  async function arrive(nth: number): Promise<Guest> {
    const isPhone = nth < PHONES;
    const options: BrowserContextOptions = {
      ...(isPhone && PHONE),
      javaScriptEnabled: isPhone || nth % 2 === 0,
      extraHTTPHeaders: { [BROWSER_HEADER]: String(nth), 'x-forwarded-for': isPhone ? HALL : `203.0.113.${nth}` },
    };
    const context = await (browser as Browser).newContext(options);
    context.setDefaultTimeout(60_000);
    complaints.push(listenForComplaints(context, front.url));
    const language = TONGUES[nth % TONGUES.length] ?? 'en';
    const page = await context.newPage();
    return { nth, ...plantedWords(), language, translate: translatorFor(language), page };
  }

  const prospectsOf = ({ invitation }: LinkScene) =>
    service.db.read<ProspectRow>(sql`select id, status, type, company_name, vat_number, sealed_person from prospects
      where invitation_id = ${invitation.uuid}::uuid`);

  const personIn = (row: ProspectRow) => openPerson(service.deps.keyring, row);

  it(`with ${PLACES} places takes ${PLACES} of ${VISITORS} visitors, tells the others at once, and mixes no two`, async () => {
    const link = await publish(service, { label: 'Hall 4', maxUses: PLACES });
    const address = link.invitation.publicLinkUrl;
    const guests = await Promise.all(Array.from({ length: VISITORS }, (_, nth) => arrive(nth)));

    await inLanes(LANES, guests, async ({ page, language, email }) =>
      askForCode(page, `${address}?lang=${language}`, email),
    );
    const isIn = new Map<Guest, boolean>();
    await inLanes(LANES, guests, async (guest) => {
      const [code = ''] = await codesTo(service, link, guest.email);
      const status = await enterCode(guest.page, code);
      assert.ok([200, 409].includes(status), `${status}`);
      isIn.set(guest, status === 200);
    });
    const [taken, late] = [guests.filter((one) => isIn.get(one)), guests.filter((one) => !isIn.get(one))];
    assert.deepEqual([taken.length, late.length], [PLACES, VISITORS - PLACES]);
    for (const guest of late) await expectFull(guest, address);

    await inLanes(LANES, taken, takeThrough);
    for (const guest of late) {
      assert.equal((await guest.page.goto(`${address}?lang=${guest.language}`))?.status(), 410);
      assert.equal(await heading(guest), guest.translate('errorPage.closed.title'));
    }

    await expectUsedUp(link);
    const prospects = await prospectsOf(link);
    assert.deepEqual(
      prospects.map((row) => `${row.status} ${personIn(row).email}`).sort(),
      taken.map(({ email }) => `SUBMITTED ${email}`).sort(),
    );
    const idOf = new Map(prospects.map((row) => [personIn(row).email, row.id]));
    await expectOwnFiles(taken, idOf);
    await expectOwnRows(guests, idOf);
    for (const row of prospects) expectOwnWords(row, guests);
    for (const guest of guests) expectOwnAnswers(guest, guests);
    assert.deepEqual(complaints.flat(), []);
    await convertAll(link, taken, idOf);
  });

  async function expectFull(guest: Guest, address: string): Promise<void> {
    const title = guest.translate('prospect.fullTitle');
    assert.equal(await heading(guest), title);
    assert.equal(await guest.page.locator('html').getAttribute('lang'), guest.language);
    await guest.page.goto(`${address}?lang=${guest.language}`);
    assert.equal(await guest.page.locator('.warning h2').innerText(), title);
    const wasAsked = front.answersTo(String(guest.nth)).some((answer) => answer.includes('details-form'));
    assert.equal(wasAsked, false, 'told before he has typed his details');
  }

  async function takeThrough({ page, details, files, mark, email, translate }: Guest): Promise<void> {
    await fillInDetails(page, details);
    for (const [type, file] of Object.entries(files)) await addFile(page, type, file);
    for (const type of ANSWERED) await sayWhyNot(page, type, `No ${type} yet, says ${mark}.`);
    await sendAll(page);
    assert.equal(await page.locator('h1').innerText(), translate('prospect.receiptTitle'));
    assert.ok((await page.locator('main').innerText()).includes(email));
  }

  async function expectUsedUp(link: LinkScene): Promise<void> {
    const answer = await service.call('GET', link.path, { token: await link.org.token() });
    const { status, usageCount } = (await answer.json()) as { status: string; usageCount: number };
    assert.deepEqual([status, usageCount], ['USED', PLACES]);
    const events = await service.db.read(sql`select type, count(*)::int as count from events
      where seller_id = ${link.org.sellerId}::uuid and data->>'invitationUuid' = ${link.invitation.uuid} group by type order by type`);
    assert.deepEqual(events, [
      { type: 'prospect.submitted', count: PLACES },
      { type: 'self_service_invitation.used', count: PLACES },
    ]);
    const networks = await service.db.read(
      sql`select distinct scope from rate_windows where category = 'portal-codes' and scope like 'network:%'`,
    );
    assert.equal(networks.length, VISITORS - PHONES + 1, 'the phones come by one address');
  }

  async function expectOwnFiles(taken: readonly Guest[], idOf: ReadonlyMap<string, string>): Promise<void> {
    const rows = await service.db.read<{ invitation_id: string; type: string; sha256: Buffer }>(
      sql`select invitation_id, type, sha256 from kyc_files`,
    );
    const kept = rows.map(({ invitation_id, type, sha256 }) => `${invitation_id} ${type} ${sha256.toString('hex')}`);
    const chosen = taken.flatMap(({ email, files }) =>
      Object.entries(files).map(([type, { buffer }]) => `${idOf.get(email)} ${type} ${sha256Of(buffer)}`),
    );
    assert.deepEqual(kept.sort(), chosen.sort());
  }

  /** Whatever a visitor wrote stands in no row but those of his own place, and of no table. */
  async function expectOwnRows(guests: readonly Guest[], idOf: ReadonlyMap<string, string>): Promise<void> {
    const tables = await service.db.read<{
      name: string;
      rows: string;
    }>(sql`select t.schemaname || '.' || t.tablename as name,
        query_to_xml(format('select to_jsonb(r)::text as words from %I.%I r', t.schemaname, t.tablename), true, true, '')::text as rows
      from pg_tables t where t.schemaname not in ('pg_catalog', 'information_schema')`);
    const found = new Set<string>();
    for (const { name, rows } of tables)
      for (const row of rows.split('<row').map((one) => one.toLowerCase()))
        for (const { mark, email } of guests.filter((guest) => row.includes(guest.mark))) {
          found.add(mark);
          assert.ok(row.includes(idOf.get(email) ?? 'no place'), `${name}: ${mark} in ${row}`);
          assert.deepEqual(marksIn(row, guests), [mark], name);
        }
    assert.equal(found.size, PLACES, 'the words of all who have sent were looked for where they stand');
    for (const line of service.logLines) assert.deepEqual(marksIn(line, guests), [], line);
  }

  /** Two of them are buyers already, one by other data. */
  async function convertAll(
    { org }: LinkScene,
    taken: readonly Guest[],
    idOf: ReadonlyMap<string, string>,
  ): Promise<void> {
    const partner = `/v1/partners/${org.sellerId}`;
    const token = await org.token();
    const post = (path: string, body: unknown) => service.call('POST', partner + path, { token, body });
    for (const [nth, { details }] of taken.slice(0, 2).entries())
      assert.equal((await post('/buyers', buyerOf(details, nth === 0 ? {} : { city: 'Elsewhere' }))).status, 201);
    const convert = (guest: Guest, wish = {}) =>
      post(`/prospects/${idOf.get(guest.email)}/convert`, { kycMode: 'NT24_LED', ...wish });
    for (const [nth, guest] of taken.entries()) {
      let answer = await convert(guest);
      assert.equal(answer.status, [200, 409][nth] ?? 201);
      if (answer.status === 409) answer = await convert(guest, { resolve: 'TAKE_PROSPECT' });
      const buyer = (await answer.json()) as { uuid: string };
      assert.deepEqual(marksIn(JSON.stringify(buyer), taken), [guest.mark]);
      const answered = await service.call('GET', `${partner}/buyers/${buyer.uuid}/kyc/documents`, { token });
      const { data } = (await answered.json()) as { data: { type: string }[] };
      assert.deepEqual(data.map(({ type }) => type).sort(), Object.keys(guest.files).sort());
      assert.equal((await convert(guest)).status, 409, 'decided once');
    }
  }

  /** All in one row is of one visitor, what is sealed too. */
  function expectOwnWords(row: ProspectRow, guests: readonly Guest[]): void {
    const person = personIn(row);
    const own = guests.find(({ email }) => email === person.email) ?? assert.fail('nobody’s');
    const { firstName, lastName } = own.details.person;
    assert.deepEqual(person, { email: own.email, firstName, lastName });
    const { companyName, vatNumber } = own.details.company;
    assert.deepEqual([row.type, row.company_name, row.vat_number], ['COMPANY', companyName, vatNumber]);
  }

  function expectOwnAnswers({ nth, mark }: Guest, guests: readonly Guest[]): void {
    const answers = front.answersTo(String(nth));
    assert.deepEqual(marksIn(answers.join('\n'), guests), [mark], `what visitor ${nth} was shown`);
  }
});

interface ProspectRow {
  readonly id: string;
  readonly status: string;
  readonly type: string | null;
  readonly company_name: string | null;
  readonly vat_number: string | null;
  readonly sealed_person: Buffer;
}

const heading = ({ page }: Guest): Promise<string> => page.locator('h1').innerText();
const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
