import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, beforeEach, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import * as admin from '../packages/server/src/modules/parties/organizations/admin.ts';
import { mailFactsOf } from '../packages/harness/src/mail-facts.ts';
import { eventually } from '../packages/harness/src/eventually.ts';
import { startMailServer } from '../packages/harness/src/mail-server.ts';
import { openWorker, settingsOf } from '../packages/harness/src/worker.ts';
import { createVisitor, pathOfLink } from '../packages/harness/src/visitor.ts';
import { opsOf } from '../packages/harness/src/ops.ts';
import { createPortalScene, expectPage } from '../packages/harness/src/portal.ts';
import {
  type BuyerScene,
  invite,
  type InvitationScene,
  publish,
  sceneWithBuyer,
} from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';

describe('the operator’s commands on invitations', () => {
  let service: TestService;
  let ops: ReturnType<typeof opsOf>;
  let buyer: BuyerScene;

  before(async () => {
    service = await startService();
    ops = opsOf(service);
  });
  after(() => service.close());
  beforeEach(async () => {
    buyer = await sceneWithBuyer(service);
  });

  const read = async ({ path, token }: Pick<InvitationScene, 'path' | 'token'>): Promise<Record<string, unknown>> =>
    (await (await service.call('GET', path, { token })).json()) as Record<string, unknown>;
  const done = async (...words: string[]): Promise<string> => {
    const { out, err } = await ops('invitations', ...words);
    assert.equal(err, '', words.join(' '));
    return out;
  };
  const activity = async (scene: InvitationScene): Promise<string[]> =>
    (await mailFactsOf(service).activity(scene)).map(({ type, actor }) => `${actor.kind} ${type}`);
  const mailedLongAgo = ({ invitation }: InvitationScene): Promise<unknown> =>
    service.db.write(
      sql`update invitations set last_mail_at = now() - interval '1 day' where id = ${invitation.uuid}::uuid`,
    );
  const expired = ({ invitation }: InvitationScene): Promise<unknown> =>
    service.db.write(
      sql`update invitations set expires_at = now() - interval '1 minute' where id = ${invitation.uuid}::uuid`,
    );

  it('list them, of an organization, of a state or of a recipient, without link, address or label', async () => {
    const [active, revoked] = [
      await invite(service, buyer, { recipientEmail: 'ana@garagem.example', label: 'Deal 4711' }),
      await invite(service, buyer),
    ];
    await createPortalScene(service, buyer).revoke(revoked);
    const { slug } = buyer.org;
    const table = await done('list', '--organization', slug);
    assert.match(table, /^UUID +STATUS +KIND +ORGANIZATION +SELLER +BUYER +CREATED +EXPIRES/);
    assert.match(
      table,
      new RegExp(`^${active.invitation.uuid} +ACTIVE +KYC +${slug} +${buyer.org.sellerId} +${buyer.buyerId} `, 'm'),
    );
    assert.match(table, new RegExp(`^${revoked.invitation.uuid} +REVOKED `, 'm'));
    assert.doesNotMatch(table, /garagem|Deal 4711|\/i\//);
    const json = async (...words: string[]): Promise<unknown[]> =>
      (JSON.parse(await done('list', '--json', ...words)) as { uuid: string }[]).map(({ uuid }) => uuid);
    assert.deepEqual(await json('--organization', slug, '--status', 'ACTIVE'), [active.invitation.uuid]);
    assert.deepEqual(await json('--recipient', 'ANA@garagem.example'), [active.invitation.uuid]);
    assert.deepEqual(await json('--invitation', revoked.invitation.uuid), [revoked.invitation.uuid]);
    const [one] = JSON.parse(await done('list', '--json', '--invitation', active.invitation.uuid)) as object[];
    assert.deepEqual(one, {
      uuid: active.invitation.uuid,
      status: 'ACTIVE',
      kind: 'KYC',
      organization: slug,
      sellerUuid: buyer.org.sellerId,
      buyerUuid: buyer.buyerId,
      createdAt: active.invitation.createdAt,
      expiresAt: active.invitation.expiresAt,
    });
  });

  it('revoke one as the API does, by an operator; a repeat changes nothing', async () => {
    const portal = createPortalScene(service, buyer);
    const scene = await portal.invited({ requestedDocuments: ['COC_EXTRACT'] });
    const visitor = await portal.started(scene);
    const words = ['revoke', '--invitation', scene.invitation.uuid, '--reason', 'misuse'];
    assert.match(await done(...words), /revoked/);
    const revoked = await read(scene);
    assert.deepEqual([revoked['status'], revoked['revocationReason']], ['REVOKED', 'misuse']);
    await expectPage(await visitor.get('/kyc/documents'), 410, 'errorPage.revoked.title');
    assert.match(await done(...words), /is REVOKED already/);
    assert.deepEqual(await read(scene), revoked);
    assert.equal((await activity(scene)).filter((line) => line === 'OPERATOR REVOKED').length, 1);
  });

  it('revoke all of an organization, and of no other; expired and used ones stay as they are', async () => {
    const scenes = [];
    for (let n = 0; n < 7; n += 1) scenes.push(await invite(service, buyer));
    const [old] = scenes;
    assert.ok(old);
    await expired(old);
    const other = await invite(service, await sceneWithBuyer(service));
    const words = ['revoke', '--organization', buyer.org.slug, '--reason', 'the organization was sold'];
    assert.match(await done(...words), /revoked 6 invitations/);
    assert.match(await done(...words), /revoked 0 invitations/);
    for (const scene of scenes) assert.equal((await read(scene))['status'], scene === old ? 'EXPIRED' : 'REVOKED');
    assert.equal((await read(other))['status'], 'ACTIVE');
  });

  it('list, revoke and erase published links alike; there is nobody whom one could be resent to', async () => {
    const links = [await publish(service, {}, buyer), await publish(service, {}, buyer)] as const;
    const [one, other] = links;
    const { slug, sellerId } = buyer.org;
    const listed = await done('list', '--organization', slug);
    assert.match(listed, new RegExp(`^${one.invitation.uuid} +ACTIVE +PROSPECT +${slug} +${sellerId} `, 'm'));
    const [shown] = JSON.parse(await done('list', '--json', '--invitation', one.invitation.uuid)) as object[];
    assert.partialDeepStrictEqual(shown, { uuid: one.invitation.uuid, kind: 'PROSPECT', status: 'ACTIVE' });
    const { err } = await ops('invitations', 'resend', '--invitation', one.invitation.uuid);
    assert.match(err, /It went to nobody: it is a link for prospects/);
    await invite(service, buyer);
    const resent = await done('resend', '--organization', slug);
    assert.match(resent, /^2 left out: It went to nobody/m);
    assert.match(await done('revoke', '--invitation', one.invitation.uuid, '--reason', 'misuse'), /revoked/);
    assert.equal((await read(one))['status'], 'REVOKED');
    assert.match(await done('erase', '--invitation', other.invitation.uuid), /erased/);
    const erased = await read(other);
    assert.deepEqual([erased['status'], erased['label']], ['REVOKED', undefined]);
    assert.match(await done('erase', '--organization', slug), /erased 2 invitations/);
    assert.equal((await read(one))['label'], undefined);
  });

  it('go through any number of them, each once', async () => {
    const { slug, organizationId, sellerId } = buyer.org;
    await service.db
      .write(sql`insert into invitations (id, seller_id, buyer_id, kind, organization_id, recipient_email, locale,
        requested_documents, link_kid, expires_at)
      select gen_random_uuid(), ${sellerId}::uuid, ${buyer.buyerId}::uuid, 'KYC', ${organizationId}::uuid, 'office' || n || '@garagem.example', 'pt',
        '{COC_EXTRACT}', (select max(kid) from link_keys), date_trunc('milliseconds', now()) + interval '1 day'
      from generate_series(1, 1100) n`);
    const listed = JSON.parse(await done('list', '--json', '--organization', slug)) as { uuid: string }[];
    assert.equal(new Set(listed.map(({ uuid }) => uuid)).size, 1100);
    assert.equal(listed.length, 1100);
  });

  it('resend within the limits of the API, a new link too, for whom may act and no other', async () => {
    const scene = await invite(service, buyer);
    const words = ['resend', '--invitation', scene.invitation.uuid];
    assert.match((await ops('invitations', ...words)).err, /less than 10 minutes ago/);
    assert.match((await ops('invitations', ...words, '--rotate-link')).err, /less than 10 minutes ago/);
    await mailedLongAgo(scene);
    await done(...words, '--rotate-link', '--expires-in-days', '3');
    const resent = await read(scene);
    assert.notEqual(resent['publicLinkUrl'], scene.invitation.publicLinkUrl);
    assert.notEqual(resent['expiresAt'], scene.invitation.expiresAt);
    assert.deepEqual((await activity(scene)).slice(-2), ['OPERATOR RESENT', 'OPERATOR MAIL_QUEUED']);
    assert.equal((await mailFactsOf(service).statuses(scene)).length, 2);
    assert.match((await ops('invitations', ...words, '--expires-in-days', '91')).err, /1 to 90/);

    await mailedLongAgo(scene);
    await admin.removeGrant(service.db, buyer.org.slug, buyer.org.sellerId);
    assert.match((await ops('invitations', ...words)).err, /may not act/);
    assert.equal((await mailFactsOf(service).statuses(scene)).length, 2);
  });

  it('resend all of an organization that are ACTIVE, or of another state, and say what was left out', async () => {
    const scenes = [];
    for (let n = 0; n < 4; n += 1) scenes.push(await invite(service, buyer));
    const [fresh, old] = scenes;
    for (const scene of scenes) if (scene !== fresh) await mailedLongAgo(scene);
    assert.ok(fresh && old);
    await expired(old);
    const words = ['resend', '--organization', buyer.org.slug];
    const said = await done(...words);
    assert.match(said, /resent 2 invitations/);
    assert.match(said, /1 left out: A mail for this link was sent less than 10 minutes ago/);
    assert.match(await done(...words), /resent 0 invitations/);
    assert.equal((await read(old))['status'], 'EXPIRED');
    assert.match(await done(...words, '--status', 'EXPIRED'), /resent 1 invitation/);
    assert.equal((await read(old))['status'], 'ACTIVE');

    for (const scene of scenes) await mailedLongAgo(scene);
    const since = new Date(Date.now() - 2 * 86_400_000).toISOString();
    assert.match(await done(...words, '--mailed-before', since), /resent 0 invitations/);
  });

  it('say what is wrong with a command', async () => {
    const uuid = randomUUID();
    const wrong: [string[], RegExp][] = [
      [['revoke', '--reason', 'x'], /--invitation or --organization/],
      [['revoke', '--reason', 'x', '--invitation', uuid, '--organization', 'x'], /--invitation or --organization/],
      [['revoke', '--invitation', uuid], /--reason is missing/],
      [['revoke', '--reason', 'x', '--invitation', uuid], /there is no invitation/],
      [['revoke', '--reason', 'x', '--invitation', 'x'], /there is no invitation/],
      [['revoke', '--reason', 'x'.repeat(501), '--organization', buyer.org.slug], /at most 500/],
      [['revoke', '--reason', 'x', '--organization', 'nobody-here'], /there is no organization/],
      [['list', '--status', 'DEAD'], /ACTIVE, USED, REVOKED, EXPIRED/],
      [['resend', '--organization', buyer.org.slug, '--mailed-before', 'yesterday'], /instant/],
    ];
    for (const [words, message] of wrong)
      assert.match((await ops('invitations', ...words)).err, message, words.join(' '));
  });

  it('stand in the mail about misuse as they are to be typed', async (t) => {
    const server = await startMailServer();
    t.after(() => server.close());
    const worker = await openWorker({ ...settingsOf(service, server.url), abuseContact: 'abuse@operator.example' });
    t.after(() => worker.stop());
    const [reported, another] = [await invite(service, buyer), await invite(service, buyer)];
    const link = pathOfLink(reported.invitation.publicLinkUrl);
    const report = await createVisitor(service).post(`${link}/report`, { reason: 'LOOKS_LIKE_FRAUD', words: 'Hm' });
    assert.equal(report.status, 303);
    const toOperator = () => server.mails.find(({ to }) => to.includes('abuse@operator.example'));
    await eventually('the mail', () => toOperator() !== undefined);
    const text = toOperator()?.parsed.text ?? '';
    const commands = [...text.matchAll(/npm run ops -- (.+)$/gm)].map(([, command = '']) => command);
    assert.ok(commands.length >= 5, text);
    const states = async (): Promise<unknown[]> => [(await read(reported))['status'], (await read(another))['status']];
    for (const command of commands) {
      const { err } = await ops(...command.split(' '));
      assert.equal(err, '', command);
      if (command.includes('revoke --invitation')) assert.deepEqual(await states(), ['REVOKED', 'ACTIVE']);
      if (command.includes('revoke --organization')) assert.deepEqual(await states(), ['REVOKED', 'REVOKED']);
    }
    const organizations = (await ops('organizations', 'list')).out;
    assert.match(organizations, new RegExp(`^${buyer.org.slug} .* disabled `, 'm'));
  });
});
