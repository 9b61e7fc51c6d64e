import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { clockWorkOf, doClockWork } from '../../../../../harness/src/clock-work.ts';
import { addManyInvitations } from '../../../../../harness/src/many-invitations.ts';
import { opsOf } from '../../../../../harness/src/ops.ts';
import { createPortalScene } from '../../../../../harness/src/portal.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import {
  type BuyerScene,
  type InvitationScene,
  sceneWithBuyer,
  sceneWithInvitation,
} from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import type { InvitationPage } from '../../../../../sdk/src/index.ts';

const COUNT = 2_600;
const STATUSES = [undefined, 'ACTIVE', 'USED', 'REVOKED', 'EXPIRED'];
const KINDS = [undefined, 'KYC', 'PROSPECT'];
const SORTS = [undefined, 'createdAt,asc', 'expiresAt,asc', 'expiresAt,desc'];

type Filter = Readonly<Record<string, string>>;

describe('lists of many invitations', () => {
  let service: TestService;
  let scene: InvitationScene;
  let halfway: string;
  before(async () => {
    service = await startService();
    scene = await sceneWithInvitation(service);
    await addManyInvitations(service.databaseUrl, scene, COUNT);
    await addManyInvitations(service.databaseUrl, await sceneWithInvitation(service), 300);
    const { createdAt } = scene.invitation;
    halfway = new Date(Date.parse(createdAt) - 50 * 86_400_000).toISOString();
  });
  after(() => service.close());

  async function list(of: BuyerScene, query: Filter, path = 'self-service-invitations'): Promise<InvitationPage> {
    const answer = await service.call('GET', `${of.partner}/${path}?${new URLSearchParams(query).toString()}`, of);
    assert.equal(answer.status, 200, await answer.clone().text());
    return (await answer.json()) as InvitationPage;
  }

  /** What the plain query finds, in the order asked for. */
  async function plain(filter: Filter, sort = 'createdAt,desc'): Promise<string[]> {
    const { status = null, kind = null, recipientEmail = null, createdAfter = null, buyerId = null } = filter;
    const rows = await service.db.read<{ id: string; created_at: string; expires_at: string }>(sql`
      select id, extract(epoch from created_at)::text as created_at, extract(epoch from expires_at)::text as expires_at from invitations
      where seller_id = ${scene.org.sellerId}::uuid
        and (${status}::text is null or case when status = 'ACTIVE' and expires_at <= now() then 'EXPIRED' else status end = ${status}::text)
        and (${kind}::text is null or kind = ${kind}::text) and (${buyerId}::uuid is null or buyer_id = ${buyerId}::uuid)
        and (${recipientEmail}::text is null or lower(recipient_email) = lower(${recipientEmail}::text))
        and (${createdAfter}::timestamptz is null or created_at > ${createdAfter}::timestamptz)`);
    const [field, way] = sort.split(',');
    const key = field === 'expiresAt' ? 'expires_at' : 'created_at';
    const sign = way === 'asc' ? 1 : -1;
    return rows
      .toSorted((a, b) => sign * (Number(a[key]) - Number(b[key])) || (a.id < b.id ? -1 : 1))
      .map(({ id }) => id);
  }

  function combinations(): Filter[] {
    const wide = STATUSES.flatMap((status) =>
      KINDS.flatMap((kind) => [undefined, halfway].map((createdAfter) => ({ status, kind, createdAfter }))),
    );
    const narrow = STATUSES.flatMap((status) => [
      { status, recipientEmail: 'P7@many.example' },
      { status, buyerId: scene.buyerId },
      { status, buyerId: scene.buyerId, recipientEmail: 'p9@many.example', createdAfter: halfway },
    ]);
    return [...wide, ...narrow].map(
      (filter) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined)) as Filter,
    );
  }

  async function everyPage(filter: Filter, sort: string | undefined): Promise<void> {
    const expected = await plain(filter, sort);
    const size = 30;
    const last = Math.max(0, Math.ceil(expected.length / size) - 1);
    for (const page of new Set([0, Math.ceil(last * 0.6), last, 900])) {
      const query = { ...filter, ...(sort && { sort }), page: String(page), size: String(size) };
      const { data, pagination } = await list(scene, query);
      const from = page * size;
      assert.equal(pagination.totalElements, expected.length, JSON.stringify(query));
      assert.deepEqual(
        data.map(({ uuid }) => uuid),
        expected.slice(from, from + size),
        JSON.stringify(query),
      );
    }
  }

  it('have the rows of the plain query, for every filter, sort and page, folded or not', async () => {
    for (const filter of combinations()) for (const sort of SORTS) await everyPage(filter, sort);
    await doClockWork(clockWorkOf(service), ['invitations.fold']);
    for (const filter of combinations()) await everyPage(filter, undefined);
  });

  it('go by cursor over the rows of the plain query, for every filter', async () => {
    // Moved on, added up and not: where the walk of those made after an instant begins stays right.
    await service.db.write(sql`update invitations set status = 'USED', usage_count = 1, last_used_at = now()
      where seller_id = ${scene.org.sellerId}::uuid and status = 'EXPIRED' and list_position % 2 = 0`);
    for (const filter of combinations()) {
      const seen: string[] = [];
      let cursor = '';
      for (;;) {
        const { data, pagination } = await list(scene, { ...filter, cursor, size: '100' });
        seen.push(...data.map(({ uuid }) => uuid));
        if (pagination.nextCursor === undefined) break;
        // Somebody else's transaction in this cluster may hold the horizon for a while.
        cursor = pagination.nextCursor;
      }
      assert.deepEqual(seen.toSorted(), (await plain(filter)).toSorted(), JSON.stringify(filter));
    }
  });

  it('of buyers have the rows of the plain query, for every filter, sort and page, folded or not', async () => {
    const columns = {
      createdAt: 'created_at',
      updatedAt: 'updated_at',
      companyName: 'company_name',
      vatNumber: 'vat_number',
    };
    for (const fold of [false, true]) {
      if (fold) await doClockWork(clockWorkOf(service), ['buyers.fold']);
      for (const [field, column] of Object.entries(columns)) {
        for (const way of ['asc', 'desc'] as const) {
          for (const status of [undefined, 'ACTIVE', 'BLOCKED']) {
            const rows = await service.db.read<{ id: string }>({
              text: `select id from buyers where seller_id = $1 and status = coalesce($2, status) order by ${column} ${way}, id`,
              values: [scene.org.sellerId, status ?? null],
            });
            const ids = rows.map(({ id }) => id);
            for (const page of [0, 40, Math.floor(ids.length / 30), Math.floor(ids.length / 30) + 1]) {
              const query = { sort: `${field},${way}`, page: String(page), size: '30', ...(status && { status }) };
              const { data, pagination } = await list(scene, query, 'buyers');
              assert.equal(pagination.totalElements, ids.length);
              const shown = data.map(({ uuid }) => uuid);
              assert.deepEqual(shown, ids.slice(page * 30, page * 30 + 30), JSON.stringify(query));
            }
          }
        }
      }
    }
  });

  it('take createdAfter with the order of the ends only where it leaves few', async () => {
    const many = await sceneWithInvitation(service);
    await addManyInvitations(service.databaseUrl, many, 10_100);
    const createdAfter = new Date(Date.parse(many.invitation.createdAt) - 300 * 86_400_000).toISOString();
    const query = new URLSearchParams({ createdAfter, sort: 'expiresAt' }).toString();
    const answer = await service.call('GET', `${many.partner}/self-service-invitations?${query}`, many);
    await expectProblem(answer, 'validation-error');
    const { pagination } = await list(many, { createdAfter, sort: 'expiresAt', status: 'USED' });
    assert.ok(pagination.totalElements > 1_000);
    assert.equal((await list(many, { createdAfter, cursor: '' })).pagination.totalElements, 10_101);
  });

  it('count each kind of write at once', async () => {
    const buyer = await sceneWithBuyer(service);
    const portal = createPortalScene(service, buyer);
    const work = clockWorkOf(service);
    const totals = async (): Promise<Record<string, number>> => {
      const counted = STATUSES.map(async (status) => {
        const { pagination } = await list(buyer, status ? { status } : {});
        return [status ?? 'ALL', pagination.totalElements] as const;
      });
      return Object.fromEntries(await Promise.all(counted));
    };
    const expected = { ALL: 0, ACTIVE: 0, USED: 0, REVOKED: 0, EXPIRED: 0 };
    async function expect(changes: Partial<typeof expected>): Promise<void> {
      Object.assign(expected, changes);
      assert.deepEqual(await totals(), expected);
      await doClockWork(work, ['invitations.fold']);
      assert.deepEqual(await totals(), expected);
    }
    const endNow = ({ invitation }: InvitationScene): Promise<unknown> =>
      service.db.write(sql`update invitations set expires_at = now() where id = ${invitation.uuid}::uuid`);

    await expect({});
    const [first, second, third] = [await portal.invited(), await portal.invited(), await portal.invited()];
    await expect({ ALL: 3, ACTIVE: 3 });
    await portal.revoke(first);
    await expect({ ACTIVE: 2, REVOKED: 1 });
    const visitor = await portal.started(second, [
      'COC_EXTRACT',
      'VAT_CERTIFICATE',
      'AML_DECLARATION',
      'CONTACT_PASSPORT',
    ]);
    assert.equal((await visitor.send()).status, 303);
    await expect({ ACTIVE: 1, USED: 1 });
    await endNow(third);
    await expect({ ACTIVE: 0, EXPIRED: 1 });
    await doClockWork(work, ['invitations.expire']);
    await expect({});
    await service.db.write(
      sql`update invitations set last_mail_at = now() - interval '1 hour' where id = ${third.invitation.uuid}::uuid`,
    );
    const resent = await service.call('POST', `${third.path}/resend`, { token: third.token, body: {} });
    assert.equal(resent.status, 200, await resent.clone().text());
    await expect({ ACTIVE: 1, EXPIRED: 0 });
    const erased = await opsOf(service)('invitations', 'erase', '--invitation', third.invitation.uuid);
    assert.equal(erased.err, '');
    await expect({ ACTIVE: 0, REVOKED: 2 });
  });
});
