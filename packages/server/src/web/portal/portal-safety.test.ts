import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { PUBLIC_HEADERS } from './index.ts';
import { type BuyerScene, invite, type InvitationScene, sceneWithBuyer } from '../../../../harness/src/scene.ts';
import {
  createPortalScene,
  expectRedirect,
  type PortalScene,
  SESSION_PAGES,
  SESSION_POSTS,
} from '../../../../harness/src/portal.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';
import { createTusClient } from '../../../../harness/src/tus-client.ts';
import {
  createVisitor,
  headingOf,
  pathOfLink,
  textOf,
  tokenOfLink,
  type Visitor,
} from '../../../../harness/src/visitor.ts';

describe('safety of the portal', () => {
  let service: TestService;
  let buyer: BuyerScene;
  let scenes: PortalScene;
  before(async () => {
    service = await startService();
    buyer = await sceneWithBuyer(service);
    scenes = createPortalScene(service, buyer);
  });
  after(() => service.close());

  it('sends the same headers with every answer', async () => {
    const scene = await scenes.invited();
    const visitor = await scenes.started(scene, ['COC_EXTRACT']);
    const link = pathOfLink(scene.invitation.publicLinkUrl);
    const dead = await scenes.invited();
    await scenes.revoke(dead);
    const stranger = createVisitor(service);
    const answers: [string, Promise<Response>, number][] = [
      ['landing', stranger.get(link), 200],
      ['landing HEAD', fetch(service.url + link, { method: 'HEAD' }), 200],
      ['unknown link', stranger.get('/i/none'), 404],
      ['long link', stranger.get(`/i/${'a'.repeat(300)}`), 404],
      ['link that is no address', stranger.get('/i/%zz'), 404],
      ['below a link', stranger.get(`${link}/more`), 404],
      ['dead link', stranger.get(pathOfLink(dead.invitation.publicLinkUrl)), 410],
      ['report', stranger.get(`${link}/report`), 200],
      ['report HEAD', fetch(`${service.url}${link}/report`, { method: 'HEAD' }), 200],
      ['report of a dead link', stranger.get(`${pathOfLink(dead.invitation.publicLinkUrl)}/report`), 200],
      ['report without a reason', stranger.post(`${link}/report`), 422],
      ['report sent', stranger.post(`${link}/report`, { reason: 'OTHER' }), 303],
      ['asking on a living link', stranger.post(`${link}/ask`), 303],
      ['asking on a dead link', stranger.post(`${pathOfLink(dead.invitation.publicLinkUrl)}/ask`), 410],
      ['start', createVisitor(service).post(`${link}/start`), 303],
      ...SESSION_PAGES.map((path): [string, Promise<Response>, number] => [
        path,
        visitor.get(path),
        path === '/kyc/done' ? 303 : 200,
      ]),
      ['no session', stranger.get('/kyc/company'), 403],
      ['foreign form', visitor.post('/kyc/company', {}, { origin: 'https://evil.example' }), 403],
      ['field errors', visitor.post('/kyc/company', { city: '' }), 422],
      ['wrong method', fetch(`${service.url}${visitor.at('/kyc/company')}`, { method: 'DELETE' }), 405],
      ['wrong method on a link', fetch(service.url + link, { method: 'PUT' }), 405],
      ['no such page', visitor.get('/kyc/none'), 404],
      ['no such file', visitor.get('/assets/none.js'), 404],
      ['huge form', visitor.post('/kyc/company', { remark: 'x'.repeat(100_000) }), 413],
      ['json', fetch(`${service.url}${visitor.at('/kyc/company')}`, jsonPost(visitor)), 415],
    ];
    const asset = await fetch(`${service.url}/assets/portal.css`);
    await asset.text();
    assert.equal(asset.headers.get('cache-control'), 'public, no-cache');
    for (const [about, pending, status] of answers) {
      const answer = await pending;
      await answer.text();
      assert.equal(answer.status, status, about);
      for (const [name, value] of Object.entries(PUBLIC_HEADERS))
        assert.equal(answer.headers.get(name), value, `${about}: ${name}`);
      const others = [...answer.headers.keys()].filter((name) => !Object.hasOwn(PUBLIC_HEADERS, name));
      const usual = new Set([
        'allow',
        'connection',
        'content-encoding',
        'content-length',
        'content-type',
        'date',
        'keep-alive',
        'location',
        'set-cookie',
        'transfer-encoding',
        'vary',
        'x-request-id',
      ]);
      assert.deepEqual(
        others.filter((name) => !usual.has(name)),
        [],
        about,
      );
    }
    for (const [name, value] of Object.entries(PUBLIC_HEADERS)) {
      if (name !== 'cache-control') assert.equal(asset.headers.get(name), value, name);
    }
  });

  it('keeps the golden list itself', () => {
    assert.deepEqual(PUBLIC_HEADERS, {
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'strict-origin',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
      'x-novatrade-page': '1',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    });
  });

  it('sets a host-bound cookie at the start and none on the landing page', async () => {
    const scene = await scenes.invited();
    const link = service.url + pathOfLink(scene.invitation.publicLinkUrl);
    assert.deepEqual((await fetch(link)).headers.getSetCookie(), []);
    const answer = await fetch(`${link}/start`, { method: 'POST', redirect: 'manual' });
    assert.match(
      answer.headers.getSetCookie().join('|'),
      /^__Host-nt24-[A-Za-z0-9_-]{12}=[A-Za-z0-9._-]+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  it('answers assets from memory: compressed, and 304 to who has them', async () => {
    for (const path of ['/assets/portal.css', '/assets/favicon.svg']) {
      const answer = await fetch(service.url + path, { headers: { 'accept-encoding': 'br' } });
      await answer.text();
      assert.equal(answer.headers.get('content-encoding'), 'br');
      const etag = answer.headers.get('etag') ?? '';
      const again = await fetch(service.url + path, { headers: { 'accept-encoding': 'br', 'if-none-match': etag } });
      assert.equal(again.status, 304);
      const plain = await fetch(service.url + path, { headers: { 'accept-encoding': 'identity' } });
      assert.equal(plain.headers.get('content-encoding'), null);
    }
  });

  it('is not used up by scanners: 50 looks, and every button pressed once', async () => {
    const scene = await scenes.invited({ requestedDocuments: ['COC_EXTRACT'] });
    const link = pathOfLink(scene.invitation.publicLinkUrl);
    const before = service.db.roundTrips();
    for (let n = 0; n < 50; n += 1) {
      const answer = await fetch(service.url + link, { method: n % 2 ? 'HEAD' : 'GET' });
      await answer.text();
      assert.equal(answer.status, 200);
    }
    assert.ok(service.db.roundTrips() - before <= 50 + 12, 'one reading each, and the budget in portions');
    const opened = sql`select opened_at from invitations where id = ${scene.invitation.uuid}::uuid`;
    assert.equal((await service.db.readFirst<{ opened_at: Date | null }>(opened))?.opened_at, null);

    const robot = createVisitor(service);
    await pressEveryButton(robot, link);
    for (const path of SESSION_PAGES) await pressEveryButton(robot, path);
    assert.notEqual((await service.db.readFirst<{ opened_at: Date | null }>(opened))?.opened_at, null);
    assert.equal((await scenes.stateOf(scene)).status, 'ACTIVE');

    const visitor = await scenes.started(scene, ['COC_EXTRACT']);
    await pressEveryButton(robot, '/kyc/review');
    assert.equal((await scenes.stateOf(scene)).status, 'ACTIVE');
    expectRedirect(await visitor.send(), '/kyc/done');
  });

  it('takes forms from its own origin alone', async () => {
    const scene = await scenes.invited();
    const visitor = await scenes.started(scene);
    const own = service.url;
    const table: [Record<string, string>, boolean][] = [
      [{}, true],
      [{ origin: own }, true],
      [{ origin: own, 'sec-fetch-site': 'same-origin' }, true],
      [{ origin: 'null', 'sec-fetch-site': 'same-origin' }, true],
      [{ 'sec-fetch-site': 'none' }, true],
      [{ origin: 'null' }, false],
      [{ origin: 'null', 'sec-fetch-site': 'cross-site' }, false],
      [{ origin: own, 'sec-fetch-site': 'cross-site' }, false],
      [{ origin: own, 'sec-fetch-site': 'same-site' }, false],
      [{ 'sec-fetch-site': 'cross-site' }, false],
      [{ 'sec-fetch-site': 'nonsense' }, false],
      [{ origin: 'https://evil.example' }, false],
      [{ origin: `${own}.evil.example` }, false],
      [{ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }, false],
    ];
    for (const [headers, isTaken] of table) {
      const about = JSON.stringify(headers);
      const link = pathOfLink(scene.invitation.publicLinkUrl);
      for (const path of [...SESSION_POSTS, `${link}/start`, `${link}/ask`, `${link}/report`]) {
        const answer = await visitor.post(path, {}, headers);
        const page = await answer.text();
        assert.equal(headingOf(page) === textOf('errorPage.forbidden.title'), !isTaken, `${path} ${about}`);
        if (!isTaken) assert.equal(answer.status, 403);
      }
    }
    const reading = await visitor.get('/kyc/company', { 'sec-fetch-site': 'cross-site' });
    assert.equal(reading.status, 200, 'a link from a mail page leads in');
  });

  it('takes the forms of a browser that sends no Sec-Fetch-Site, whose Origin is what the page lets out', async () => {
    const scene = await scenes.invited();
    const link = pathOfLink(scene.invitation.publicLinkUrl);
    const visitor = createVisitor(service);
    const landing = await visitor.get(link);
    const page = await landing.text();
    const policy = landing.headers.get('referrer-policy') ?? '';
    assert.equal(/<meta name="referrer" content="([^"]+)"/.exec(page)?.[1], policy, 'the page says the same');
    const old = { origin: originUnder(policy, service.url) };
    assert.equal((await visitor.post(`${link}/start`, {}, old)).status, 303);
    assert.equal((await visitor.post('/kyc/company', {}, old)).status, 303);
  });

  it('leaves no token and no session in any log line or metric', async () => {
    const scene = await scenes.invited();
    const visitor = await scenes.started(scene, ['COC_EXTRACT']);
    const token = tokenOfLink(scene.invitation.publicLinkUrl);
    await visitor.get(`/i/${token}`);
    await visitor.get(`/i/${token}/more`);
    await visitor.get(`/i/${token}x`);
    await visitor.get(`/i/${token}?lang=de`, { referer: `${service.url}/i/${token}` });
    await fetch(`${service.url}/i/${token}`, { method: 'DELETE' });
    const logs = service.logLines.join('');
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    assert.match(logs, /portalLanding/);
    assert.match(metrics, /portalUpload/);
    for (const secret of [token, token.slice(0, 30), visitor.cookie?.split('=')[1] ?? '?', 'extract.pdf']) {
      assert.ok(!logs.includes(secret) && !metrics.includes(secret), secret);
    }
    const leftovers = await service.db.readFirst<{ found: boolean }>(sql`select exists (
        select from graphile_worker._private_jobs j where j.payload::text like ${`%${token.slice(0, 40)}%`}
        union all select from audit_events a where a.details::text like ${`%${token.slice(0, 40)}%`}) as found`);
    assert.equal(leftovers?.found, false);
  });
});

describe('limits of the portal', () => {
  let service: TestService;
  let scene: InvitationScene;
  before(async () => {
    service = await startService();
    scene = await invite(service, await sceneWithBuyer(service), { locale: 'en' });
  });
  after(() => service.close());

  it('refuses forged links without a query, from the eleventh on with 429, and never the real one', async () => {
    const link = pathOfLink(scene.invitation.publicLinkUrl);
    const token = tokenOfLink(scene.invitation.publicLinkUrl);
    const forged = Array.from({ length: 14 }, (_, n) => {
      const bytes = Buffer.from(token, 'base64url');
      bytes[n * 2] = (bytes[n * 2] ?? 0) ^ 1;
      return bytes.toString('base64url');
    });
    const before = service.db.roundTrips();
    for (const [n, one] of forged.entries()) {
      const answer = await fetch(`${service.url}/i/${one}`, { method: n % 3 === 2 ? 'HEAD' : 'GET' });
      const page = await answer.text();
      assert.equal(answer.status, n < 10 ? 404 : 429);
      if (n % 3 !== 2)
        assert.equal(headingOf(page), textOf(`errorPage.${n < 10 ? 'unknown' : 'tooManyRequests'}.title`));
      if (n >= 10) assert.ok(Number(answer.headers.get('retry-after')) > 0);
    }
    const start = await fetch(`${service.url}/i/${forged[0]}/start`, { method: 'POST' });
    assert.equal(start.status, 429);
    assert.equal(service.db.roundTrips(), before);
    assert.equal((await fetch(service.url + link)).status, 200);
  });

  it('limits the forms sent by one link, and leaves other links alone', async () => {
    const visitor = createVisitor(service);
    await visitor.prepare(scene.invitation.publicLinkUrl, []);
    const statuses: number[] = [];
    // More than a minute's budget, so that the end does not depend on how fast they go.
    for (let batch = 0; batch < 32 && !statuses.includes(429); batch += 1) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => visitor.post('/kyc/company', { city: '' })));
      for (const answer of answers) {
        await answer.text();
        statuses.push(answer.status);
        if (answer.status === 429) assert.ok(Number(answer.headers.get('retry-after')) > 0);
      }
    }
    assert.equal(statuses[0], 422);
    assert.ok(statuses.includes(429));
    const other = await invite(service, scene, { locale: 'en' });
    await createVisitor(service).prepare(other.invitation.publicLinkUrl, []);
  });

  it('limits what is read through one link, far above what people and scanners do, and leaves other links alone', async () => {
    const own = await invite(service, scene, { locale: 'en' });
    const visitor = createVisitor(service);
    await visitor.prepare(own.invitation.publicLinkUrl, []);
    const tus = createTusClient(visitor, service.url);
    const upload = await tus.begin({ byteSize: 10 });
    const reads: readonly [string, () => Promise<Response>][] = [
      ['portal-reads', () => visitor.get(pathOfLink(own.invitation.publicLinkUrl))],
      ['portal-reads', () => visitor.get('/kyc/documents')],
      ['portal-reads', () => visitor.get(`/kyc/documents/${crypto.randomUUID()}/preview`)],
      ['portal-uploads', () => tus.call('HEAD', upload)],
    ];
    const spent = (category: string, count: number): Promise<unknown[]> =>
      service.db
        .write(sql`update rate_windows set minute_count = ${count}::bigint, minute_started_at = clock_timestamp()
        where scope = ${`link:${own.invitation.uuid}`} and category = ${category} returning 1`);
    for (const [category, read] of reads) {
      await (await read()).text();
      assert.equal((await spent(category, 1_000_000)).length, 1, category);
      // A process has a few calls in hand.
      let answer = await read();
      for (let call = 0; call < 10 && answer.status !== 429; call += 1) answer = await read();
      await answer.text();
      assert.equal(answer.status, 429);
      assert.ok(Number(answer.headers.get('retry-after')) > 0);
      assert.equal((await fetch(service.url + pathOfLink(scene.invitation.publicLinkUrl))).status, 200);
      await spent(category, 0);
    }
  });
});

function jsonPost(visitor: Visitor): RequestInit {
  return {
    method: 'POST',
    body: '{}',
    headers: { cookie: visitor.cookie ?? '', 'content-type': 'application/json' },
  };
}

/** As a scanner's browser does: every form of the page once, as it stands. */
async function pressEveryButton(robot: Visitor, path: string): Promise<void> {
  const page = await (await robot.get(path)).text();
  for (const [form, action = ''] of page.matchAll(/<form[^>]* action="([^"]+)"[^>]*>.*?<\/form>/gs)) {
    const fields = [...form.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)];
    const values = Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value]));
    const answer = form.includes('multipart')
      ? await robot.upload({ type: values['type'] ?? '', fileName: '', bytes: new Uint8Array() })
      : await robot.post(action, values);
    await answer.text();
    assert.ok(answer.status < 500, action);
  }
}

/** Of a form that is sent to where its page came from (Fetch, "append a request Origin header"). */
function originUnder(policy: string, ownOrigin: string): string {
  return policy === 'no-referrer' ? 'null' : ownOrigin;
}
