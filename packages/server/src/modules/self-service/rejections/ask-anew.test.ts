import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { type DocumentView, type KycCalls, kycCalls } from '../../../../../harness/src/kyc-calls.ts';
import { mailFactsOf } from '../../../../../harness/src/mail-facts.ts';
import { type MailServer, startMailServer } from '../../../../../harness/src/mail-server.ts';
import { createPortalScene, expectRedirect, type PortalScene } from '../../../../../harness/src/portal.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import {
  type BuyerScene,
  type InvitationScene,
  type InvitationView,
  sceneWithBuyer,
  unique,
} from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { openWorker, settingsOf } from '../../../../../harness/src/worker.ts';

const REASON = 'It is of 2019.\nWe need one of this year <b>soon</b>.';
const TYPES = ['COC_EXTRACT', 'VAT_CERTIFICATE'];

interface Rejected extends DocumentView {
  readonly invitation?: InvitationView;
}

let service: TestService;
let server: MailServer;
let kyc: KycCalls;
before(async () => {
  [service, server] = await Promise.all([startService(), startMailServer()]);
  kyc = kycCalls(service);
});
after(() => Promise.all([service.close(), server.close()]));

function reject(
  { buyer, token }: BuyerScene,
  { uuid }: Pick<DocumentView, 'uuid'>,
  { key, ...body }: { readonly resend?: unknown; readonly key?: string } = { resend: true },
): Promise<Response> {
  return service.call('POST', `${buyer}/kyc/documents/${uuid}/reject`, {
    token,
    body: { reason: REASON, ...body },
    ...(key !== undefined && { key }),
  });
}

async function rejected(scene: BuyerScene, document: Pick<DocumentView, 'uuid'>): Promise<Rejected> {
  const answer = await reject(scene, document);
  assert.equal(answer.status, 200, await answer.clone().text());
  return (await answer.json()) as Rejected;
}

/** As if its mails had gone out long ago. */
async function age({ invitation }: Pick<InvitationScene, 'invitation'>): Promise<void> {
  await service.db.write(
    sql`update invitations set last_mail_at = last_mail_at - interval '11 minutes' where id = ${invitation.uuid}::uuid`,
  );
}

async function sentBy(portal: PortalScene, body: Readonly<Record<string, unknown>> = {}): Promise<InvitationScene> {
  const scene = await portal.invited({ requestedDocuments: TYPES, ...body });
  expectRedirect(await (await portal.started(scene, TYPES)).send(), '/kyc/done');
  return scene;
}

async function activeOf(scene: BuyerScene, type: string): Promise<DocumentView> {
  const [document] = await kyc.listed(scene, `?type=${type}&status=ACTIVE`);
  return document ?? assert.fail(`no ACTIVE ${type}`);
}

const askedBy = ({
  uuid,
}: InvitationView): Promise<{ requested_documents: string[]; link_version: number } | undefined> =>
  service.db.readFirst(sql`select requested_documents, link_version from invitations where id = ${uuid}::uuid`);

const withPath = (scene: BuyerScene, invitation: InvitationView): InvitationScene => ({
  ...scene,
  invitation,
  path: `${scene.invitations}/${invitation.uuid}`,
});

/** All that a refusal must leave as it was. */
const written = ({ org }: BuyerScene): Promise<unknown> =>
  service.db.readFirst(sql`select
      (select array_agg(d::text order by d.id) from kyc_documents d where d.seller_id = ${org.sellerId}::uuid) as documents,
      (select array_agg(i::text order by i.id) from invitations i where i.seller_id = ${org.sellerId}::uuid) as invitations,
      (select count(*) from mails m where m.about->>'sellerId' = ${org.sellerId}) as mails,
      (select count(*) from audit_events a where a.seller_id = ${org.sellerId}::uuid) as lines,
      (select count(*) from graphile_worker._private_jobs) as jobs`);

describe('a rejection that asks at once', () => {
  it('mails by the ACTIVE invitation, which asks for the type from then on; once under its key', async () => {
    const scene = await sceneWithBuyer(service);
    const portal = createPortalScene(service, scene);
    const document = await kyc.uploaded(scene, { type: 'VAT_CERTIFICATE' });
    const older = await portal.invited({ requestedDocuments: ['COC_EXTRACT'] });
    const newest = await portal.invited({ requestedDocuments: ['COC_EXTRACT'] });
    await age(newest);
    const key = randomUUID();
    const [first, twin] = await Promise.all([1, 2].map(() => reject(scene, document, { resend: true, key })));
    assert.deepEqual([first?.status, twin?.status], [200, 200]);
    const text = await first?.text();
    assert.equal(await twin?.text(), text);
    const { invitation, ...view } = JSON.parse(text ?? '') as Rejected;
    assert.deepEqual([view.uuid, view.status], [document.uuid, 'REJECTED']);
    assert.deepEqual(invitation, newest.invitation);
    for (const one of [older, newest])
      assert.deepEqual(await askedBy(one.invitation), { requested_documents: TYPES, link_version: 1 });
    const facts = mailFactsOf(service);
    assert.deepEqual(await facts.statuses(older), ['QUEUED']);
    const mail = { mail: 'REJECTION', type: 'VAT_CERTIFICATE' };
    assert.deepEqual(
      (await facts.activity(newest)).slice(2).map(({ type, details }) => [type, details]),
      [
        ['RESENT', { linkRotated: false }],
        ['MAIL_QUEUED', mail],
      ],
    );
    assert.deepEqual(await facts.statuses(newest), ['QUEUED', 'QUEUED']);
  });

  it('asks by a new invitation for it alone, to the address that it came from, once all was sent', async () => {
    const scene = await sceneWithBuyer(service);
    const portal = createPortalScene(service, scene);
    const address = `Office@${unique()}.example`;
    const redirectUrl = 'https://marketplace.example/back';
    const wish = { recipientEmail: address, locale: 'de', label: 'Deal 4711', redirectUrl };
    const used = await sentBy(portal, wish);
    const document = await activeOf(scene, 'VAT_CERTIFICATE');
    const later = await portal.invited({ requestedDocuments: ['COC_EXTRACT'] });
    expectRedirect(await (await portal.started(later, ['COC_EXTRACT'])).send(), '/kyc/done');

    const { invitation } = await rejected(scene, document);
    assert.ok(invitation);
    assert.notEqual(invitation.uuid, used.invitation.uuid);
    assert.deepEqual([invitation.status, invitation.recipientEmail], ['ACTIVE', used.invitation.recipientEmail]);
    const read = await service.call('GET', `${scene.invitations}/${invitation.uuid}`, { token: scene.token });
    assert.deepEqual(await read.json(), invitation);
    const row = await service.db.readFirst(
      sql`select locale, label, redirect_url, requested_documents from invitations where id = ${invitation.uuid}::uuid`,
    );
    assert.deepEqual(row, {
      locale: 'de',
      label: 'Deal 4711',
      redirect_url: redirectUrl,
      requested_documents: ['VAT_CERTIFICATE'],
    });
    assert.equal((await portal.stateOf(used)).status, 'USED');
    assert.deepEqual(
      (await mailFactsOf(service).activity(withPath(scene, invitation))).map(({ type }) => type),
      ['CREATED', 'MAIL_QUEUED'],
    );

    const visitor = await portal.started(withPath(scene, invitation), ['VAT_CERTIFICATE']);
    expectRedirect(await visitor.send(), '/kyc/done');
    assert.equal((await activeOf(scene, 'VAT_CERTIFICATE')).source, 'WEB_APP');
  });

  it('of a document that came by the API goes to the address that answered last', async () => {
    const scene = await sceneWithBuyer(service);
    const portal = createPortalScene(service, scene);
    await sentBy(portal);
    const last = await sentBy(portal);
    const document = await kyc.uploaded(scene, { type: 'BANK_STATEMENT' });
    const { invitation } = await rejected(scene, document);
    assert.equal(invitation?.recipientEmail, last.invitation.recipientEmail);
  });

  it('is told in the mail why, in the language of the invitation, until another document has come', async () => {
    const scene = await sceneWithBuyer(service);
    const portal = createPortalScene(service, scene);
    const used = await sentBy(portal, { locale: 'de' });
    const { invitation = assert.fail() } = await rejected(scene, await activeOf(scene, 'COC_EXTRACT'));
    const facts = mailFactsOf(service);
    const other = await sceneWithBuyer(service);
    await sentBy(createPortalScene(service, other), { locale: 'en' });
    const { invitation: needless = assert.fail() } = await rejected(other, await activeOf(other, 'COC_EXTRACT'));
    await kyc.uploaded(other, { type: 'COC_EXTRACT' });
    const worker = await openWorker(settingsOf(service, server.url));
    await facts.isStatus(withPath(scene, invitation), 'SENT');
    await facts.isStatus(withPath(other, needless), 'CANCELLED');
    await worker.stop();
    const { recipientEmail = '' } = used.invitation;
    const [mail, ...others] = server.mails.filter(({ to, parsed }) => {
      return to.includes(recipientEmail) && parsed.text?.includes(invitation.publicLinkUrl);
    });
    assert.deepEqual(others, []);
    const { subject = '', text = '' } = mail?.parsed ?? {};
    const seller = scene.org.sellers[0]?.name ?? '';
    assert.ok(subject.startsWith(`${seller} bittet um ein neues Dokument`), subject);
    assert.ok(text.includes('> It is of 2019.\n> We need one of this year <b>soon</b>.'), text);
    assert.ok(text.includes('Handelsregisterauszug') && !text.includes('Umsatzsteuer-'), text);
    assert.ok(!worker.logLines.join('').includes('2019'), 'the reason is in no log');
  });
});

describe('a rejection that cannot ask', () => {
  async function refused(scene: BuyerScene, document: DocumentView, slug: string): Promise<Response> {
    const before = await written(scene);
    const answer = await reject(scene, document);
    await expectProblem(answer.clone(), slug);
    assert.deepEqual(await written(scene), before);
    return answer;
  }

  it('within 10 minutes of a mail is 429 with Retry-After; later the same call does it', async () => {
    const scene = await sceneWithBuyer(service);
    const document = await kyc.uploaded(scene);
    const invited = await createPortalScene(service, scene).invited({ requestedDocuments: ['VAT_CERTIFICATE'] });
    const answer = await refused(scene, document, 'rate-limited');
    const seconds = Number(answer.headers.get('retry-after'));
    assert.ok(seconds > 500 && seconds <= 600, String(seconds));
    const key = randomUUID();
    await expectProblem(await reject(scene, document, { resend: true, key }), 'rate-limited');
    await age(invited);
    assert.equal((await reject(scene, document, { resend: true, key })).status, 200);
  });

  it('is 429 where too many mails went to the address, 409 where the buyer is blocked', async () => {
    const scene = await sceneWithBuyer(service);
    const portal = createPortalScene(service, scene);
    const recipientEmail = `office@${unique()}.example`;
    for (let n = 0; n < 3; n += 1) await sentBy(portal, { recipientEmail });
    const document = await activeOf(scene, 'COC_EXTRACT');
    await refused(scene, document, 'rate-limited');
    assert.equal((await service.call('POST', `${scene.buyer}/block`, { token: scene.token })).status, 200);
    await refused(scene, document, 'buyer-blocked');
    assert.equal((await reject(scene, document, {})).status, 200);
  });

  it('is 409 where nobody answered: never invited, revoked, expired or erased', async () => {
    const never = await sceneWithBuyer(service);
    await refused(never, await kyc.uploaded(never), 'recipient-unknown');
    const revoked = await sceneWithBuyer(service);
    const portal = createPortalScene(service, revoked);
    await portal.revoke(await portal.invited());
    const expired = await portal.invited();
    await service.db.write(
      sql`update invitations set expires_at = now() where id = ${expired.invitation.uuid}::uuid and seller_id = ${revoked.org.sellerId}::uuid`,
    );
    const erased = await sentBy(portal);
    await service.db.write(
      sql`update invitations set recipient_email = null, erased_at = now() where id = ${erased.invitation.uuid}::uuid and seller_id = ${revoked.org.sellerId}::uuid`,
    );
    const document = await activeOf(revoked, 'COC_EXTRACT');
    await refused(revoked, document, 'recipient-unknown');
    assert.equal((await reject(revoked, document, { resend: false })).status, 200);
  });

  it('is refused for others and for a wish that cannot be read', async () => {
    const [scene, other] = [await sceneWithBuyer(service), await sceneWithBuyer(service)];
    const document = await kyc.uploaded(scene);
    for (const resend of ['true', 1, null, {}])
      await expectProblem(await reject(scene, document, { resend }), 'validation-error');
    await expectProblem(await reject(other, document), 'not-found');
    await expectProblem(await reject({ ...scene, token: other.token }, document), 'forbidden');
    assert.deepEqual(await kyc.listed(scene), [document]);
  });
});
