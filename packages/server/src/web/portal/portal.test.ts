import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { addBuyer, type BuyerScene, invite, sceneWithBuyer } from '../../../../harness/src/scene.ts';
import {
  createPortalScene,
  expectPage,
  expectRedirect,
  type PortalScene,
  SESSION_PAGES,
  SESSION_POSTS,
} from '../../../../harness/src/portal.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';
import { COMPLETE_TYPES, createVisitor, pathOfLink, textOf } from '../../../../harness/src/visitor.ts';

const LIMIT_BYTES = 20 * 1024 * 1024;

describe('portal', () => {
  let service: TestService;
  let buyer: BuyerScene;
  let scenes: PortalScene;
  before(async () => {
    service = await startService();
    buyer = await sceneWithBuyer(service);
    scenes = createPortalScene(service, buyer);
  });
  after(() => service.close());

  it('leads from the link to the documents, which show as if the integrator had uploaded them', async () => {
    const mine = await addBuyer(service, buyer.org, buyer.token);
    const scene = await invite(service, mine, {
      locale: 'en',
      message: 'Hello <b>there</b>',
      redirectUrl: 'https://shop.example/back',
    });
    const visitor = createVisitor(service);
    const landing = await visitor.get(pathOfLink(scene.invitation.publicLinkUrl));
    assert.match(await landing.text(), /Hello &#60;b&#62;there|Hello &lt;b&gt;there/);
    assert.equal(visitor.cookie, undefined, 'no cookie before the buyer acts');

    expectRedirect(await visitor.post(`${pathOfLink(scene.invitation.publicLinkUrl)}/start`), '/kyc/documents');
    await expectPage(await visitor.get('/kyc/company'), 200, 'company.title');
    expectRedirect(await visitor.post('/kyc/company', { remark: ' The street\r\nis new 😀 ' }), '/kyc/review');
    for (const type of [...COMPLETE_TYPES, 'CONTACT_ID_CARD', 'ADDRESS_PROOF']) {
      expectRedirect(await visitor.upload({ type, fileName: `${type}.pdf` }), '/kyc/documents');
    }
    const documents = await expectPage(await visitor.get('/kyc/documents'), 200, 'documents.title');
    assert.match(documents, /ADDRESS_PROOF\.pdf” has been added/);
    assert.doesNotMatch(await (await visitor.get('/kyc/documents')).text(), /class="notice"/, 'said once');
    await expectPage(await visitor.get('/kyc/review'), 200, 'review.title');
    await expectPage(await visitor.get('/kyc/privacy'), 200, 'privacy.title');
    expectRedirect(await visitor.get('/kyc/done'), '/kyc/review');
    expectRedirect(await visitor.send(), '/kyc/done');

    const receipt = await expectPage(await visitor.get('/kyc/done'), 200, 'receipt.title');
    assert.match(receipt, /https:\/\/shop\.example\/back/);
    assert.match(receipt, /The street\nis new 😀/);
    for (const path of SESSION_PAGES.slice(0, 3)) expectRedirect(await visitor.get(path), '/kyc/done');
    await expectPage(await visitor.get(pathOfLink(scene.invitation.publicLinkUrl)), 410, 'errorPage.used.title');

    const kyc = await service.call('GET', `${scene.buyer}/kyc`, { token: scene.token });
    assert.equal(((await kyc.json()) as { documentsComplete: boolean }).documentsComplete, true);
    const listed = await service.call('GET', `${scene.buyer}/kyc/documents`, { token: scene.token });
    const { data } = (await listed.json()) as { data: { type: string; status: string; files: unknown[] }[] };
    assert.deepEqual(
      data.map(({ type, status, files }) => [type, status, files.length]).sort(),
      [...COMPLETE_TYPES, 'ADDRESS_PROOF'].map((type) => [type, 'ACTIVE', type === 'CONTACT_ID_CARD' ? 2 : 1]).sort(),
    );
    const { status, usageCount } = await scenes.stateOf(scene);
    assert.deepEqual({ status, usageCount }, { status: 'USED', usageCount: 1 });
  });

  it('writes the activity without names or words of the buyer, and one event', async () => {
    const scene = await scenes.invited({ requestedDocuments: ['COC_EXTRACT'] });
    const visitor = await scenes.started(scene, ['COC_EXTRACT', 'VAT_CERTIFICATE']);
    await visitor.post(`${pathOfLink(scene.invitation.publicLinkUrl)}/start`);
    await visitor.post('/kyc/company', { remark: 'planted remark' });
    const page = await (await visitor.get('/kyc/documents')).text();
    const [removal = ''] =
      /\/kyc\/[^"/]+\/documents\/[0-9a-f-]{36}\/remove/.exec(page.slice(page.indexOf('heading-other'))) ?? [];
    expectRedirect(await visitor.post(removal), '/kyc/documents');
    expectRedirect(await visitor.post(removal), '/kyc/documents');
    expectRedirect(await visitor.send(), '/kyc/done');

    const answer = await service.call('GET', `${scene.path}/activity`, { token: scene.token });
    const text = await answer.text();
    const { data } = JSON.parse(text) as { data: { type: string; details?: object; actor: { kind: string } }[] };
    assert.deepEqual(
      data.map(({ type, details }) => [type, ...(details ? [details] : [])]),
      [
        ['CREATED'],
        ['MAIL_QUEUED', { mail: 'INVITATION' }],
        ['OPENED'],
        ['DOCUMENT_UPLOADED', { type: 'COC_EXTRACT' }],
        ['DOCUMENT_UPLOADED', { type: 'VAT_CERTIFICATE' }],
        ['DOCUMENT_REMOVED', { type: 'VAT_CERTIFICATE' }],
        ['SUBMITTED', { companyDataConfirmed: false, companyDataRemark: true }],
        ['MAIL_QUEUED', { mail: 'RECEIPT' }],
      ],
    );
    assert.ok(data.slice(2).every(({ actor }) => actor.kind === 'BUYER'));
    assert.doesNotMatch(text, /planted remark|extract\.pdf/);
    const events = await service.db.read<{ source: string; data: Record<string, string> }>(
      sql`select source, data from events where data->>'invitationUuid' = ${scene.invitation.uuid} and type = 'self_service_invitation.used'`,
    );
    assert.equal(events.length, 1);
    const { usedAt, ...data0 } = events[0]?.data ?? {};
    const invitationUuid = scene.invitation.uuid;
    assert.deepEqual(data0, { kind: 'KYC', buyerUuid: scene.buyerId, invitationUuid, companyDataRemark: true });
    const { lastUsedAt } = (await scenes.stateOf(scene)) as unknown as { lastUsedAt: string };
    assert.deepEqual([events[0]?.source, usedAt], ['WEB_APP', lastUsedAt]);
  });

  it('keeps the draft for another device, and shows the receipt to the session that sent alone', async () => {
    const scene = await scenes.invited({ requestedDocuments: ['COC_EXTRACT'] });
    await scenes.started(scene, ['COC_EXTRACT']);
    const phone = createVisitor(service);
    const landing = await phone.get(pathOfLink(scene.invitation.publicLinkUrl));
    assert.match(await landing.text(), new RegExp(textOf('action.resume')));
    await phone.post(`${pathOfLink(scene.invitation.publicLinkUrl)}/start`);
    assert.match(await (await phone.get('/kyc/review')).text(), /extract\.pdf/);
    const colleague = await scenes.started(scene);
    expectRedirect(await phone.send(), '/kyc/done');
    expectRedirect(await phone.send(), '/kyc/done');
    for (const path of SESSION_PAGES) await expectPage(await colleague.get(path), 410, 'errorPage.used.title');
    await expectPage(await colleague.send(), 410, 'errorPage.used.title');
    await expectPage(await phone.get('/kyc/done'), 200, 'receipt.title');
  });

  it('says in plain words how a link died, never why', async () => {
    const [revoked, expired, replaced, used] = await Promise.all([
      scenes.invited(),
      scenes.invited(),
      scenes.invited(),
      scenes.invited(),
    ]);
    await scenes.revoke(revoked);
    await service.db.write(sql`update invitations set expires_at = now() where id = ${expired.invitation.uuid}::uuid`);
    await service.db.write(sql`update invitations set link_version = 2 where id = ${replaced.invitation.uuid}::uuid`);
    const done = await scenes.started(used, COMPLETE_TYPES);
    expectRedirect(await done.send(), '/kyc/done');
    const blockedBuyer = await addBuyer(service, buyer.org, buyer.token);
    const blocked = await invite(service, blockedBuyer, { locale: 'en' });
    await service.call('POST', `${blockedBuyer.buyer}/block`, { token: buyer.token, body: {} });
    for (const [scene, key, status, slug] of [
      [revoked, 'revoked', 410, 'invitation-gone'],
      [expired, 'expired', 410, 'invitation-gone'],
      [replaced, 'replaced', 410, 'invitation-gone'],
      [used, 'used', 410, 'invitation-gone'],
      [blocked, 'blocked', 409, 'invitation-not-active'],
    ] as const) {
      const link = pathOfLink(scene.invitation.publicLinkUrl);
      const visitor = createVisitor(service);
      const page = await expectPage(await visitor.get(link), status, `errorPage.${key}.title`);
      assert.doesNotMatch(page, /secret words/);
      await expectPage(await visitor.post(`${link}/start`), status, `errorPage.${key}.title`);
      assert.equal(visitor.cookie, undefined);
      const answer = await visitor.get(link, { accept: 'application/problem+json' });
      const problem = (await answer.json()) as { type: string; instance: string };
      assert.equal(answer.status, status);
      assert.match(problem.type, new RegExp(`/${slug}$`));
      assert.equal(problem.instance, '/i/:token');
    }
  });

  it('shows no receipt while the buyer is blocked', async () => {
    const own = await addBuyer(service, buyer.org, buyer.token);
    const visitor = await scenes.started(await invite(service, own, { locale: 'en' }), COMPLETE_TYPES);
    expectRedirect(await visitor.send(), '/kyc/done');
    await service.call('POST', `${own.buyer}/block`, { token: buyer.token, body: {} });
    for (const path of [...SESSION_PAGES, '/kyc/receipt.pdf'])
      await expectPage(await visitor.get(path), 409, 'errorPage.blocked.title');
    await service.call('POST', `${own.buyer}/unblock`, { token: buyer.token, body: {} });
    await expectPage(await visitor.get('/kyc/done'), 200, 'receipt.title');
  });

  it('lets a revocation bite an open session at once, on every route, and keeps nothing', async () => {
    const scene = await scenes.invited();
    const visitor = await scenes.started(scene, ['COC_EXTRACT']);
    await scenes.revoke(scene);
    for (const path of SESSION_PAGES) await expectPage(await visitor.get(path), 410, 'errorPage.revoked.title');
    for (const path of SESSION_POSTS) await expectPage(await visitor.post(path), 410, 'errorPage.revoked.title');
    await expectPage(await visitor.upload(), 410, 'errorPage.revoked.title');
    await expectPage(await visitor.upload({ bytes: new Uint8Array(LIMIT_BYTES) }), 410, 'errorPage.revoked.title');
    await expectPage(await visitor.send(), 410, 'errorPage.revoked.title');
    const row = await service.db.readFirst<{ files: number }>(
      sql`select count(*)::int as files from kyc_files where invitation_id = ${scene.invitation.uuid}::uuid`,
    );
    assert.equal(row?.files, 1);
  });

  it('asks who has no session to open the link again', async () => {
    const OWN = '__Host-nt24-AbCdEfGhIjKl';
    for (const cookie of [undefined, `${OWN}=`, `${OWN}=a.b.c.d.e`, '__Host-nt24=a.b.c.d.e', 'other=1']) {
      const visitor = createVisitor(service);
      visitor.cookie = cookie;
      for (const path of SESSION_PAGES) await expectPage(await visitor.get(path), 403, 'errorPage.sessionEnded.title');
      for (const path of SESSION_POSTS) await expectPage(await visitor.post(path), 403, 'errorPage.sessionEnded.title');
    }
  });

  it("speaks the language asked for, then the invitation's, then the browser's, then English", async () => {
    const german = pathOfLink((await scenes.invited({ locale: 'de' })).invitation.publicLinkUrl);
    const visitor = createVisitor(service);
    const languageAt = async (path: string, accept?: string): Promise<string | undefined> => {
      const answer = await visitor.get(path, accept === undefined ? {} : { 'accept-language': accept });
      return /<html lang="(\w+)"/.exec(await answer.text())?.[1];
    };
    assert.equal(await languageAt(german, 'en'), 'de');
    assert.equal(await languageAt(`${german}?lang=en`), 'en');
    assert.equal(await languageAt(`${german}?lang=xx`), 'de');
    assert.equal(await languageAt('/kyc/company', 'is, de-AT;q=0.8, en;q=0.5'), 'de');
    assert.equal(await languageAt('/kyc/company', 'is;q=1, ;q=, en;q=0'), 'en');
    await visitor.post(`${german}/start`, { lang: 'en' });
    assert.equal(await languageAt('/kyc/company', 'de'), 'en');
    assert.equal(await languageAt('/kyc/documents?lang=de'), 'de');
    assert.equal(await languageAt('/kyc/company', 'en'), 'de', 'kept by the session');
  });
});
