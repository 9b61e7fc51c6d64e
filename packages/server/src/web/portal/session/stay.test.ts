import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createPortalScene, expectPage, type PortalScene, SESSION_PAGES } from '../../../../../harness/src/portal.ts';
import { sceneWithBuyer } from '../../../../../harness/src/scene.ts';
import { refsIn } from '../../../../../harness/src/session-addresses.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { createVisitor, textOf, type Visitor } from '../../../../../harness/src/visitor.ts';
import { createSessions, type Session } from './session.ts';

const STAY = '/kyc/stay';
const SECONDS = 'x-novatrade-session-seconds';
const END = /data-session-end data-stay="([^"]+)" data-ends-in="(\d+)"/;
const MINUTE = 60;
const HOUR = 60 * MINUTE;

describe('staying in a session', () => {
  let service: TestService;
  let scenes: PortalScene;
  before(async () => {
    service = await startService();
    scenes = createPortalScene(service, await sceneWithBuyer(service));
  });
  after(() => service.close());

  /** As the service would at another time. */
  function sessionsIn(seconds: number) {
    const { keyring, clock, masterKeys } = service.deps;
    const later = { now: () => new Date(clock.now().getTime() + seconds * 1000) };
    return createSessions({ keyring, clock: later, masterKeys });
  }

  function sealedIn({ cookie = '' }: Visitor): string {
    return cookie.slice(cookie.indexOf('=') + 1);
  }

  const openIn = (visitor: Visitor, seconds: number): Promise<Session | undefined> =>
    sessionsIn(seconds).open(sealedIn(visitor));

  /** Puts a cookie in place of his that was sealed some seconds ago, of a session that is so old. */
  async function idleSince(visitor: Visitor, seconds: number, ageSeconds = seconds): Promise<void> {
    const session = (await openIn(visitor, 0)) ?? assert.fail();
    const startedAtSeconds = sessionsIn(-ageSeconds).nowSeconds();
    const sealed = await sessionsIn(-seconds).seal({ ...session, startedAtSeconds });
    visitor.cookie = `__Host-nt24-${session.ref}=${sealed}`;
  }

  it('prolongs it as any other request does, and says for how long', async () => {
    const visitor = await scenes.started(await scenes.invited());
    await idleSince(visitor, 28 * MINUTE);
    assert.equal(await openIn(visitor, 3 * MINUTE), undefined);
    const answer = await visitor.post(STAY);
    assert.deepEqual([answer.status, answer.headers.get(SECONDS), await answer.text()], [204, '1800', '']);
    assert.ok(await openIn(visitor, 29 * MINUTE));
    assert.equal(await openIn(visitor, 31 * MINUTE), undefined);
  });

  it('does not go beyond 12 hours, and says so', async () => {
    const visitor = await scenes.started(await scenes.invited());
    await idleSince(visitor, MINUTE, 12 * HOUR - 10 * MINUTE);
    const [, , inPage] = END.exec(await (await visitor.get('/kyc/review')).text()) ?? [];
    const answer = await visitor.post(STAY);
    for (const seconds of [Number(inPage), Number(answer.headers.get(SECONDS))])
      assert.ok(seconds > 0 && seconds <= 10 * MINUTE, String(seconds));
    assert.ok(await openIn(visitor, 5 * MINUTE));
    assert.equal(await openIn(visitor, 11 * MINUTE), undefined);
  });

  it('is refused to other sites, and where there is no session or the invitation has ended', async () => {
    const scene = await scenes.invited();
    const visitor = await scenes.started(scene);
    const foreign = { origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' };
    assert.equal((await visitor.post(STAY, {}, foreign)).status, 403);
    const stranger = createVisitor(service);
    const address = visitor.at(STAY);
    await expectPage(await stranger.post(address), 403, 'errorPage.sessionEnded.title');
    await idleSince(visitor, 31 * MINUTE);
    await expectPage(await visitor.post(address), 403, 'errorPage.sessionEnded.title');

    const other = await scenes.started(scene);
    await scenes.revoke(scene);
    assert.equal((await other.post(STAY)).status, 410);
    assert.equal(stranger.cookie, undefined);
  });

  it('is told on every page of the session, and no more once all was sent', async () => {
    const visitor = await scenes.started(await scenes.invited({ requestedDocuments: ['COC_EXTRACT'] }), [
      'COC_EXTRACT',
    ]);
    const [ref] = refsIn(visitor.cookie);
    const words = textOf('session.idle').replace('{{minutes}}', '30');
    for (const path of [...SESSION_PAGES.filter((one) => one !== '/kyc/done'), '/kyc/declaration']) {
      const page = await (await visitor.get(path)).text();
      const [, url, seconds] = END.exec(page) ?? [];
      assert.deepEqual([url, seconds], [`/kyc/${ref}/stay`, '1800'], path);
      assert.ok(page.includes(words), path);
    }
    await visitor.send();
    assert.doesNotMatch(await (await visitor.get('/kyc/done')).text(), /data-session-end/);
  });
});
