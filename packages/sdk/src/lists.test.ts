import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import { eventually } from '../../harness/src/eventually.ts';
import { buyerBody, unique } from '../../harness/src/scene.ts';
import { settled } from '../../harness/src/settled.ts';
import { startService, type TestService } from '../../harness/src/service.ts';
import { type Buyer, ProblemError, type UpsertBuyerBody } from './index.ts';
import { moodyFetch } from './moody-fetch.test-support.ts';
import { type SdkScene, sdkScene } from './sdk-scene.test-support.ts';

const MANY = 25;

describe('lists', () => {
  let service: TestService;
  let scene: SdkScene;
  let line: ReturnType<typeof moodyFetch>;
  let buyers: Buyer[];
  before(async () => {
    service = await startService();
    scene = await sdkScene(service);
    line = moodyFetch();
    const { sellerId } = scene.ids;
    const upsert = (): Promise<Buyer> =>
      scene.client.buyers.upsert({ sellerId, ...(buyerBody() as unknown as UpsertBuyerBody) });
    buyers = await Promise.all(Array.from({ length: MANY - 1 }, upsert));
    buyers.push(await scene.client.buyers.get(scene.ids));
    await settled(service);
  });
  after(() => service.close());

  async function uuidsOf(entries: AsyncIterable<{ readonly uuid: string }>): Promise<string[]> {
    const uuids: string[] = [];
    for await (const { uuid } of entries) uuids.push(uuid);
    return uuids.sort();
  }

  const all = (): string[] => buyers.map(({ uuid }) => uuid).sort();

  it('gives one page when awaited', async () => {
    const { sellerId } = scene.ids;
    const page = await scene.client.buyers.list({ sellerId, size: 10 });
    assert.equal(page.data.length, 10);
    assert.equal(page.pagination.totalElements, MANY);
    const { response } = await scene.client.buyers.list({ sellerId, page: 2, size: 10 }).withResponse();
    assert.equal(response.status, 200);
  });

  it('gives every entry once, page after page, by the cursor and in an order that has none', async () => {
    const { sellerId } = scene.ids;
    const client = scene.clientWith({ fetch: line.fetch });
    line.seen.length = 0;
    assert.deepEqual(await uuidsOf(client.buyers.list({ sellerId, size: 10 })), all());
    // More where somebody is still writing, in any database of the server: a page may be short or empty then.
    assert.ok(line.seen.length >= 3);
    assert.match(line.seen[0]?.url ?? '', /[?&]cursor=(&|$)/);
    assert.match(line.seen.at(-1)?.url ?? '', /[?&]cursor=[\w-]+/);
    assert.deepEqual(await uuidsOf(client.buyers.list({ sellerId, size: 10, cursor: '' })), all());
    line.seen.length = 0;
    assert.deepEqual(await uuidsOf(client.buyers.list({ sellerId, size: 10, sort: 'companyName,asc' })), all());
    assert.match(line.seen[2]?.url ?? '', /[?&]page=2/);
    assert.equal(line.seen.length, 3);
  });

  it('gives every entry of a list that is changed meanwhile', async () => {
    const { client, ids } = scene;
    const made = await Promise.all(Array.from({ length: 5 }, scene.invited));
    await settled(service);
    const seen: string[] = [];
    for await (const { uuid } of client.invitations.list({ ...ids, status: 'ACTIVE', size: 2 })) {
      seen.push(uuid);
      await client.invitations.revoke({ ...ids, invitationUuid: uuid, reason: 'All of them.' });
    }
    assert.deepEqual(seen.sort(), made.map(({ uuid }) => uuid).sort());
  });

  it('gives once what was written just before, while another writer is at work', async () => {
    const writer = new Client({ connectionString: service.databaseUrl });
    await writer.connect();
    try {
      await writer.query('begin; select pg_current_xact_id()');
      const made = await Promise.all(Array.from({ length: 3 }, scene.invited));
      const waiting = moodyFetch();
      const client = scene.clientWith({ fetch: waiting.fetch });
      const found = uuidsOf(client.invitations.list({ ...scene.ids, status: 'ACTIVE', size: 2 }));
      await eventually('it asks again', () => waiting.seen.length >= 2);
      await writer.query('commit');
      assert.deepEqual(await found, made.map(({ uuid }) => uuid).sort());
      const { data } = await client.invitations.list({ ...scene.ids, status: 'ACTIVE', size: 2 });
      assert.equal(data.length, 2);
    } finally {
      await writer.end();
    }
  });

  it('asks only when it is awaited, and once', async () => {
    const { sellerId } = scene.ids;
    const asked = moodyFetch();
    const list = scene.clientWith({ fetch: asked.fetch }).buyers.list({ sellerId });
    assert.equal(asked.seen.length, 0);
    assert.deepEqual(await list, (await list.withResponse()).data);
    assert.equal(asked.seen.length, 1);
    const refused = scene.client.buyers.list({ sellerId, size: 0 });
    await assert.rejects(refused.withResponse(), ProblemError);
    await assert.rejects(
      refused.finally(() => undefined),
      ProblemError,
    );
  });

  it('fetches no more than is read, and ends by the signal', async () => {
    const { sellerId } = scene.ids;
    const client = scene.clientWith({ fetch: line.fetch });
    line.seen.length = 0;
    for await (const _ of client.buyers.list({ sellerId, size: 10, sort: 'companyName,asc' })) break;
    assert.equal(line.seen.length, 1);
    const controller = new AbortController();
    const listing = client.buyers.list({ sellerId, size: 10 }, { signal: controller.signal });
    await assert.rejects(
      async () => {
        for await (const page of listing.pages()) controller.abort(page);
      },
      (reason) => 'pagination' in (reason as object),
    );
    assert.equal(line.seen.length, 2);
  });

  it('goes on behind an empty page that is not the last', async () => {
    const { sellerId } = scene.ids;
    const pagination = { page: 0, size: 10, totalElements: 0, totalPages: 0, hasPrevious: false };
    const empty = { data: [], pagination: { ...pagination, hasNext: true, nextCursor: '' } };
    const writing = moodyFetch([() => Response.json(empty)]);
    const listing = scene.clientWith({ fetch: writing.fetch }).buyers.list({ sellerId, cursor: '', size: 100 });
    assert.deepEqual(await uuidsOf(listing), all());
    const controller = new AbortController();
    const still = moodyFetch([() => Response.json(empty), () => Response.json(empty)]);
    const pages = scene
      .clientWith({ fetch: still.fetch })
      .buyers.list({ sellerId, cursor: '' }, { signal: controller.signal })
      .pages();
    await pages.next();
    const next = pages.next();
    controller.abort();
    await assert.rejects(next, { name: 'AbortError' });
    assert.equal(still.seen.length, 1);
  });

  it('takes instants as dates', async () => {
    const { client, ids } = scene;
    const { sellerId } = ids;
    const before = await scene.invited();
    const later = new Date(Date.parse(before.createdAt));
    const { uuid } = await scene.invited();
    const found = await uuidsOf(client.invitations.listOfPartner({ sellerId, createdAfter: later }));
    assert.ok(found.includes(uuid) && !found.includes(before.uuid));
    const refused = client.invitations.listOfPartner({
      sellerId,
      recipientEmail: `${unique()}@x.example`,
      createdAfter: 'soon',
    });
    await assert.rejects(
      Promise.resolve(refused),
      (error) => error instanceof ProblemError && error.is('validation-error'),
    );
  });
});
