import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import {
  createPortalScene,
  expectPage,
  expectRedirect,
  type PortalScene,
  SESSION_PAGES,
  SESSION_POSTS,
} from '../../../../../harness/src/portal.ts';
import { sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { createVisitor, type Visitor } from '../../../../../harness/src/visitor.ts';
import { purgeEndedSessions } from '../../../modules/self-service/submissions/ended-sessions.ts';

const SIGN_OUT = '/kyc/sign-out';
const SIGNED_OUT = '/kyc/signed-out?lang=en';
const BUTTON = /<form[^>]* method="post" action="\/kyc\/[^"/]+\/sign-out"/;

describe('signing out', () => {
  let service: TestService;
  let scenes: PortalScene;
  before(async () => {
    service = await startService();
    scenes = createPortalScene(service, await sceneWithBuyer(service));
  });
  after(() => service.close());

  /** With the cookie as it is now, which signing out cannot take away from him. */
  function copyOf({ cookie }: Visitor): Visitor {
    const copy = createVisitor(service);
    copy.cookie = cookie;
    return copy;
  }

  const signOut = (visitor: Visitor): Promise<Response> => visitor.post(SIGN_OUT, { lang: 'en' });

  it('is a button on every page of a session, and on no other', async () => {
    const invited = await scenes.invited({ requestedDocuments: ['COC_EXTRACT'] });
    const visitor = await scenes.started(invited, ['COC_EXTRACT']);
    for (const path of ['/kyc/company', '/kyc/documents', '/kyc/review', '/kyc/privacy', '/kyc/report'])
      assert.match(await (await visitor.get(path)).text(), BUTTON, path);
    assert.match(await (await visitor.post('/kyc/company', { city: '' })).text(), BUTTON, 'a form that was refused');
    await visitor.send();
    assert.match(await (await visitor.get('/kyc/done')).text(), BUTTON, 'the receipt');
    const link = new URL(invited.invitation.publicLinkUrl).pathname;
    for (const path of [link, `${link}/report`, SIGNED_OUT])
      assert.doesNotMatch(await (await visitor.get(path)).text(), BUTTON, path);
  });

  it('takes the cookie away, says so, and lets no copy of it in any more', async () => {
    const visitor = await scenes.started(await scenes.invited(), ['COC_EXTRACT']);
    const copy = copyOf(visitor);
    const answer = await signOut(visitor);
    expectRedirect(answer, SIGNED_OUT);
    const [cookie = ''] = answer.headers.getSetCookie();
    assert.match(cookie, /^__Host-nt24-[A-Za-z0-9_-]{12}=;/);
    for (const attribute of ['Max-Age=0', 'Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax'])
      assert.ok(cookie.includes(attribute), `${attribute} in ${cookie}`);
    const page = await expectPage(await visitor.get(SIGNED_OUT), 200, 'signedOut.title');
    assert.match(page, /open the link again that brought you here/);
    const { cookie: kept } = copy;
    for (const one of [visitor, copy]) {
      for (const path of SESSION_PAGES) await expectPage(await one.get(path), 403, 'errorPage.sessionEnded.title');
      for (const path of SESSION_POSTS) await expectPage(await one.post(path), 403, 'errorPage.sessionEnded.title');
      await expectPage(await one.upload(), 403, 'errorPage.sessionEnded.title');
      assert.equal((await one.post('/kyc/uploads')).status, 403);
    }
    assert.equal(copy.cookie, kept, 'and none is set again');
  });

  it('leaves what was added, and the way back by the link', async () => {
    const invited = await scenes.invited({ requestedDocuments: ['COC_EXTRACT'] });
    const visitor = await scenes.started(invited, ['COC_EXTRACT']);
    await signOut(visitor);
    await visitor.prepare(invited.invitation.publicLinkUrl, []);
    assert.match(await (await visitor.get('/kyc/documents')).text(), /extract\.pdf/);
    expectRedirect(await visitor.send(), '/kyc/done');
  });

  it('is of one session: another on the same link goes on', async () => {
    const invited = await scenes.invited();
    const [desk, phone] = [await scenes.started(invited), await scenes.started(invited)];
    await signOut(desk);
    assert.equal((await phone.get('/kyc/company')).status, 200);
  });

  it('takes the receipt away too', async () => {
    const invited = await scenes.invited({ requestedDocuments: ['COC_EXTRACT'] });
    const visitor = await scenes.started(invited, ['COC_EXTRACT']);
    expectRedirect(await visitor.send(), '/kyc/done');
    const copy = copyOf(visitor);
    await signOut(visitor);
    for (const one of [visitor, copy])
      for (const path of ['/kyc/done', '/kyc/receipt.pdf'])
        await expectPage(await one.get(path), 403, 'errorPage.sessionEnded.title');
  });

  it('works whatever became of the link, twice, and without a session', async () => {
    const invited = await scenes.invited();
    const visitor = await scenes.started(invited);
    await scenes.revoke(invited);
    const copy = copyOf(visitor);
    for (const one of [visitor, visitor, copy, createVisitor(service)]) {
      expectRedirect(await signOut(one), SIGNED_OUT);
      await expectPage(await one.get('/kyc/company'), 403, 'errorPage.sessionEnded.title');
    }
  });

  it('is refused to other sites, and by GET', async () => {
    const visitor = await scenes.started(await scenes.invited());
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    await expectPage(await visitor.post(SIGN_OUT, {}, foreign), 403, 'errorPage.forbidden.title');
    assert.equal((await visitor.get(SIGN_OUT)).status, 405);
    assert.equal((await visitor.get('/kyc/company')).status, 200);
  });

  it('speaks the language of the page that the button stood on', async () => {
    const visitor = await scenes.started(await scenes.invited());
    await visitor.get('/kyc/company?lang=de');
    const page = await (await visitor.get('/kyc/company')).text();
    const [, language = ''] = /sign-out">\s*<input type="hidden" name="lang" value="(\w+)"/.exec(page) ?? [];
    const answer = await visitor.post(SIGN_OUT, { lang: language });
    expectRedirect(answer, '/kyc/signed-out?lang=de');
    assert.match(await (await visitor.get('/kyc/signed-out?lang=de')).text(), /<html lang="de"/);
  });

  it('is remembered until no copy of the cookie could be good any more', async () => {
    const visitor = await scenes.started(await scenes.invited());
    await service.db.write(sql`delete from ended_sessions`);
    await signOut(visitor);
    await service.db.write(sql`update ended_sessions set ended_at = now() - interval '12 hours 59 minutes'`);
    assert.equal(await purgeEndedSessions(service.db, 10), 0);
    await service.db.write(sql`update ended_sessions set ended_at = now() - interval '13 hours'`);
    assert.equal(await purgeEndedSessions(service.db, 10), 1);
  });
});
