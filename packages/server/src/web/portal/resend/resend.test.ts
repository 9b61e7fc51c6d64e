import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { simpleParser } from 'mailparser';
import sql from 'sql-template-tag';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { mailFactsOf } from '../../../../../harness/src/mail-facts.ts';
import { createPortalScene, type PortalScene } from '../../../../../harness/src/portal.ts';
import { addBuyer, type BuyerScene, type InvitationScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { createVisitor, headingOf, pathOfLink, type Visitor } from '../../../../../harness/src/visitor.ts';
import { openWorker, settingsOf } from '../../../../../harness/src/worker.ts';
import { setContact } from '../../../modules/parties/organizations/index.ts';
import { resendEnds } from './resend-page.ts';
import type { ResendEnd } from './resend-model.ts';

const CONTACT = 'kyc@marketplace.example';

let service: TestService;
let buyer: BuyerScene;
let scenes: PortalScene;

before(async () => {
  service = await startService({ TRUST_PROXY: '127.0.0.1' });
  buyer = await sceneWithBuyer(service);
  await setContact(service.db, buyer.org.slug, CONTACT);
  scenes = createPortalScene(service, buyer);
});
after(() => service.close());

/** From a network of his own, so that bad links of one test do not count for another. */
let visitors = 0;
function somebody(): Visitor {
  visitors += 1;
  return createVisitor({ url: service.url, address: `198.51.${visitors}.7` });
}

interface Row {
  readonly link_version: number;
  readonly link_kid: number;
  readonly status: string;
  readonly asked: Date;
}

async function rowOf({ invitation }: InvitationScene): Promise<Row> {
  const row = await service.db.readFirst<Row>(sql`select link_version, link_kid,
      invitation_status(status, expires_at) as status, new_link_asked_at as asked
    from invitations where id = ${invitation.uuid}::uuid`);
  return row ?? assert.fail();
}

/** Invited an hour ago, expired, and asked for a new link just now. */
async function asked(scene?: InvitationScene): Promise<InvitationScene> {
  const invited = scene ?? (await scenes.invited({ label: 'Deal 4711' }));
  await service.db.write(sql`update invitations set expires_at = now() - interval '1 second',
    last_mail_at = now() - interval '1 hour' where id = ${invited.invitation.uuid}::uuid`);
  assert.equal((await somebody().post(`${pathOfLink(invited.invitation.publicLinkUrl)}/ask`)).status, 303);
  return invited;
}

async function addressOf(
  scene: InvitationScene,
  changes: { askedAt?: Date; invitationId?: string } = {},
): Promise<string> {
  const { link_version: linkVersion, link_kid: linkKid, asked: askedAt } = await rowOf(scene);
  const place = { sellerId: scene.org.sellerId, invitationId: scene.invitation.uuid };
  return pathOfLink(service.deps.links.resendUrlOf({ ...place, linkVersion, linkKid, askedAt, ...changes }));
}

async function expectEnd(answer: Response, end: ResendEnd): Promise<void> {
  const page = await answer.text();
  assert.deepEqual([answer.status, headingOf(page)], [resendEnds[end].status, resendEnds[end].title]);
  assert.doesNotMatch(page, /<form|Garagem|Deal 4711/);
}

const invitationMails = ({ invitation }: InvitationScene) =>
  service.db.read(sql`select 1 from mails
    where subject_kind = 'invitation' and subject_id = ${invitation.uuid} and kind = 'INVITATION'`);

describe('the address in the mail that says that a new link was asked for', () => {
  it('comes with the mail, shows what it will do without doing it, and sends one new link by its button', async () => {
    const scene = await asked();
    const worker = await openWorker(settingsOf(service));
    const path = await eventuallyMailed(scene).finally(() => worker.stop());
    assert.equal(path, await addressOf(scene));

    const before = await rowOf(scene);
    const contact = somebody();
    for (const method of ['HEAD', 'GET'])
      assert.equal((await fetch(service.url + path, { method })).status, 200, method);
    const form = await contact.get(path);
    for (const [name, value] of [
      ['cache-control', 'no-store'],
      ['x-robots-tag', 'noindex'],
      ['referrer-policy', 'strict-origin'],
    ] as const)
      assert.equal(form.headers.get(name), value);
    const page = await form.text();
    assert.equal(headingOf(page), 'Send a new link?');
    const recipient = scene.invitation.recipientEmail ?? '?';
    for (const fact of [
      buyer.org.sellers[0]?.name ?? '?',
      'Garagem Central Lda',
      'Deal 4711',
      `o***@${recipient.split('@')[1]}`,
    ])
      assert.ok(page.includes(fact), fact);
    assert.ok(!page.includes(recipient));
    assert.deepEqual(await rowOf(scene), before);

    const pressed = await contact.post(path);
    assert.deepEqual([pressed.status, pressed.headers.get('location')], [303, path]);
    await expectEnd(await contact.get(path), 'sent');
    const after = await rowOf(scene);
    assert.deepEqual([after.status, after.link_version], ['ACTIVE', before.link_version + 1]);
    assert.equal((await invitationMails(scene)).length, 2);
    assert.equal((await somebody().get(pathOfLink(scene.invitation.publicLinkUrl))).status, 410);
    const lines = (await mailFactsOf(service).activity(scene)).filter(({ actor }) => actor.kind === 'CONTACT');
    assert.deepEqual(
      lines.map(({ type, details }) => [type, details]),
      [
        ['RESENT', { linkRotated: true }],
        ['MAIL_QUEUED', { mail: 'INVITATION' }],
      ],
    );
    const token = path.slice('/r/'.length);
    for (const line of [...service.logLines, ...worker.logLines]) assert.ok(!line.includes(token));
  });

  it('sends one mail, however many press at the same time', async () => {
    const scene = await asked();
    const path = await addressOf(scene);
    const answers = await Promise.all(Array.from({ length: 8 }, () => somebody().post(path)));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([303]));
    assert.equal((await invitationMails(scene)).length, 2);
    assert.equal((await rowOf(scene)).link_version, 2);
    await somebody().post(path);
    assert.equal((await invitationMails(scene)).length, 2);
  });

  it('is dead once the invitation is resent, used, revoked, at rest or asked for anew, or 7 days later, and says so', async () => {
    const { token } = buyer;
    const resent = await asked();
    const used = await scenes.invited({ requestedDocuments: [] });
    const visitor = await scenes.started(used, ['COC_EXTRACT']);
    const revoked = await asked();
    const overtaken = await asked();
    const old = await asked();
    const blocked = await asked(await createPortalScene(service, await addBuyer(service, buyer.org, token)).invited());
    await asked(used);
    const addresses = new Map<ResendEnd, string>();
    for (const [end, scene] of Object.entries({ sent: resent, used, revoked, overtaken, blocked }))
      addresses.set(end as ResendEnd, await addressOf(scene));

    assert.equal((await service.call('POST', `${resent.path}/resend`, { token })).status, 200);
    await service.db.write(
      sql`update invitations set expires_at = now() + interval '1 day' where id = ${used.invitation.uuid}::uuid`,
    );
    assert.equal((await visitor.send()).status, 303);
    await service.db.write(
      sql`update invitations set expires_at = now() + interval '1 day' where id = ${revoked.invitation.uuid}::uuid`,
    );
    await scenes.revoke(revoked);
    await service.db.write(
      sql`update invitations set new_link_asked_at = now() - interval '25 hours' where id = ${overtaken.invitation.uuid}::uuid`,
    );
    assert.equal((await somebody().post(`${pathOfLink(overtaken.invitation.publicLinkUrl)}/ask`)).status, 303);
    await service.call('POST', `${blocked.buyer}/block`, { token });
    await service.db.write(sql`update invitations set last_mail_at = now() - interval '9 days',
      new_link_asked_at = date_trunc('milliseconds', now() - interval '7 days') where id = ${old.invitation.uuid}::uuid`);
    addresses.set('tooOld', await addressOf(old));

    const counts = await Promise.all([resent, used, revoked, overtaken, blocked, old].map(invitationMails));
    for (const [end, path] of addresses) {
      await expectEnd(await somebody().get(path), end);
      const pressed = await somebody().post(path);
      if (end === 'sent') assert.equal(pressed.status, 303);
      else await expectEnd(pressed, end);
    }
    assert.deepEqual(await Promise.all([resent, used, revoked, overtaken, blocked, old].map(invitationMails)), counts);

    await service.db.write(sql`update invitations set status = 'EXPIRED', expires_at = now() - interval '1 second'
      where id = ${resent.invitation.uuid}::uuid`);
    await expectEnd(await somebody().get(addresses.get('sent') ?? '?'), 'sent');
  });

  it('keeps to the limits of the API, and says so', async () => {
    const scene = await asked();
    await service.db.write(sql`update invitations set last_mail_at = new_link_asked_at - interval '1 minute'
      where id = ${scene.invitation.uuid}::uuid`);
    const answer = await somebody().post(await addressOf(scene));
    assert.ok(Number(answer.headers.get('retry-after')) > 0);
    await expectEnd(answer, 'tooEarly');
    const twin = await asked();
    const second = { recipientEmail: twin.invitation.recipientEmail };
    assert.equal((await service.call('POST', buyer.invitations, { token: buyer.token, body: second })).status, 201);
    await expectEnd(await somebody().post(await addressOf(twin)), 'refused');
    for (const left of [scene, twin]) assert.equal((await rowOf(left)).link_version, 1);
  });

  it('is refused where it was forged or is a buyer’s link, without a query, and is throttled like those', async () => {
    const [scene, other] = [await asked(), await asked()];
    const path = await addressOf(scene);
    const bytes = Buffer.from(path.slice('/r/'.length), 'base64url');
    const otherId = Buffer.from(other.invitation.uuid.replaceAll('-', ''), 'hex');
    const moved = Buffer.concat([bytes.subarray(0, 27), otherId, bytes.subarray(43)]);
    const altered = [0, 4, 10, 26, 42, bytes.length - 1].map((at) => {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ 1;
      return copy;
    });
    const forged = [moved, ...altered].map((token) => `/r/${token.toString('base64url')}`);
    const swapped = pathOfLink(scene.invitation.publicLinkUrl).replace('/i/', '/r/');
    async function tripsForGuesses(): Promise<number> {
      const before = service.db.roundTrips();
      for (const address of [...forged, swapped, '/r/none']) {
        const visitor = somebody();
        await expectEnd(await visitor.get(address), 'unknown');
        await expectEnd(await visitor.post(address), 'unknown');
      }
      assert.equal((await somebody().get(path.replace('/r/', '/i/'))).status, 404);
      const guesser = somebody();
      for (let n = 0; n < 10; n += 1) await guesser.get('/r/none');
      assert.equal((await guesser.get('/r/none')).status, 429);
      return service.db.roundTrips() - before;
    }
    // What the clock has the service read may fall in between; a query for a guess would be there each time.
    const trips = [await tripsForGuesses(), await tripsForGuesses(), await tripsForGuesses()];
    assert.ok(trips.includes(0), trips.join());
    for (const left of [scene, other]) assert.equal((await rowOf(left)).link_version, 1);
    await expectEnd(await somebody().get(await addressOf(scene, { invitationId: crypto.randomUUID() })), 'unknown');
  });

  it('takes no form of another site, and no asking that never was', async () => {
    const scene = await asked();
    const path = await addressOf(scene);
    assert.equal((await somebody().post(path, {}, { origin: 'https://evil.example' })).status, 403);
    const { asked: askedAt } = await rowOf(scene);
    const never = await addressOf(scene, { askedAt: new Date(askedAt.getTime() - 1000) });
    await expectEnd(await somebody().post(never), 'overtaken');
    assert.equal((await rowOf(scene)).link_version, 1);
  });
});

async function eventuallyMailed({ invitation }: InvitationScene): Promise<string> {
  let found: string | undefined;
  await eventually('the mail is there', async () => {
    const folder = join(service.config.dataDir, 'mail');
    const names = (await readdir(folder).catch(() => [])).filter((name) => /-new_link_request-.*\.eml$/.test(name));
    const mails = await Promise.all(names.map(async (name) => simpleParser(await readFile(join(folder, name)))));
    const mail = mails.find(({ text }) => text?.includes(invitation.uuid));
    found = /https?:\/\/\S+(\/r\/[\w-]+)/.exec(mail?.text ?? '')?.[1];
    return found !== undefined;
  });
  return found ?? assert.fail();
}
