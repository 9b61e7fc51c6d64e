import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { createTestDatabase, type TestDatabase } from '../../../../../harness/src/database.ts';
import { freePort } from '../../../../../harness/src/free-port.ts';
import { expectPage, expectRedirect } from '../../../../../harness/src/portal.ts';
import {
  addBuyer,
  type BuyerScene,
  type InvitationScene,
  type InvitationView,
  invite,
  type LinkScene,
  publish,
  sceneWithBuyer,
} from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import { createVisitor, headingOf, pathOfLink, tokenOfLink } from '../../../../../harness/src/visitor.ts';
import { AdminError } from '../../../platform/admin-error.ts';
import { createKeyring } from '../../../platform/keyring.ts';
import { retireLinkKey } from '../invitations/index.ts';
import { listLinkKeys, rotateLinkKey } from './index.ts';

const MASTER_KEY = `1:${randomBytes(32).toString('base64')}`;
const HEAD_BYTES = 5;
const ID_BYTES = 16;

let database: TestDatabase;
let dataDir: string;
let port: string;
let service: TestService;
let buyer: BuyerScene;

/** A process that has just been started knows all keys. */
async function startAnew(): Promise<void> {
  await service?.close();
  const settings = { PORT: port, DATA_DIR: dataDir, MASTER_KEY, TRUST_PROXY: '127.0.0.1' };
  service = await startService(settings, { url: database.url, drop: async () => undefined });
}

before(async () => {
  [database, dataDir] = await Promise.all([createTestDatabase(), mkdtemp(join(tmpdir(), 'nt24-link-keys-'))]);
  port = String(await freePort());
  await startAnew();
  buyer = await sceneWithBuyer(service);
});
after(async () => {
  await service.close();
  await Promise.all([database.drop(), rm(dataDir, { recursive: true })]);
});

/** A visitor from a network of his own, so that bad links of one test do not count for another. */
let visitors = 0;
function stranger() {
  visitors += 1;
  return createVisitor({ url: service.url, address: `198.51.${visitors}.7` });
}

async function newBuyer(): Promise<BuyerScene> {
  return addBuyer(service, buyer.org, await buyer.org.token());
}

async function invited(): Promise<InvitationScene> {
  return invite(service, await newBuyer(), { locale: 'en' });
}

async function published(): Promise<LinkScene> {
  return publish(service, {}, { org: buyer.org, token: await buyer.org.token() });
}

async function expectLanding(answer: Response): Promise<void> {
  assert.match(headingOf(await answer.text()), /asks you for company documents$/);
  assert.equal(answer.status, 200);
}

async function linkNow({ path }: Pick<InvitationScene, 'path'>): Promise<string> {
  const answer = await service.call('GET', path, { token: await buyer.org.token() });
  return pathOfLink(((await answer.json()) as { publicLinkUrl: string }).publicLinkUrl);
}

/** Rotated, and no process signs with the older one any more. */
async function rotate(): Promise<number> {
  const kid = await rotateLinkKey(service.deps.db, service.deps.keyring);
  await service.db.write(sql`update link_keys set active_from = active_from - interval '10 minutes'`);
  await startAnew();
  return kid;
}

/** As whoever has got hold of a key signs. */
async function sign(kid: number, { invitation, org }: InvitationScene, version = 1): Promise<string> {
  const row = await service.db.readFirst<{ wrapped_key: Buffer }>(
    sql`select wrapped_key from link_keys where kid = ${kid}::int`,
  );
  const key = createKeyring(service.config.masterKeys).open('link-key', String(kid), row?.wrapped_key ?? Buffer.of());
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(kid);
  head.writeUInt32BE(version, 1);
  const ids = [org.sellerId, invitation.uuid].map((id) => Buffer.from(id.replaceAll('-', ''), 'hex'));
  const claim = Buffer.concat([head, ...ids]);
  const mac = createHmac('sha256', key).update('nt24-link-2').update(claim).digest().subarray(0, 16);
  return `/i/${Buffer.concat([claim, mac]).toString('base64url')}`;
}

describe('the token of a link', () => {
  it('names the seller, and no other seller or invitation can be put into it', async () => {
    const scene = await invited();
    const bytes = Buffer.from(tokenOfLink(scene.invitation.publicLinkUrl), 'base64url');
    const [seller, invitation] = [HEAD_BYTES, HEAD_BYTES + ID_BYTES].map((at) =>
      bytes.subarray(at, at + ID_BYTES).toString('hex'),
    );
    assert.deepEqual(
      [seller, invitation],
      [scene.org.sellerId.replaceAll('-', ''), scene.invitation.uuid.replaceAll('-', '')],
    );
    for (const at of [HEAD_BYTES, HEAD_BYTES + ID_BYTES, bytes.length - 1]) {
      const altered = Buffer.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 1;
      await expectPage(await stranger().get(`/i/${altered.toString('base64url')}`), 404, 'errorPage.unknown.title');
    }
  });

  it('stays good where it is older, and its address stays the same', async () => {
    await service.db.write(sql`update link_keys set token_form = 1`);
    await startAnew();
    const scene = await invited();
    const link = pathOfLink(scene.invitation.publicLinkUrl);
    assert.equal(Buffer.from(tokenOfLink(scene.invitation.publicLinkUrl), 'base64url').length, 37);
    await rotate();
    assert.equal(await linkNow(scene), link);
    const visitor = stranger();
    await expectLanding(await visitor.get(link));
    expectRedirect(await visitor.post(`${link}/start`), '/kyc/documents');
    await expectPage(await visitor.get('/kyc/company'), 200, 'company.title');
    const newer = await invited();
    assert.equal(Buffer.from(tokenOfLink(newer.invitation.publicLinkUrl), 'base64url').length, 53);
    await service.db.write(sql`update link_keys set token_form = 2`);
    await startAnew();
  });

  it('opens only an invitation whose link the same key signed, and is answered as a forged one where not', async () => {
    const older = (await listLinkKeys(service.db)).find(({ state }) => state === 'signs')?.kid ?? assert.fail();
    const kid = await rotate();
    const scene = await invited();
    await expectLanding(await stranger().get(await sign(kid, scene)));
    const stolen = await sign(older, scene);
    const forged = stolen.slice(0, -4) + (stolen.endsWith('AAAA') ? 'BBBB' : 'AAAA');
    const before = await service.db.read(
      sql`select * from rate_windows where scope = ${`link:${scene.invitation.uuid}`}`,
    );
    const answersOf = async (path: string) => {
      const visitor = stranger();
      const answers = [];
      for (let n = 0; n < 12; n += 1) {
        const answer = n % 2 === 0 ? await visitor.get(path) : await visitor.post(`${path}/start`);
        const headers = new Headers(answer.headers);
        // The page repeats the token, which does not compress alike.
        for (const name of ['date', 'x-request-id', 'retry-after', 'content-length']) headers.delete(name);
        answers.push([answer.status, [...headers], (await answer.text()).replaceAll(path.slice('/i/'.length), '')]);
      }
      assert.equal(visitor.cookie, undefined);
      return answers;
    };
    const answers = await answersOf(stolen);
    assert.deepEqual(
      answers.map(([status]) => status),
      [...Array<number>(10).fill(404), 429, 429],
    );
    assert.deepEqual(answers, await answersOf(forged));
    assert.deepEqual(
      await service.db.read(sql`select * from rate_windows where scope = ${`link:${scene.invitation.uuid}`}`),
      before,
      'it takes nothing from the budget of the genuine link',
    );
  });
});

describe('a link key', () => {
  it('is not retired while it signs, nor in the minute after, nor one that is not there', async () => {
    const signing = (await listLinkKeys(service.db)).find(({ state }) => state === 'signs')?.kid ?? assert.fail();
    const retire = (kid: number) => retireLinkKey(service.db, { kid, isForced: true });
    await assert.rejects(retire(signing), {
      name: AdminError.prototype.name,
      message: /signs new links; run link-key rotate/,
    });
    const kid = await rotateLinkKey(service.deps.db, service.deps.keyring);
    await assert.rejects(retire(signing), /signs new links/);
    await service.db.write(
      sql`update link_keys set active_from = now() - interval '5 seconds' where kid = ${kid}::int`,
    );
    await assert.rejects(retire(signing), /signed until a moment ago/);
    await assert.rejects(retire(kid), /signs new links/);
    await assert.rejects(retire(200), /^Error: there is no link key 200$/);
    await service.db.write(sql`update link_keys set active_from = active_from - interval '10 minutes'`);
    await startAnew();
  });

  it('is retired at once where no ACTIVE invitation has its links, and opens nothing of those that ended', async () => {
    const kid = (await listLinkKeys(service.db)).find(({ state }) => state === 'signs')?.kid ?? assert.fail();
    const [expired, revoked] = [await invited(), await invited()];
    const link = await published();
    const ids = [expired, link].map(({ invitation }) => invitation.uuid);
    await service.db.write(sql`update invitations set expires_at = now() where id = any(${ids}::uuid[])`);
    await service.call('POST', `${revoked.path}/revoke`, { token: await buyer.org.token(), body: { reason: '' } });
    await expectPage(await stranger().get(await linkNow(revoked)), 410, 'errorPage.revoked.title');
    await rotate();
    assert.deepEqual(await retireLinkKey(service.db, { kid, isForced: false }), { wasRetired: false, replaced: 0 });
    await startAnew();
    for (const scene of [expired, revoked]) {
      const link = await linkNow(scene);
      assert.equal(link, pathOfLink(scene.invitation.publicLinkUrl), 'shown as it was');
      await expectPage(await stranger().get(link), 404, 'errorPage.unknown.title');
    }
    const resent = await service.call('POST', `${expired.path}/resend`, { token: await buyer.org.token() });
    assert.equal(resent.status, 200);
    const renewed = await linkNow(expired);
    assert.notEqual(renewed, pathOfLink(expired.invitation.publicLinkUrl));
    await expectLanding(await stranger().get(renewed));
    await expectRenewed(link);
  });

  /** A published link is revived at a new address, and changed at the old one as long as it is not. */
  async function expectRenewed(link: LinkScene): Promise<void> {
    const patch = async (body: object): Promise<InvitationView> => {
      const answer = await service.call('PATCH', link.path, { token: await buyer.org.token(), body });
      assert.equal(answer.status, 200);
      return (await answer.json()) as InvitationView;
    };
    const { publicLinkUrl } = link.invitation;
    assert.partialDeepStrictEqual(await patch({ label: 'Hall 3' }), { status: 'EXPIRED', publicLinkUrl });
    const revived = await patch({ expiresInDays: 1 });
    assert.equal(revived.status, 'ACTIVE');
    assert.notEqual(revived.publicLinkUrl, publicLinkUrl);
    assert.equal(await linkNow(link), pathOfLink(revived.publicLinkUrl));
  }

  it('is kept while ACTIVE invitations have its links, unless it is forced: then they get others', async () => {
    const kid = (await listLinkKeys(service.db)).find(({ state }) => state === 'signs')?.kid ?? assert.fail();
    const scenes = [await invited(), await invited(), await invited()];
    const link = await published();
    const visitor = stranger();
    const [first = assert.fail()] = scenes;
    await visitor.prepare(first.invitation.publicLinkUrl, []);
    await rotate();
    const standing = await service.db.readFirst<{ count: number }>(sql`select count(*)::int as count from invitations
      where link_kid = ${kid}::int and status = 'ACTIVE' and expires_at > now()`);
    assert.ok((standing?.count ?? 0) >= 4);
    await assert.rejects(retireLinkKey(service.db, { kid, isForced: false }), {
      message: `${standing?.count} ACTIVE invitations have a link of key ${kid}, which would die; resend them with rotateLink, or add --force`,
    });
    await expectLanding(await stranger().get(pathOfLink(first.invitation.publicLinkUrl)));

    assert.deepEqual(await retireLinkKey(service.db, { kid, isForced: true }), {
      wasRetired: false,
      replaced: standing?.count,
    });
    await expectPage(await visitor.get('/kyc/company'), 410, 'errorPage.replaced.title');
    for (const scene of scenes) {
      await expectPage(
        await stranger().get(pathOfLink(scene.invitation.publicLinkUrl)),
        404,
        'errorPage.unknown.title',
      );
      await expectLanding(await stranger().get(await linkNow(scene)));
    }
    assert.notEqual(await linkNow(link), pathOfLink(link.invitation.publicLinkUrl), 'a published one, too');
    assert.deepEqual(await retireLinkKey(service.db, { kid, isForced: false }), { wasRetired: true, replaced: 0 });
    const trail = await service.db.readFirst<{ replaced: number; retired: number }>(sql`select
        count(*) filter (where action = 'invitation.replace-link')::int as replaced,
        count(*) filter (where action = 'link-key.retire' and details->>'kid' = ${String(kid)})::int as retired
      from audit_events`);
    assert.deepEqual(trail, { replaced: standing?.count, retired: 1 });
  });

  it('signs nothing any more that a process without the news still gives out', async () => {
    const kid = (await listLinkKeys(service.db)).find(({ state }) => state === 'signs')?.kid ?? assert.fail();
    const scene = await newBuyer();
    await rotateLinkKey(service.deps.db, service.deps.keyring);
    await service.db.write(sql`update link_keys set active_from = active_from - interval '10 minutes'`);
    assert.equal((await retireLinkKey(service.db, { kid, isForced: true })).wasRetired, false);
    const body = { recipientEmail: 'late@sample.example' };
    const late = await service.call('POST', scene.invitations, { token: await buyer.org.token(), body });
    assert.equal(late.status, 503);
    await startAnew();
    const good = await service.call('POST', scene.invitations, { token: await buyer.org.token(), body });
    assert.equal(good.status, 201);
  });
});
