import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { deviceLinkOf } from '../../../../../harness/src/device-code.ts';
import { createPortalScene, expectPage, expectRedirect, type PortalScene } from '../../../../../harness/src/portal.ts';
import { qrCodeIn } from '../../../../../harness/src/qr-code.ts';
import { type InvitationScene, sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { createVisitor, headingOf, pathOfLink, textOf, type Visitor } from '../../../../../harness/src/visitor.ts';
import type { DeviceClaim } from '../../../modules/self-service/links/index.ts';
import { purgeUsedDeviceLinks } from '../../../modules/self-service/submissions/device-sessions.ts';
import { DEVICE_LINK_SECONDS, deviceUrlOf, isRunOut } from './device-link.ts';

const ASK = '/kyc/documents?device=show';
const COC = 'COC_EXTRACT';
const LANDING = 'device.landingTitle';
const OVER = 'errorPage.deviceLinkEnded.title';

let service: TestService;
let scenes: PortalScene;
before(async () => {
  service = await startService({ TRUST_PROXY: '127.0.0.1' });
  scenes = createPortalScene(service, await sceneWithBuyer(service));
});
after(() => service.close());

/** From a network of his own, so that bad links of one test do not count for another. */
let visitors = 0;
function somebody(): Visitor {
  visitors += 1;
  return createVisitor({ url: service.url, address: `198.51.${visitors}.7` });
}

/** What the code on his page leads to. */
async function codeOf(desktop: Visitor): Promise<string> {
  const url = await deviceLinkOf(desktop);
  assert.ok(url.startsWith(`${service.config.publicBaseUrl}/d/`), url);
  return pathOfLink(url);
}

interface Stage {
  readonly scene: InvitationScene;
  readonly desktop: Visitor;
  readonly path: string;
}

async function stage(requestedDocuments: readonly string[] = [COC]): Promise<Stage> {
  const scene = await scenes.invited({ requestedDocuments });
  const desktop = await scenes.started(scene);
  return { scene, desktop, path: await codeOf(desktop) };
}

async function opened({ path }: Stage): Promise<Visitor> {
  const phone = somebody();
  expectRedirect(await phone.post(path), '/kyc/documents');
  return phone;
}

function claimOf({ path }: Stage): DeviceClaim {
  return service.deps.links.readDevice(path.slice('/d/'.length)) ?? assert.fail();
}

function pathWith(stage: Stage, changes: Partial<DeviceClaim>): string {
  return pathOfLink(service.deps.links.deviceUrlOf({ ...claimOf(stage), ...changes }));
}

const seconds = (): number => Math.floor(Date.parse(new Date().toISOString()) / 1000);
const openings = async ({ scene }: Stage): Promise<number> =>
  (
    await service.db.read(sql`select from audit_events where action = 'invitation.open-device'
      and invitation_id = ${scene.invitation.uuid}::uuid`)
  ).length;

describe('the code by which a phone joins', () => {
  it('leads to a page that shows who asks, and changes nothing however often it is fetched', async () => {
    const one = await stage();
    for (const method of ['HEAD', 'GET', 'GET']) {
      const answer = await fetch(service.url + one.path, { method });
      assert.equal(answer.status, 200, method);
      assert.deepEqual(answer.headers.getSetCookie(), []);
      assert.equal(answer.headers.get('cache-control'), 'no-store');
    }
    const page = await expectPage(await somebody().get(one.path), 200, LANDING);
    assert.match(page, new RegExp(`<form[^>]*method="post"[^>]*action="${one.path}"`));
    assert.equal(await openings(one), 0);
    await opened(one);
    assert.equal(await openings(one), 1, 'the trail says so');
  });

  it('puts phone and desktop on one draft, and lets both see what either sent', async () => {
    const one = await stage();
    const phone = await opened(one);
    expectRedirect(await phone.upload({ type: COC, fileName: 'photo.pdf' }), '/kyc/documents');
    assert.match(await (await one.desktop.get('/kyc/documents')).text(), /<bdi>photo\.pdf<\/bdi>/);
    await phone.post('/kyc/company', { remark: 'words' });
    const sent = await Promise.all([phone.send(), one.desktop.send()]);
    for (const answer of sent) expectRedirect(answer, '/kyc/done');
    for (const visitor of [phone, one.desktop]) await expectPage(await visitor.get('/kyc/done'), 200, 'receipt.title');
    assert.deepEqual(await scenes.stateOf(one.scene).then(({ status, usageCount }) => [status, usageCount]), [
      'USED',
      1,
    ]);
  });

  it('is good once, but also for a second press of the same button', async () => {
    const one = await stage();
    const phone = somebody();
    const twice = await Promise.all([phone.post(one.path), phone.post(one.path)]);
    for (const answer of twice) expectRedirect(answer, '/kyc/documents');
    await service.db.write(sql`update used_device_links set used_at = now() - interval '61 seconds'`);
    const other = somebody();
    await expectPage(await other.get(one.path), 403, OVER);
    await expectPage(await other.post(one.path), 403, OVER);
    assert.equal(other.cookie, undefined);
    expectRedirect(await phone.get(one.path), '/kyc/documents');
    expectRedirect(await phone.post(one.path), '/kyc/documents');
  });

  it('runs out after ten minutes', async () => {
    const one = await stage();
    const now = seconds();
    const startedAtSeconds = now - 3600;
    const madeAtSeconds = now - DEVICE_LINK_SECONDS;
    const young = pathWith(one, { startedAtSeconds, madeAtSeconds: madeAtSeconds + 30 });
    await expectPage(await somebody().get(young), 200, LANDING);
    const old = pathWith(one, { startedAtSeconds, madeAtSeconds });
    await expectPage(await somebody().get(old), 403, OVER);
    await expectPage(await somebody().post(old), 403, OVER);
    const claim = claimOf(one);
    assert.equal(isRunOut(claim, claim.madeAtSeconds + 599), false);
    assert.equal(isRunOut(claim, claim.madeAtSeconds + 600), true);
  });

  it('may be made by a process whose clock is behind that of the one where the session began', async () => {
    const { sellerId, invitationId, sessionId, startedAtSeconds, ...claim } = claimOf(await stage());
    const link = { id: invitationId, seller_id: sellerId, link_kid: claim.linkKid };
    const session = { linkVersion: claim.linkVersion, submissionId: sessionId, startedAtSeconds };
    const url = deviceUrlOf(service.deps.links, { link, session }, startedAtSeconds - 2);
    await expectPage(await somebody().get(pathOfLink(url)), 200, LANDING);
  });

  it('ends with the invitation and its link, as the link itself does', async () => {
    const [revoked, blocked] = [await stage(), await stage()];
    await scenes.revoke(revoked.scene);
    for (const call of ['get', 'post'] as const)
      await expectPage(await somebody()[call](revoked.path), 410, 'errorPage.revoked.title');
    await service.db.write(sql`update invitations set link_version = link_version + 1
      where id = ${blocked.scene.invitation.uuid}::uuid`);
    await expectPage(await somebody().post(blocked.path), 410, 'errorPage.replaced.title');
    const sent = await stage();
    await sent.desktop.upload({ type: COC });
    await sent.desktop.post('/kyc/company', { remark: 'words' });
    await sent.desktop.send();
    await expectPage(await somebody().post(sent.path), 410, 'errorPage.used.title');
  });

  it('opens nothing of another invitation or another link, whatever is changed in it', async () => {
    const [one, other] = [await stage(), await stage()];
    const bytes = Buffer.from(one.path.slice('/d/'.length), 'base64url');
    const altered = Array.from(bytes.keys(), (at) => {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ 1;
      return `/d/${copy.toString('base64url')}`;
    });
    const link = pathOfLink(one.scene.invitation.publicLinkUrl);
    const { madeAtSeconds: _made, ...claim } = claimOf(one);
    const resend = pathOfLink(service.deps.links.resendUrlOf({ ...claim, askedAt: new Date() }));
    const before = service.db.roundTrips();
    for (const path of [...altered, link.replace('/i/', '/d/'), resend.replace('/r/', '/d/'), '/d/none']) {
      await expectPage(await somebody().get(path), 404, 'errorPage.unknown.title');
      await expectPage(await somebody().post(path), 404, 'errorPage.unknown.title');
    }
    await expectPage(await somebody().get(one.path.replace('/d/', '/i/')), 404, 'errorPage.unknown.title');
    assert.equal((await somebody().get(one.path.replace('/d/', '/r/'))).status, 404);
    const guesser = somebody();
    for (let n = 0; n < 10; n += 1) await guesser.get('/d/none');
    assert.equal((await guesser.get('/d/none')).status, 429);
    assert.equal((await guesser.get(one.path)).status, 200, 'a good one is never locked by bad ones');
    assert.equal(service.db.roundTrips() - before > 0, true);
    const { invitationId } = claimOf(other);
    await expectPage(
      await somebody().get(pathWith(one, { invitationId: crypto.randomUUID() })),
      404,
      'errorPage.unknown.title',
    );
    const phone = await opened(one);
    assert.notEqual(phone.at('/kyc/documents'), other.desktop.at('/kyc/documents'));
    const there = await phone.get(other.desktop.at('/kyc/documents'));
    await expectPage(there, 403, 'errorPage.sessionEnded.title');
    assert.notEqual(invitationId, claimOf(one).invitationId);
  });

  it('takes no form of another site', async () => {
    const one = await stage();
    assert.equal((await somebody().post(one.path, {}, { origin: 'https://evil.example' })).status, 403);
    assert.equal(await openings(one), 0);
  });
});

describe('a session on a second device', () => {
  it('is signed out by itself, and with the first', async () => {
    const one = await stage();
    const phone = await opened(one);
    const copy = somebody();
    copy.cookie = phone.cookie;
    await phone.post('/kyc/sign-out', { lang: 'en' });
    await expectPage(await copy.get('/kyc/documents'), 403, 'errorPage.sessionEnded.title');
    await expectPage(await copy.post(one.path), 403, OVER);
    assert.equal((await one.desktop.get('/kyc/documents')).status, 200);

    await laterThan(claimOf(one).madeAtSeconds);
    const path = await codeOf(one.desktop);
    const second = somebody();
    expectRedirect(await second.post(path), '/kyc/documents');
    await one.desktop.post('/kyc/sign-out', { lang: 'en' });
    await expectPage(await second.get('/kyc/documents'), 403, 'errorPage.sessionEnded.title');
    await expectPage(await somebody().post(pathWith(one, { madeAtSeconds: seconds() + 1 })), 403, OVER);
  });

  it('lasts no longer than the first, and hands nothing on', async () => {
    const one = await stage();
    const phone = await opened(one);
    const page = await (await phone.get(ASK)).text();
    assert.equal(headingOf(page), textOf('documents.title'));
    assert.doesNotMatch(page, /data-device[ >]/);
    const almostOver = seconds() - 12 * 60 * 60 + 20;
    const late = somebody();
    expectRedirect(await late.post(pathWith(one, { startedAtSeconds: almostOver })), '/kyc/documents');
    assert.equal((await late.get('/kyc/documents')).status, 200);
    const over = somebody();
    expectRedirect(await over.post(pathWith(one, { startedAtSeconds: almostOver - 60 })), '/kyc/documents');
    await expectPage(await over.get('/kyc/documents'), 403, 'errorPage.sessionEnded.title');
  });
});

describe('the offer on the page of the documents', () => {
  it('shows no code unless it is asked for, and another one each time', async () => {
    const one = await stage();
    const { desktop, path } = one;
    const page = await (await desktop.get('/kyc/documents')).text();
    assert.equal(qrCodeIn(page), undefined);
    assert.match(page, /href="\/kyc\/[^"]+\/documents\?device&#61;show"/);
    assert.ok(page.includes(textOf('device.title')));
    assert.doesNotMatch(await (await desktop.get(ASK)).text(), /\/d\//, 'the address is in the picture alone');
    await laterThan(claimOf(one).madeAtSeconds);
    assert.notEqual(await codeOf(desktop), path);
  });

  it('tells the page in a word that nothing has come, and when something has', async () => {
    const one = await stage([COC, 'VAT_CERTIFICATE']);
    const first = await one.desktop.get('/kyc/documents/parts');
    const etag = first.headers.get('etag') ?? assert.fail();
    const look = (): Promise<Response> => one.desktop.get('/kyc/documents/parts', { 'if-none-match': etag });
    const same = await look();
    assert.deepEqual([same.status, await same.text(), same.headers.getSetCookie()], [304, '', []]);
    const phone = await opened(one);
    await phone.upload({ type: COC, fileName: 'photo.pdf' });
    const news = await look();
    assert.equal(news.status, 200);
    assert.match(await news.text(), /photo\.pdf/);
    const newer = news.headers.get('etag') ?? assert.fail();
    await phone.post('/kyc/documents/not-supplied/VAT_CERTIFICATE', { reason: 'No VAT number.' });
    assert.equal((await one.desktop.get('/kyc/documents/parts', { 'if-none-match': newer })).status, 200);
    await scenes.revoke(one.scene);
    await expectPage(await look(), 410, 'errorPage.revoked.title');
  });
});

it('what was used is forgotten after a day', async () => {
  await service.db.write(sql`delete from used_device_links`);
  await opened(await stage());
  await service.db.write(sql`update used_device_links set used_at = now() - interval '23 hours 59 minutes'`);
  assert.equal(await purgeUsedDeviceLinks(service.db, 10), 0);
  await service.db.write(sql`update used_device_links set used_at = now() - interval '1 day'`);
  assert.equal(await purgeUsedDeviceLinks(service.db, 10), 1);
});

/** Addresses name the second in which they were made. */
async function laterThan(second: number): Promise<void> {
  while (seconds() <= second) await new Promise((resolve) => setTimeout(resolve, 50));
}
