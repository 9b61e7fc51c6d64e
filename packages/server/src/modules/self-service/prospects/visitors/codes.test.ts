import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { startMailServer } from '../../../../../../harness/src/mail-server.ts';
import { codesTo, enterLink, linksOf } from '../../../../../../harness/src/published-link.ts';
import { type LinkScene, publish, unique } from '../../../../../../harness/src/scene.ts';
import { startService, type TestOrganization, type TestService } from '../../../../../../harness/src/service.ts';
import { createVisitor, pathOfLink, textOf } from '../../../../../../harness/src/visitor.ts';
import { eventually } from '../../../../../../harness/src/eventually.ts';
import { openWorker, settingsOf } from '../../../../../../harness/src/worker.ts';

const address = (): string => `ana.${unique()}@garagem.example`;

type Links = ReturnType<typeof linksOf>;

describe('codes that prove an address', () => {
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

  /** All codes on the link were sent so long ago. */
  const age = ({ invitation }: LinkScene, minutes: number) =>
    service.db.write(sql`update prospect_codes set sent_at = sent_at - make_interval(mins => ${minutes}::int),
      expires_at = expires_at - make_interval(mins => ${minutes}::int) where invitation_id = ${invitation.uuid}::uuid`);

  /** What the visitor is told, but for what names his own session and address. */
  async function told(link: LinkScene, email: string): Promise<readonly [number, string]> {
    const visitor = createVisitor(service);
    const answer = await ask(visitor, link, email);
    const page = await (await visitor.get('/kyc/code')).text();
    return [answer.status, page.replaceAll(email, 'EMAIL').replaceAll(/\/kyc\/[\w-]{12}\//g, '/kyc/REF/')];
  }

  it('are asked for in the same words by who is known and who is not, whether one is mailed or not', async () => {
    const link = await published();
    const known = address();
    await enterLink(service, link, known);
    await age(link, 2);
    const [first, unheard, second] = [await told(link, known), await told(link, address()), await told(link, known)];
    assert.deepEqual(unheard, first);
    assert.deepEqual(second, first);
    assert.equal((await codesTo(service, link, known)).length, 2, 'the third was within a minute');
  });

  it('go to one address three times in ten minutes, on however many links', async () => {
    const email = address();
    const links = await Promise.all(Array.from({ length: 5 }, () => published()));
    for (const link of links) assert.equal((await ask(createVisitor(service), link, email)).status, 303);
    const counts = await Promise.all(links.map(async (link) => (await codesTo(service, link, email)).length));
    assert.deepEqual(counts, [1, 1, 1, 0, 0]);
  });

  it('are good for ten minutes, and the newest one alone', async () => {
    const link = await published();
    const email = address();
    const visitor = createVisitor(service);
    await ask(visitor, link, email);
    await age(link, 2);
    await ask(visitor, link, email);
    const [older = '', newer = ''] = await codesTo(service, link, email);
    if (older !== newer) assert.equal((await visitor.post('/kyc/code', { code: older })).status, 422);
    await age(link, 10);
    assert.match(await (await visitor.post('/kyc/code', { code: newer })).text(), /does not work any more/);
    await ask(visitor, link, email);
    const [, , third = ''] = await codesTo(service, link, email);
    assert.equal((await visitor.post('/kyc/code', { code: third })).status, 303);
  });

  it('of one address prove no other, nor the same one on another link', async () => {
    const [one, other] = [await published(), await published()];
    const email = address();
    await ask(createVisitor(service), one, email);
    const [code = ''] = await codesTo(service, one, email);
    for (const [link, who] of [
      [one, address()],
      [other, email],
    ] as const) {
      const visitor = createVisitor(service);
      await ask(visitor, link, who);
      const [own] = await codesTo(service, link, who);
      if (own !== code) assert.equal((await visitor.post('/kyc/code', { code })).status, 422);
    }
  });

  it('are refused for what is no address, and for a code that is none', async () => {
    const link = await published();
    for (const email of ['', 'ana', 'ana@', 'ana@garagem', 'a b@garagem.example', `${'a'.repeat(300)}@x.example`]) {
      const page = await ask(createVisitor(service), link, email);
      assert.equal(page.status, 422);
      assert.ok((await page.text()).includes(textOf('prospect.errorEmail')));
    }
    const visitor = createVisitor(service);
    await ask(visitor, link, address());
    for (const code of ['', '12345', '1234567', 'abcdef', '\u0661\u0662\u0663\u0664\u0665\u0666'])
      assert.match(await (await visitor.post('/kyc/code', { code })).text(), /Enter the 6 digits/);
    const rows = await service.db.read(
      sql`select tries_left from prospect_codes where invitation_id = ${link.invitation.uuid}::uuid`,
    );
    assert.deepEqual(rows, [{ tries_left: 5 }]);
  });

  it('pause for strangers, and not for who is in, where two hundred went that nobody entered', async () => {
    const link = await published();
    const inside = address();
    await enterLink(service, link, inside);
    await age(link, 2);
    await service.db
      .write(sql`insert into prospect_codes (invitation_id, address_hash, code_hash, tries_left, sent_at, expires_at)
      select ${link.invitation.uuid}::uuid, decode(md5(n::text), 'hex'), 'x', 5, now(), now() from generate_series(1, 200) n`);
    const last = address();
    await ask(createVisitor(service), link, last);
    assert.equal((await codesTo(service, link, last)).length, 1);
    const stranger = address();
    assert.equal((await ask(createVisitor(service), link, stranger)).status, 303);
    assert.deepEqual(await codesTo(service, link, stranger), []);
    await ask(createVisitor(service), link, inside);
    assert.equal((await codesTo(service, link, inside)).length, 2);
    const landing = await (await createVisitor(service).get(pathOfLink(link.invitation.publicLinkUrl))).text();
    assert.ok(landing.includes(textOf('prospect.pausedTitle')));
    const { data } = (await (
      await service.call('GET', `${link.path}/activity`, { token: await org.token() })
    ).json()) as { data: { type: string }[] };
    assert.equal(data.filter(({ type }) => type === 'PAUSED').length, 1);
    await service.db.write(
      sql`update prospect_pauses set paused_until = now() where invitation_id = ${link.invitation.uuid}::uuid`,
    );
    await service.db.write(sql`delete from prospect_codes where invitation_id = ${link.invitation.uuid}::uuid`);
    assert.equal((await ask(createVisitor(service), link, stranger)).status, 303);
    assert.equal((await codesTo(service, link, stranger)).length, 1, 'the pause ends by itself');
  });
});

describe('the mail with a code', () => {
  it('has it in its text alone; of neither code nor address anything is left', async () => {
    const [service, server] = await Promise.all([startService(), startMailServer()]);
    const org = await service.organization();
    await service.db.write(
      sql`update organizations set admin_email = 'admin@market.example' where id = ${org.organizationId}::uuid`,
    );
    const link = await publish(service, { locale: 'de' }, { org, token: await org.token() });
    const email = `planted.${unique()}@garagem.example`;
    const visitor = createVisitor(service);
    await visitor.post(`${pathOfLink(link.invitation.publicLinkUrl)}/start`, { email, lang: 'pt' });
    const [code = ''] = await codesTo(service, link, email);
    await service.db
      .write(sql`insert into prospect_codes (invitation_id, address_hash, code_hash, tries_left, sent_at, expires_at)
      select ${link.invitation.uuid}::uuid, decode(md5(n::text), 'hex'), 'x', 5, now(), now() from generate_series(1, 200) n`);
    await createVisitor(service).post(`${pathOfLink(link.invitation.publicLinkUrl)}/start`, {
      email: `other.${unique()}@garagem.example`,
      lang: 'en',
    });
    const worker = await openWorker(settingsOf(service, server.url));
    try {
      await eventually('all mails have come', () => server.mails.length === 3);
    } finally {
      await worker.stop();
    }
    const { parsed } = server.mails.find(({ to }) => to.includes(email)) ?? assert.fail('no mail');
    assert.match(parsed.subject ?? '', /código/i, 'in the language of the page');
    assert.ok(!(parsed.subject ?? '').includes(code));
    assert.ok(parsed.text?.includes(code));
    const notice = server.mails.find(({ to }) => to.includes('admin@market.example')) ?? assert.fail('no notice');
    assert.match(notice.parsed.subject ?? '', /takes no new visitors/);
    assert.ok(notice.parsed.text?.includes(link.invitation.uuid));
    for (const line of worker.logLines) assert.ok(!line.includes(code) && !line.includes(email));
    const kept = await service.db.read<{ kept: string }>(sql`select m::text as kept from mails m
      union all select c::text from prospect_codes c union all select j::text from graphile_worker._private_jobs j
      union all select a::text from audit_events a union all select r::text from mail_recipients r`);
    for (const row of kept) assert.ok(!row.kept.includes(email) && !row.kept.includes(code), row.kept);
    await service.close();
    await server.close();
  });
});
