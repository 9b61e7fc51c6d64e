import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ParsedMail, simpleParser } from 'mailparser';
import sql from 'sql-template-tag';
import { setContact } from '../../parties/organizations/index.ts';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { createPortalScene, expectPage, expectRedirect, type PortalScene } from '../../../../../harness/src/portal.ts';
import { addBuyer, type BuyerScene, type InvitationScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import {
  createVisitor,
  headingOf,
  pathOfLink,
  textOf,
  tokenOfLink,
  type Visitor,
} from '../../../../../harness/src/visitor.ts';
import { openWorker, settingsOf, type TestWorker } from '../../../../../harness/src/worker.ts';

const CONTACT = 'kyc@marketplace.example';
const ABUSE_CONTACT = 'abuse@operator.example';
const WORDS = 'Planted words 4711: call me at +351 900 000 000';

let service: TestService;
let buyer: BuyerScene;
let scenes: PortalScene;
let stranger: Visitor;

before(async () => {
  service = await startService({ ABUSE_CONTACT, MAIL_FROM: 'NT24 <no-reply@operator.example>' });
  buyer = await sceneWithBuyer(service);
  await setContact(service.db, buyer.org.slug, CONTACT);
  scenes = createPortalScene(service, buyer);
  stranger = createVisitor(service);
});
after(() => service.close());

const linkOf = ({ invitation }: InvitationScene): string => pathOfLink(invitation.publicLinkUrl);

async function expired(body: Readonly<Record<string, unknown>> = {}): Promise<InvitationScene> {
  const scene = await scenes.invited(body);
  await service.db.write(
    sql`update invitations set expires_at = now() - interval '1 second' where id = ${scene.invitation.uuid}::uuid`,
  );
  return scene;
}

interface Entry {
  readonly type: string;
  readonly actor: { readonly kind: string };
  readonly details?: Readonly<Record<string, unknown>>;
}

/** What happened since the first mail was queued, and not by the clock. */
async function newsOf({ path, token }: InvitationScene): Promise<Entry[]> {
  const { data } = (await (await service.call('GET', `${path}/activity?size=100`, { token })).json()) as {
    data: Entry[];
  };
  return data.slice(2).filter(({ type }) => type !== 'EXPIRED');
}

interface MailState {
  readonly kind: string;
  readonly status: string;
  readonly is_sealed: boolean;
}

function mailsOf({ invitation }: InvitationScene): Promise<MailState[]> {
  return service.db.read(sql`select kind, status, num_nonnulls(sealed_facts, sealed_report) > 0 as is_sealed from mails
    where subject_kind = 'invitation' and subject_id = ${invitation.uuid} and kind <> 'INVITATION' order by created_at`);
}

const rowOf = ({ invitation }: InvitationScene): Promise<unknown> =>
  service.db.readFirst(sql`select to_jsonb(i) - 'misuse_reported_at' - 'new_link_asked_at' as row from invitations i
    where id = ${invitation.uuid}::uuid`);

describe('a dead link', () => {
  it('says which way it died and what to do, in English and German, and names nobody where it is unknown', async () => {
    const [used, revoked, replaced, gone, blocked] = [
      await scenes.invited({ requestedDocuments: [] }),
      await scenes.invited(),
      await scenes.invited(),
      await expired(),
      await createPortalScene(service, await addBuyer(service, buyer.org, buyer.token)).invited(),
    ];
    expectRedirect(await (await scenes.started(used)).send(), '/kyc/done');
    await scenes.revoke(revoked);
    const { token } = buyer;
    await service.call('POST', `${replaced.path}/resend`, { token, body: { rotateLink: true } });
    await service.call('POST', `${blocked.buyer}/block`, { token });
    const sellerName = buyer.org.sellers[0]?.name ?? '?';
    for (const [scene, status, kind, action] of [
      [used, 410, 'used', { en: `write to ${sellerName}`, de: `schreiben Sie an ${sellerName}` }],
      [revoked, 410, 'revoked', { en: 'You need not do anything', de: 'Sie müssen nichts tun' }],
      [replaced, 410, 'replaced', { en: 'newest mail', de: 'neueste E-Mail' }],
      [gone, 410, 'expired', { en: 'Ask for a new link', de: 'Um einen neuen Link bitten' }],
      [blocked, 409, 'blocked', { en: `write to ${sellerName}`, de: `schreiben Sie an ${sellerName}` }],
    ] as const) {
      const page = await expectPage(await stranger.get(linkOf(scene)), status, `errorPage.${kind}.title`);
      assert.ok(page.includes(action.en), kind);
      assert.doesNotMatch(page, /secret words|Garagem/, kind);
      assert.ok(page.includes(`href="${linkOf(scene)}/report?lang&#61;en"`), kind);
      const german = await (await stranger.get(`${linkOf(scene)}?lang=de`)).text();
      assert.match(german, /<html lang="de"/);
      assert.ok(german.includes(action.de), kind);
      assert.equal(german.includes('<form'), kind === 'expired', kind);
    }
    const unknown = await expectPage(await stranger.get('/i/none'), 404, 'errorPage.unknown.title');
    assert.doesNotMatch(unknown, new RegExp(`${sellerName}|<form`));
    assert.match(unknown, new RegExp(`mailto:${ABUSE_CONTACT}`));
  });
});

describe('asking for a new link', () => {
  it('leaves one line and one mail to the contact, changes nothing else, and counts once a day', async () => {
    const scene = await expired({ label: 'Deal 4711' });
    const link = linkOf(scene);
    const before = await rowOf(scene);
    expectRedirect(await stranger.post(`${link}/ask`, { lang: 'de' }), `${link}?lang=de`);
    const page = await expectPage(await stranger.get(link), 410, 'errorPage.expired.askedTitle');
    assert.match(page, /A mail about it goes to those who look after this request/);
    assert.doesNotMatch(page, /<form/);
    assert.ok(!page.includes(CONTACT));
    assert.match(await (await stranger.get(`${link}?lang=de`)).text(), /Um einen neuen Link wurde gebeten/);
    for (let again = 0; again < 3; again += 1) expectRedirect(await stranger.post(`${link}/ask`), link);

    const expected = [
      ['NEW_LINK_ASKED', 'BUYER', undefined],
      ['MAIL_QUEUED', 'BUYER', { mail: 'NEW_LINK_REQUEST' }],
    ];
    const shape = ({ type, actor, details }: Entry) => [type, actor.kind, details];
    assert.deepEqual((await newsOf(scene)).map(shape), expected);
    assert.equal((await mailsOf(scene)).length, 1);
    assert.deepEqual(await rowOf(scene), before);

    const yesterday = sql`update invitations set new_link_asked_at = now() - interval '24 hours'
      where id = ${scene.invitation.uuid}::uuid`;
    await service.db.write(yesterday);
    assert.match(await (await stranger.get(link)).text(), /<form/);
    expectRedirect(await stranger.post(`${link}/ask`), link);
    assert.deepEqual((await newsOf(scene)).map(shape), [...expected, ...expected]);
    assert.equal((await mailsOf(scene)).length, 2);
  });

  it('counts once however many ask at the same time', async () => {
    const scene = await expired();
    const answers = await Promise.all(Array.from({ length: 8 }, () => stranger.post(`${linkOf(scene)}/ask`)));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([303]));
    assert.deepEqual(
      (await newsOf(scene)).map(({ type }) => type),
      ['NEW_LINK_ASKED', 'MAIL_QUEUED'],
    );
  });

  it('is noted, and the page says no more than that, where the organization has no contact', async () => {
    const other = await sceneWithBuyer(service);
    const scene = await createPortalScene(service, other).invited();
    await service.db.write(
      sql`update invitations set expires_at = now() - interval '1 second' where id = ${scene.invitation.uuid}::uuid`,
    );
    expectRedirect(await stranger.post(`${linkOf(scene)}/ask`), linkOf(scene));
    const page = await expectPage(await stranger.get(linkOf(scene)), 410, 'errorPage.expired.askedTitle');
    assert.match(page, /No mail about it could be sent/);
    assert.deepEqual(
      (await newsOf(scene)).map(({ type }) => type),
      ['NEW_LINK_ASKED'],
    );
    assert.deepEqual(await mailsOf(scene), []);
  });

  it('leads to the landing page where the link was revived, to its own page where it ended otherwise', async () => {
    const [revived, revoked, replaced] = [await expired(), await scenes.invited(), await expired()];
    const { token } = buyer;
    await service.db.write(
      sql`update invitations set last_mail_at = now() - interval '1 hour' where id = ${revived.invitation.uuid}::uuid`,
    );
    assert.equal((await service.call('POST', `${revived.path}/resend`, { token })).status, 200);
    await scenes.revoke(revoked);
    await service.call('POST', `${replaced.path}/resend`, { token, body: { rotateLink: true } });

    expectRedirect(await stranger.post(`${linkOf(revived)}/ask`), linkOf(revived));
    assert.equal((await stranger.get(linkOf(revived))).status, 200);
    await expectPage(await stranger.post(`${linkOf(revoked)}/ask`), 410, 'errorPage.revoked.title');
    await expectPage(await stranger.post(`${linkOf(replaced)}/ask`), 410, 'errorPage.replaced.title');
    for (const scene of [revived, revoked, replaced])
      assert.ok(!(await newsOf(scene)).some(({ type }) => type === 'NEW_LINK_ASKED'));
  });

  it('is refused to other sites, and to forged links without a query', async () => {
    const scene = await expired();
    const foreign = await stranger.post(`${linkOf(scene)}/ask`, {}, { origin: 'https://evil.example' });
    await expectPage(foreign, 403, 'errorPage.forbidden.title');
    const token = tokenOfLink(scene.invitation.publicLinkUrl);
    const forged = token.slice(0, -3) + (token.endsWith('AAA') ? 'BBB' : 'AAA');
    const before = service.db.roundTrips();
    for (const below of ['ask', 'report'])
      await expectPage(await stranger.post(`/i/${forged}/${below}`), 404, 'errorPage.unknown.title');
    await expectPage(await stranger.get(`/i/${forged}/report`), 404, 'errorPage.unknown.title');
    assert.equal(service.db.roundTrips(), before);
    assert.equal((await stranger.get(`${linkOf(scene)}/ask`)).status, 405);
    assert.deepEqual(await newsOf(scene), []);
  });
});

describe('reporting misuse', () => {
  it('takes a deliberate POST, keeps the words out of the trail, locks nothing and counts once a day', async () => {
    const scene = await scenes.invited();
    const link = linkOf(scene);
    const before = await rowOf(scene);
    for (const method of ['GET', 'HEAD'])
      assert.equal((await fetch(`${service.url}${link}/report`, { method })).status, 200);
    const form = await expectPage(await stranger.get(`${link}/report`), 200, 'report.title');
    assert.ok(form.includes(buyer.org.sellers[0]?.name ?? '?'));
    assert.deepEqual(await newsOf(scene), []);

    await expectPage(await stranger.post(`${link}/report`, { words: WORDS }), 422, 'report.title');
    const tooLong = await stranger.post(`${link}/report`, { reason: 'OTHER', words: 'ü'.repeat(1001) });
    assert.match(await expectPage(tooLong, 422, 'report.title'), /at most 1,000 characters/);
    await expectPage(await stranger.post(`${link}/report`, { reason: 'NONSENSE' }), 422, 'report.title');
    const foreign = await stranger.post(`${link}/report`, { reason: 'OTHER' }, { origin: 'https://evil.example' });
    await expectPage(foreign, 403, 'errorPage.forbidden.title');
    assert.deepEqual(await newsOf(scene), []);

    const answers = await Promise.all(
      Array.from({ length: 4 }, () => stranger.post(`${link}/report`, { reason: 'LOOKS_LIKE_FRAUD', words: WORDS })),
    );
    for (const answer of answers) expectRedirect(answer, `${link}/report?lang=en`);
    await expectPage(await stranger.get(`${link}/report`), 200, 'report.doneTitle');
    assert.match(await (await stranger.get(`${link}/report?lang=de`)).text(), /Danke für die Meldung/);
    assert.deepEqual(
      (await newsOf(scene)).map(({ type, actor, details }) => [type, actor.kind, details]),
      [
        ['ABUSE_REPORTED', 'BUYER', { reason: 'LOOKS_LIKE_FRAUD' }],
        ['MAIL_QUEUED', 'BUYER', { mail: 'ABUSE_REPORT' }],
      ],
    );
    assert.deepEqual(await mailsOf(scene), [{ kind: 'ABUSE_REPORT', status: 'QUEUED', is_sealed: true }]);
    await expectNowhere('Planted words 4711');

    assert.deepEqual(await rowOf(scene), before);
    assert.equal((await stranger.get(link)).status, 200, 'the invitation is as usable as before');
    await scenes.started(scene, ['COC_EXTRACT']);
  });

  it('works for links that are dead, and from within a session', async () => {
    const [gone, revoked, replaced, used] = [
      await expired(),
      await scenes.invited(),
      await scenes.invited(),
      await scenes.invited({ requestedDocuments: [] }),
    ];
    await scenes.revoke(revoked);
    const body = { rotateLink: true };
    await service.call('POST', `${replaced.path}/resend`, { token: buyer.token, body });
    const visitor = await scenes.started(used);
    const page = await expectPage(await visitor.get('/kyc/report'), 200, 'report.title');
    assert.match(page, /href="\/kyc\/[^"/]+\/documents"/);
    await expectPage(await visitor.post('/kyc/report'), 422, 'report.title');
    expectRedirect(await visitor.send(), '/kyc/done');
    expectRedirect(await visitor.post('/kyc/report', { reason: 'TOO_MANY_MAILS' }), '/kyc/report');
    await expectPage(await visitor.get('/kyc/report'), 200, 'report.doneTitle');
    for (const scene of [gone, revoked, replaced]) {
      const report = `${linkOf(scene)}/report`;
      await expectPage(await stranger.get(report), 200, 'report.title');
      expectRedirect(await stranger.post(report, { reason: 'UNKNOWN_COMPANY' }), `${report}?lang=en`);
    }
    for (const scene of [gone, revoked, replaced, used])
      assert.ok((await newsOf(scene)).some(({ type }) => type === 'ABUSE_REPORTED'));
  });
});

describe('the landing page', () => {
  it('offers a mail to a colleague with its own address, and a way to report misuse', async () => {
    const scene = await scenes.invited();
    const page = await (await stranger.get(linkOf(scene))).text();
    const [, query = ''] = /href="mailto:\?([^"]*)"/.exec(page) ?? [];
    const mail = new URLSearchParams(query.replaceAll('&amp;', '&'));
    assert.match(mail.get('subject') ?? '', /asks for documents about Garagem Central Lda$/);
    assert.ok(mail.get('body')?.includes(`\r\n${scene.invitation.publicLinkUrl}\r\n`));
    assert.ok(page.includes(`href="${linkOf(scene)}/report?lang&#61;en"`));
    assert.equal(headingOf(await (await stranger.get(`${linkOf(scene)}/report`)).text()), textOf('report.title'));
  });
});

describe('the mails', () => {
  let worker: TestWorker;
  after(() => worker.stop());

  it('tell the contact what to do and the operator what was reported, without any link, and empty the words', async () => {
    const scene = await expired({ label: 'Deal 4711' });
    const cancelled = await expired();
    for (const { invitation } of [scene, cancelled]) await stranger.post(`${pathOfLink(invitation.publicLinkUrl)}/ask`);
    const words = `${WORDS}\n<b>really</b>`;
    await stranger.post(`${linkOf(scene)}/report`, { reason: 'UNKNOWN_COMPANY', words });
    const body = { rotateLink: true };
    await service.call('POST', `${cancelled.path}/resend`, { token: buyer.token, body });
    worker = await openWorker({ ...settingsOf(service), abuseContact: ABUSE_CONTACT });
    await eventually('both mails are sent', async () =>
      (await mailsOf(scene)).every(({ status, is_sealed: isSealed }) => status === 'SENT' && !isSealed),
    );
    await eventually('the met wish is not mailed', async () =>
      (await mailsOf(cancelled)).every(({ status }) => status === 'CANCELLED'),
    );

    const request = await mailAbout(scene, 'new_link_request', CONTACT);
    assert.equal(request.subject, `New link asked for: Garagem Central Lda for ${buyer.org.sellers[0]?.name}`);
    for (const fact of ['Deal 4711', buyer.buyerId, `POST ${scene.path}/resend`]) {
      assert.ok(request.text?.includes(fact), fact);
    }
    const report = await mailAbout(scene, 'abuse_report', ABUSE_CONTACT);
    assert.match(report.text ?? '', /Reason: I do not know this company/);
    assert.match(report.text ?? '', /^> Planted words 4711: call me at \+351 900 000 000\n> <b>really<\/b>$/m);
    assert.ok(!String(report.html).includes('<b>'));
    assert.ok(report.text?.includes(`disable --slug ${buyer.org.slug}`));
    for (const mail of [request, report]) {
      const source = `${mail.subject} ${mail.text} ${String(mail.html)}`;
      assert.doesNotMatch(source, /\/i\/[\w-]{20}/);
      assert.ok(!source.includes(scene.invitation.recipientEmail ?? '?'));
    }
    assert.deepEqual(
      (await newsOf(scene))
        .filter(({ type }) => type === 'MAIL_SENT')
        .map(({ details }) => details?.['mail'])
        .sort(),
      ['ABUSE_REPORT', 'NEW_LINK_REQUEST'],
    );
    await expectNowhere('Planted words 4711');
    assert.ok(!worker.logLines.join('').includes('Planted'));
  });
});

async function mailAbout({ invitation }: InvitationScene, kind: string, to: string): Promise<ParsedMail> {
  const folder = join(service.config.dataDir, 'mail');
  const names = (await readdir(folder)).filter((name) => name.includes(`-${kind}-`));
  const mails = await Promise.all(names.map(async (name) => simpleParser(await readFile(join(folder, name)))));
  const own = mails.filter(({ text }) => text?.includes(invitation.uuid));
  assert.equal(own.length, 1, kind);
  const [mail] = own;
  assert.equal([mail?.to].flat()[0]?.text, to);
  if (!mail) throw new Error('no mail');
  return mail;
}

/** In no log, no trail, no job and no readable column. */
async function expectNowhere(words: string): Promise<void> {
  assert.ok(!service.logLines.join('').includes(words));
  const leftovers = await service.db.readFirst<{ found: boolean }>(sql`select exists (
      select from graphile_worker._private_jobs j where j.payload::text like ${`%${words}%`}
      union all select from audit_events a where a::text like ${`%${words}%`}
      union all select from invitations i where i::text like ${`%${words}%`}
      union all select from mails m where m::text like ${`%${words}%`}
        or encode(m.sealed_facts, 'escape') like ${`%${words}%`}) as found`);
  assert.equal(leftovers?.found, false);
}
