import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Client } from 'pg';
import sql from 'sql-template-tag';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import {
  addBuyer,
  type BuyerScene,
  invite,
  type InvitationView,
  sceneWithBuyer,
} from '../../../../../harness/src/scene.ts';
import { settled } from '../../../../../harness/src/settled.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import type { InvitationPage } from '../../../../../sdk/src/index.ts';

describe('lists by cursor', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  const ofSeller = ({ partner }: BuyerScene): string => `${partner}/self-service-invitations`;
  const ids = (rows: readonly InvitationView[]): string[] => rows.map(({ uuid }) => uuid).sort();

  async function page(scene: BuyerScene, path: string, query: Record<string, string>): Promise<InvitationPage> {
    const answer = await service.call('GET', `${path}?${new URLSearchParams(query).toString()}`, scene);
    assert.equal(answer.status, 200, await answer.clone().text());
    return (await answer.json()) as InvitationPage;
  }

  /** As docs/api-design.md says: on while there is more, and the last cursor is kept. */
  function poller(scene: BuyerScene, path: string): { poll(): Promise<void>; seen: Map<string, InvitationView> } {
    const seen = new Map<string, InvitationView>();
    let cursor = '';
    async function poll(): Promise<void> {
      for (;;) {
        const { data, pagination } = await page(scene, path, { cursor, size: '1' });
        for (const row of data) seen.set(row.uuid, row);
        if (pagination.nextCursor === undefined || pagination.nextCursor === cursor) return;
        cursor = pagination.nextCursor;
      }
    }
    return { poll, seen };
  }

  async function walk(scene: BuyerScene, path: string, query: Record<string, string>): Promise<InvitationView[]> {
    const rows: InvitationView[] = [];
    let next: Record<string, string> = {};
    for (;;) {
      const { data, pagination } = await page(scene, path, { ...query, ...next });
      rows.push(...data);
      assert.equal(pagination.hasNext, pagination.nextCursor !== undefined);
      if (pagination.nextCursor === undefined) return rows;
      next = { cursor: pagination.nextCursor };
    }
  }

  /** Stamped now and committed when it is told to, as by a writer that is held up. */
  async function heldUpWriter(uuid: string): Promise<{ uuid: string; commit(): Promise<void> }> {
    const late = randomUUID();
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    await client.query('begin');
    await client.query(
      `insert into invitations (id, seller_id, buyer_id, kind, organization_id, recipient_email, locale, requested_documents, link_kid, expires_at)
       select $1::uuid, seller_id, buyer_id, kind, organization_id, $1::text || '@x.example', locale, requested_documents, link_kid, expires_at
       from invitations where id = $2`,
      [late, uuid],
    );
    const commit = async (): Promise<void> => {
      await client.query('commit');
      await client.end();
    };
    return { uuid: late, commit };
  }

  it('give a poller what is committed behind what was stamped later; createdAfter does not', async () => {
    const scene = await sceneWithBuyer(service);
    for (const path of [scene.invitations, ofSeller(scene)]) {
      const { poll, seen } = poller(scene, path);
      const first = await invite(service, scene);
      const late = await heldUpWriter(first.invitation.uuid);
      const second = await invite(service, scene);
      // A cursor is given where there is more: without the horizon it would stand behind the second one now.
      const third = await invite(service, scene);
      await poll();
      const newest = third.invitation.createdAt;
      await late.commit();
      const { data } = await page(scene, ofSeller(scene), { createdAfter: newest });
      assert.deepEqual(ids(data), [], 'stamped before, it is passed over');
      const last = await invite(service, scene);
      await eventually('the last is given', async () => {
        await poll();
        return seen.has(last.invitation.uuid);
      });
      for (const uuid of [first.invitation.uuid, late.uuid, second.invitation.uuid, third.invitation.uuid])
        assert.ok(seen.has(uuid), uuid);
    }
  });

  it('lose nothing beside many writers', async () => {
    const scene = await sceneWithBuyer(service);
    const { poll, seen } = poller(scene, ofSeller(scene));
    const made: string[] = [];
    let writing = true;
    const writers = Promise.all(
      Array.from({ length: 12 }, async () => {
        for (let n = 0; n < 6; n += 1) made.push((await invite(service, scene)).invitation.uuid);
      }),
    ).finally(() => (writing = false));
    while (writing) await poll();
    await writers;
    await eventually('all are given', async () => {
      await poll();
      return isDeepStrictEqual([...seen.keys()].sort(), made.sort());
    });
  });

  it('are walked to the end while they are changed', async () => {
    for (const start of [{ cursor: '' }, {}]) {
      const scene = await sceneWithBuyer(service);
      for (let n = 0; n < 7; n += 1) await invite(service, scene);
      await settled(service);
      let query: Record<string, string> = { status: 'ACTIVE', size: '2', ...start };
      for (;;) {
        const { data, pagination } = await page(scene, scene.invitations, query);
        for (const { uuid } of data) {
          const path = `${scene.invitations}/${uuid}/revoke`;
          const revoked = await service.call('POST', path, { ...scene, body: { reason: 'all of them' } });
          assert.equal(revoked.status, 200);
        }
        if (pagination.nextCursor === undefined) break;
        query = { status: 'ACTIVE', size: '2', cursor: pagination.nextCursor };
      }
      const { pagination } = await page(scene, scene.invitations, { status: 'ACTIVE' });
      assert.equal(pagination.totalElements, 0);
    }
  });

  it('go on behind a page by number, without a gap and without showing a row twice', async () => {
    const scene = await sceneWithBuyer(service);
    const made: InvitationView[] = [];
    for (let n = 0; n < 7; n += 1) made.push((await invite(service, scene)).invitation);
    await settled(service);
    const newest = await page(scene, scene.invitations, { size: '3' });
    assert.deepEqual(ids(newest.data), ids(made.slice(4)));
    assert.deepEqual(ids(await walk(scene, scene.invitations, { size: '3' })), ids(made));
    const { pagination } = await page(scene, scene.invitations, { size: '7' });
    assert.equal(pagination.nextCursor, undefined, 'there is no more');
  });

  it('begin with the first page by number alone: what was made between two pages stands on neither', async () => {
    const scene = await sceneWithBuyer(service);
    const made: string[] = [];
    for (let n = 0; n < 5; n += 1) made.push((await invite(service, scene)).invitation.uuid);
    await settled(service);
    const first = await page(scene, scene.invitations, { size: '2' });
    made.push((await invite(service, scene)).invitation.uuid);
    await settled(service);
    const second = await page(scene, scene.invitations, { size: '2', page: '1' });
    assert.equal(second.pagination.nextCursor, undefined);
    const seen = [...first.data, ...second.data];
    for (let next = first.pagination.nextCursor; next !== undefined;) {
      const { data, pagination } = await page(scene, scene.invitations, { size: '2', cursor: next });
      seen.push(...data);
      next = pagination.nextCursor;
    }
    assert.deepEqual([...new Set(ids(seen))], made.sort());
  });

  it('survive a restore into a cluster whose transactions begin anew', async () => {
    const scene = await sceneWithBuyer(service);
    const { poll, seen } = poller(scene, scene.invitations);
    const old = await invite(service, scene);
    await service.db.write(sql`update database_timelines set identity = 'the cluster that was dumped'`);
    await service.db.write(
      sql`update invitations set list_position = list_position + 1000000000000 where id = ${old.invitation.uuid}::uuid`,
    );
    await poll();
    assert.ok(seen.has(old.invitation.uuid), 'what the dump brought is there at once');
    const young = await invite(service, scene);
    await eventually('what was written after it is given', async () => {
      await poll();
      return seen.has(young.invitation.uuid);
    });
  });

  it('are told what is written by processes that do not know the column', async () => {
    const scene = await sceneWithBuyer(service);
    const first = await invite(service, scene);
    const late = await heldUpWriter(first.invitation.uuid);
    await late.commit();
    await settled(service);
    const rows = await walk(scene, scene.invitations, { cursor: '' });
    assert.deepEqual(ids(rows), [first.invitation.uuid, late.uuid].sort());
  });

  it('of buyers are walked alike', async () => {
    const scene = await sceneWithBuyer(service);
    const made = [scene.buyerId];
    for (let n = 0; n < 4; n += 1) made.push((await addBuyer(service, scene.org, scene.token)).buyerId);
    await settled(service);
    for (const start of [{ cursor: '' }, {}] as Record<string, string>[]) {
      const rows = await walk(scene, `${scene.partner}/buyers`, { size: '2', ...start });
      assert.deepEqual(ids(rows), [...made].sort());
    }
  });

  it('refuse a cursor that is broken, or of another list, seller or filter', async () => {
    const [scene, other] = await Promise.all([sceneWithBuyer(service), sceneWithBuyer(service)]);
    for (let n = 0; n < 2; n += 1) await invite(service, scene);
    const { pagination } = await page(scene, scene.invitations, { size: '1', status: 'ACTIVE' });
    const cursor = pagination.nextCursor ?? assert.fail('there is more');
    const written = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as object;
    const changed = (change: object): string =>
      Buffer.from(JSON.stringify({ ...written, ...change })).toString('base64url');
    await page(scene, scene.invitations, { cursor, status: 'ACTIVE', size: '5' });
    const cases: [BuyerScene, string, Record<string, string>, string][] = [
      [scene, scene.invitations, { cursor }, 'cursor'],
      [scene, scene.invitations, { cursor, status: 'REVOKED' }, 'cursor'],
      [scene, ofSeller(scene), { cursor, status: 'ACTIVE' }, 'cursor'],
      [scene, `${scene.partner}/buyers`, { cursor, status: 'ACTIVE' }, 'cursor'],
      [other, other.invitations, { cursor, status: 'ACTIVE' }, 'cursor'],
      [scene, scene.invitations, { cursor, status: 'ACTIVE', page: '1' }, 'page'],
      [scene, scene.invitations, { cursor, status: 'ACTIVE', sort: 'createdAt,asc' }, 'sort'],
      ...['x', 'null', cursor.slice(0, -4), changed({ v: 2 }), changed({ after: { position: '9'.repeat(19) } })].map(
        (broken): [BuyerScene, string, Record<string, string>, string] => [
          scene,
          scene.invitations,
          { cursor: broken, status: 'ACTIVE' },
          'cursor',
        ],
      ),
    ];
    for (const [who, path, query, field] of cases) {
      const answer = await service.call('GET', `${path}?${new URLSearchParams(query).toString()}`, who);
      const { errors } = await expectProblem(answer, 'validation-error');
      assert.equal(errors?.[0]?.field, field, JSON.stringify(query));
    }
  });
});
