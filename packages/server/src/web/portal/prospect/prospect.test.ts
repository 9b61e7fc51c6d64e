import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { clockWorkOf, doClockWork } from '../../../../../harness/src/clock-work.ts';
import { deviceLinkOf } from '../../../../../harness/src/device-code.ts';
import { expectPage, expectRedirect } from '../../../../../harness/src/portal.ts';
import {
  codesTo,
  COMPANY_DETAILS,
  CONSUMER_DETAILS,
  enterLink,
  linksOf,
} from '../../../../../harness/src/published-link.ts';
import { type LinkScene, unique } from '../../../../../harness/src/scene.ts';
import { startService, type TestOrganization, type TestService } from '../../../../../harness/src/service.ts';
import { refsIn } from '../../../../../harness/src/session-addresses.ts';
import { createVisitor, pathOfLink, textOf, type Visitor } from '../../../../../harness/src/visitor.ts';

const address = (): string => `ana.${unique()}@garagem.example`;
const DOCUMENTS = ['COC_EXTRACT', 'VAT_CERTIFICATE', 'AML_DECLARATION', 'CONTACT_ID_CARD'];

type Links = ReturnType<typeof linksOf>;

describe('a published link', () => {
  let service: TestService;
  let org: TestOrganization;
  let published: Links['published'];
  let ask: Links['ask'];
  before(async () => {
    service = await startService();
    org = await service.organization();
    ({ published, ask } = linksOf(service, org));
  });
  after(() => service.close());

  const prospectsOf = ({ invitation }: LinkScene) =>
    service.db.read<{ status: string; company_name: string | null; type: string | null }>(
      sql`select status, company_name, type from prospects where invitation_id = ${invitation.uuid}::uuid order by created_at`,
    );

  const usesOf = async ({ invitation }: LinkScene) =>
    service.db.readFirst<{ status: string; usage_count: number }>(
      sql`select status, usage_count from invitations where id = ${invitation.uuid}::uuid and seller_id = ${org.sellerId}::uuid`,
    );

  async function submitted(link: LinkScene, email = address()): Promise<Visitor> {
    const visitor = await enterLink(service, link, email);
    expectRedirect(await visitor.post('/kyc/details', COMPANY_DETAILS), '/kyc/documents');
    for (const type of DOCUMENTS) expectRedirect(await visitor.upload({ type }), '/kyc/documents');
    expectRedirect(await visitor.send(), '/kyc/done');
    return visitor;
  }

  it('leads from an address to a receipt, and tells both events', async () => {
    const link = await published();
    const email = address();
    const visitor = createVisitor(service);
    const landing = await (await visitor.get(pathOfLink(link.invitation.publicLinkUrl))).text();
    assert.match(landing, /<input[^>]*type="email"/);
    expectRedirect(await ask(visitor, link, email), '/kyc/code');
    const page = await expectPage(await visitor.get('/kyc/code'), 200, 'code.title');
    assert.ok(page.includes(email));
    const [code = ''] = await codesTo(service, link, email);
    assert.match(code, /^\d{6}$/);
    expectRedirect(await visitor.post('/kyc/code', { code: `${code.slice(0, 3)} ${code.slice(3)}` }), '/kyc/details');
    await expectPage(await visitor.get('/kyc/details'), 200, 'details.title');
    expectRedirect(await visitor.get('/kyc/documents'), '/kyc/details');
    expectRedirect(await visitor.get('/kyc/review'), '/kyc/details');
    expectRedirect(await visitor.post('/kyc/details', COMPANY_DETAILS), '/kyc/documents');
    for (const type of DOCUMENTS) expectRedirect(await visitor.upload({ type }), '/kyc/documents');
    const review = await expectPage(await visitor.get('/kyc/review'), 200, 'review.title');
    for (const words of ['Garagem Central Lda', 'PT501442600', 'Ana Silva', email])
      assert.ok(review.includes(words), words);
    expectRedirect(await visitor.send(), '/kyc/done');
    const receipt = await expectPage(await visitor.get('/kyc/done'), 200, 'prospect.receiptTitle');
    assert.ok(receipt.includes(email));
    assert.equal((await visitor.get('/kyc/receipt.pdf')).headers.get('content-type'), 'application/pdf');
    assert.deepEqual(await prospectsOf(link), [
      { status: 'SUBMITTED', company_name: 'Garagem Central Lda', type: 'COMPANY' },
    ]);
    assert.deepEqual(await usesOf(link), { status: 'ACTIVE', usage_count: 1 });
    const events = await service.db.read<{ type: string }>(
      sql`select type from events where seller_id = ${org.sellerId}::uuid and data->>'invitationUuid' = ${link.invitation.uuid} order by type`,
    );
    assert.deepEqual(
      events.map(({ type }) => type),
      ['prospect.submitted', 'self_service_invitation.used'],
    );
  });

  it('leads who goes back after the code to where he is', async () => {
    const visitor = await enterLink(service, await published(), address());
    const [proving = '', place = ''] = refsIn(visitor.cookie);
    const answer = await visitor.get(`/kyc/${proving}/code`);
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, `/kyc/${place}/details`]);
    assert.equal((await visitor.post(`/kyc/${proving}/code`, { code: '000000' })).status, 303);
    assert.equal((await visitor.post(`/kyc/${proving}/code/again`)).status, 404);
    await expectPage(await visitor.get(`/kyc/${place}/details`), 200, 'details.title');
  });

  it('takes no more than it may, and tells the others before they have typed', async () => {
    const link = await published({ maxUses: 1 });
    const first = await enterLink(service, link, address());
    const late = createVisitor(service);
    const landing = await (await late.get(pathOfLink(link.invitation.publicLinkUrl))).text();
    assert.ok(landing.includes(textOf('prospect.fullTitle')));
    const email = address();
    expectRedirect(await ask(late, link, email), '/kyc/code');
    const [code = ''] = await codesTo(service, link, email);
    await expectPage(await late.post('/kyc/code', { code }), 409, 'prospect.fullTitle');
    expectRedirect(await first.post('/kyc/details', COMPANY_DETAILS), '/kyc/documents');
    for (const type of DOCUMENTS) await first.upload({ type });
    expectRedirect(await first.send(), '/kyc/done');
    assert.deepEqual(await usesOf(link), { status: 'USED', usage_count: 1 });
    await expectPage(
      await createVisitor(service).get(pathOfLink(link.invitation.publicLinkUrl)),
      410,
      'errorPage.closed.title',
    );
    await expectPage(await first.get('/kyc/done'), 200, 'prospect.receiptTitle');
  });

  it('lets nobody guess: five tries, and the fifth right one is the last', async () => {
    const link = await published();
    const email = address();
    const visitor = createVisitor(service);
    await ask(visitor, link, email);
    const [code = ''] = await codesTo(service, link, email);
    const wrong = code === '000000' ? '000001' : '000000';
    for (let left = 4; left > 0; left -= 1)
      assert.equal((await visitor.post('/kyc/code', { code: wrong })).status, 422);
    assert.match(await (await visitor.post('/kyc/code', { code: wrong })).text(), /does not work any more/);
    assert.match(await (await visitor.post('/kyc/code', { code })).text(), /does not work any more/);
    assert.deepEqual(await prospectsOf(link), []);
  });

  it('leads who comes back to his own draft, and after sending to his receipt', async () => {
    const link = await published();
    const email = address();
    const desk = await enterLink(service, link, email);
    expectRedirect(await desk.post('/kyc/details', COMPANY_DETAILS), '/kyc/documents');
    await desk.upload({ type: 'COC_EXTRACT', fileName: 'mine.pdf' });
    await service.db.write(
      sql`update prospect_codes set sent_at = sent_at - interval '2 minutes' where invitation_id = ${link.invitation.uuid}::uuid`,
    );
    const phone = await enterLink(service, link, email.toUpperCase().replace('@GARAGEM.EXAMPLE', '@garagem.example'));
    assert.match(await (await phone.get('/kyc/documents')).text(), /mine\.pdf/);
    for (const type of DOCUMENTS) await phone.upload({ type });
    expectRedirect(await phone.send(), '/kyc/done');
    await expectPage(await desk.get('/kyc/documents'), 410, 'errorPage.used.title');
    await service.db.write(
      sql`update prospect_codes set sent_at = sent_at - interval '2 minutes' where invitation_id = ${link.invitation.uuid}::uuid`,
    );
    const again = await enterLink(service, link, email);
    await expectPage(await again.get('/kyc/done'), 200, 'prospect.receiptTitle');
    assert.equal((await usesOf(link))?.usage_count, 1);
  });

  it('shows nobody what is another visitor’s', async () => {
    const link = await published();
    const mine = await enterLink(service, link, address());
    await mine.post('/kyc/details', { ...COMPANY_DETAILS, companyName: 'Only mine' });
    await mine.upload({ type: 'COC_EXTRACT', fileName: 'only-mine.pdf' });
    const other = await enterLink(service, link, address());
    await other.post('/kyc/details', COMPANY_DETAILS);
    for (const step of ['/kyc/details', '/kyc/documents', '/kyc/review'])
      assert.doesNotMatch(await (await other.get(step)).text(), /only.mine/i);
    await submitted(link);
    assert.equal((await prospectsOf(link)).length, 3);
  });

  it('goes on with a phone, on the draft of the very visitor', async () => {
    const link = await published();
    const desktop = await enterLink(service, link, address());
    await desktop.post('/kyc/details', COMPANY_DETAILS);
    const path = new URL(await deviceLinkOf(desktop)).pathname;
    const phone = createVisitor(service);
    expectRedirect(await phone.post(path), '/kyc/documents');
    await phone.upload({ type: 'COC_EXTRACT', fileName: 'by-phone.pdf' });
    assert.match(await (await desktop.get('/kyc/documents')).text(), /by-phone\.pdf/);
    for (const type of DOCUMENTS) await desktop.upload({ type });
    expectRedirect(await desktop.send(), '/kyc/done');
    await expectPage(await phone.get('/kyc/done'), 200, 'prospect.receiptTitle');
  });

  it('asks a private person for an ID, and for no company', async () => {
    const link = await published({ prospectTypes: ['CONSUMER'] });
    const visitor = await enterLink(service, link, address());
    const form = await (await visitor.get('/kyc/details')).text();
    assert.doesNotMatch(form, /name="(?:type|companyName|vatNumber)"/);
    expectRedirect(await visitor.post('/kyc/details', CONSUMER_DETAILS), '/kyc/documents');
    expectRedirect(await visitor.get('/kyc/company'), '/kyc/details?from=review');
    await visitor.upload({ type: 'CONTACT_PASSPORT' });
    expectRedirect(await visitor.send(), '/kyc/done');
    assert.match(await (await visitor.get('/kyc/done')).text(), /Rui Costa/);
    assert.deepEqual(await prospectsOf(link), [{ status: 'SUBMITTED', company_name: null, type: 'CONSUMER' }]);
  });

  it('takes a declaration that is filled in on the page, in the name that the visitor gave', async () => {
    const visitor = await enterLink(service, await published(), address());
    expectRedirect(await visitor.get('/kyc/declaration'), '/kyc/details');
    await visitor.post('/kyc/details', COMPANY_DETAILS);
    assert.match(await (await visitor.get('/kyc/declaration')).text(), /Garagem Central Lda/);
  });

  it('lets in nobody who has not proved an address, and can be reported by him all the same', async () => {
    const visitor = createVisitor(service);
    await ask(visitor, await published(), address());
    for (const step of ['/kyc/details', '/kyc/documents', '/kyc/review', '/kyc/done', '/kyc/receipt.pdf'])
      assert.equal((await visitor.get(step)).status, 404, step);
    assert.equal((await visitor.upload()).status, 404);
    assert.equal((await visitor.get('/kyc/privacy')).status, 200);
    expectRedirect(await visitor.post('/kyc/report', { reason: 'OTHER' }), '/kyc/report');
    await expectPage(await visitor.get('/kyc/report'), 200, 'report.doneTitle');
  });

  it('leads nowhere once it is revoked or over, also who is in the middle of it', async () => {
    const token = await org.token();
    for (const [end, title] of [
      ['revoke', 'errorPage.revoked.title'],
      ['expire', 'errorPage.expired.title'],
    ] as const) {
      const link = await published();
      const visitor = await enterLink(service, link, address());
      if (end === 'revoke') await service.call('POST', `${link.path}/revoke`, { token, body: { reason: 'over' } });
      else
        await service.db.write(sql`update invitations set expires_at = now() - interval '1 second'
          where id = ${link.invitation.uuid}::uuid and seller_id = ${org.sellerId}::uuid`);
      await expectPage(await visitor.get('/kyc/details'), 410, title);
      await expectPage(await visitor.post('/kyc/details', COMPANY_DETAILS), 410, title);
      const page = await expectPage(await visitor.get(pathOfLink(link.invitation.publicLinkUrl)), 410, title);
      assert.doesNotMatch(page, /\/ask"/);
    }
  });

  it('keeps what is on its way as long as its visitor may go on', async () => {
    const link = await published();
    await enterLink(service, link, address());
    await service.db.write(sql`insert into uploads (id, seller_id, invitation_id, type, file_name, byte_size)
      select gen_random_uuid(), l.seller_id, l.id, 'COC_EXTRACT', 'big.pdf', 1000 from link_places l
      where l.invitation_id = ${link.invitation.uuid}::uuid and l.seller_id = ${org.sellerId}::uuid`);
    const left = async (): Promise<number> => {
      await doClockWork(clockWorkOf(service), ['uploads.sweep']);
      const rows = await service.db
        .read(sql`select from uploads u join link_places l on l.seller_id = u.seller_id and l.id = u.invitation_id
        where l.invitation_id = ${link.invitation.uuid}::uuid`);
      return rows.length;
    };
    assert.equal(await left(), 1);
    await service.call('POST', `${link.path}/revoke`, { token: await org.token(), body: { reason: 'over' } });
    assert.equal(await left(), 0);
  });
});
