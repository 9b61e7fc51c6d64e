import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import sql from 'sql-template-tag';
import { eventually } from '../../../../harness/src/eventually.ts';
import { addManyInvitations } from '../../../../harness/src/many-invitations.ts';
import { type InvitationScene, sceneWithInvitation } from '../../../../harness/src/scene.ts';
import { expectProblem } from '../../../../harness/src/problem.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';
import { clockWorkOf, doClockWork } from '../../../../harness/src/clock-work.ts';
import { selectBuyers } from '../../modules/parties/buyers/list-repository.ts';
import { selectInvitations } from '../../modules/self-service/invitations/list-repository.ts';
import type { Database, Statement } from '../../platform/db/database.ts';

const COUNT = 20_000;
/**
 * What a list may look at: the last page that is gone to from the start of each part, and for buyers the one in the middle, as theirs are
 * gone to from the nearer end.
 */
const FEW = { invitations: 4_500, buyers: 10_500 };

/** Of the index: what is passed over in an index shows in no number of rows. */
const MOST_BLOCKS = 150;

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: keyof typeof FEW;
  readonly 'Index Name'?: string;
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

const nodesOf = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
const isOfLists = (node: PlanNode): boolean => node['Relation Name'] !== undefined && node['Relation Name'] in FEW;

describe('lists that do not grow heavy', () => {
  let service: TestService;
  let scene: InvitationScene;
  let client: Client;
  before(async () => {
    service = await startService();
    scene = await sceneWithInvitation(service);
    await addManyInvitations(service.databaseUrl, scene, COUNT);
    await doClockWork(clockWorkOf(service), ['invitations.expire', 'invitations.fold', 'buyers.fold']);
    client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    await client.query('vacuum analyze');
  });
  after(async () => {
    await client.end();
    await service.close();
  });

  /** The statements that a list sends. */
  async function statementsOf(select: (db: Database) => Promise<unknown>): Promise<Statement[]> {
    const sent: Statement[] = [];
    const { db } = service;
    await select({
      ...db,
      list: (statement) => (sent.push(statement), db.list(statement)),
      listFirst: (statement) => (sent.push(statement), db.listFirst(statement)),
    });
    return sent;
  }

  async function plansOf({ text, values }: Statement): Promise<PlanNode[][]> {
    const explain = 'explain (analyze, buffers, timing off, format json)';
    const custom = await client.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
      `${explain} ${text}`,
      values as unknown[],
    );
    // What a connection that has sent it a few times may settle on.
    const generic = await client.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
      `explain (generic_plan, format json) ${text}`,
    );
    return [custom, generic].map(({ rows }) =>
      rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => nodesOf(Plan))),
    );
  }

  async function looksAtFew(name: string, select: (db: Database) => Promise<unknown>): Promise<void> {
    const statements = await statementsOf(select);
    assert.ok(statements.length > 0);
    for (const statement of statements) {
      const [custom = [], generic = []] = await plansOf(statement);
      for (const node of [...custom, ...generic].filter(isOfLists))
        assert.notEqual(node['Node Type'], 'Seq Scan', name);
      for (const [table, most] of Object.entries(FEW)) {
        const looked = custom
          .filter((node) => node['Relation Name'] === table)
          .map((node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']);
        const sum = looked.reduce((one, other) => one + other, 0);
        assert.ok(sum <= most, `${name} looked at ${sum} ${table}: ${statement.text}`);
      }
      const sorted = custom
        .filter((node) => node['Node Type'] === 'Sort')
        .map((node) => node['Actual Rows'] * node['Actual Loops']);
      assert.ok(Math.max(0, ...sorted) <= FEW.buyers, `${name} sorted ${Math.max(...sorted)}`);
    }
  }

  it('look at few rows by an index, for every filter, sort and page of invitations', async () => {
    const { sellerId } = scene.org;
    const createdAfter = new Date(Date.parse(scene.invitation.createdAt) - 60 * 86_400_000);
    for (const status of [undefined, 'ACTIVE', 'USED', 'EXPIRED'] as const) {
      for (const kind of [undefined, 'PROSPECT'] as const) {
        const filter = { sellerId, ...(status && { status }), ...(kind && { kind }) };
        const name = JSON.stringify(filter);
        await looksAtFew(`${name} by cursor`, (db) => selectInvitations(db, { ...filter, cursor: '' }));
        await looksAtFew(`${name} made after by cursor`, (db) =>
          selectInvitations(db, { ...filter, createdAfter, cursor: '' }),
        );
        await looksAtFew(`${name} made after`, (db) => selectInvitations(db, { ...filter, createdAfter }));
        for (const sort of ['createdAt,desc', 'createdAt,asc', 'expiresAt,desc', 'expiresAt,asc'])
          for (const page of [0, 30, 120, 400, 700])
            await looksAtFew(`${name} ${sort} ${page}`, (db) => selectInvitations(db, { ...filter, sort, page }));
      }
    }
    await looksAtFew('address', (db) => selectInvitations(db, { sellerId, recipientEmail: 'p7@many.example' }));
  });

  it('walk by cursor from where those made after an instant begin', async () => {
    const { sellerId } = scene.org;
    const createdAfter = new Date(Date.parse(scene.invitation.createdAt) - 86_400_000);
    const sent = await statementsOf((db) => selectInvitations(db, { sellerId, createdAfter, cursor: '' }));
    const page = sent.find(({ text }) => text.includes('first_made'));
    assert.ok(page);
    const [plan = []] = await plansOf(page);
    const walks = plan.filter((node) => node['Index Name'] === 'invitations__by_position');
    const blocks = walks.reduce((sum, node) => sum + (node['Shared Hit Blocks'] ?? 0), 0);
    assert.ok(walks.length > 0 && blocks <= MOST_BLOCKS, `${blocks} blocks`);
  });

  it('look at few rows by an index, for every filter, sort and page of buyers', async () => {
    const { sellerId } = scene.org;
    for (const status of [undefined, 'BLOCKED'] as const) {
      const filter = { sellerId, ...(status && { status }) };
      await looksAtFew('buyers by cursor', (db) => selectBuyers(db, { ...filter, cursor: '' }));
      for (const field of ['createdAt', 'updatedAt', 'companyName', 'vatNumber'])
        for (const way of ['asc', 'desc'])
          for (const page of [0, 30, 240, 990])
            await looksAtFew(`buyers ${field} ${page}`, (db) =>
              selectBuyers(db, { ...filter, sort: `${field},${way}`, page }),
            );
    }
    await looksAtFew('buyer of a VAT number', (db) => selectBuyers(db, { sellerId, vatNumber: 'DE77' }));
  });

  it('go by name and VAT number so far from either end, and say so', async () => {
    const org = await service.organization();
    const token = await org.token();
    // As if there were so many: what is passed over is known by the numbers alone.
    await service.db.write(
      sql`insert into buyer_tallies (seller_id, status, count) values (${org.sellerId}::uuid, 'ACTIVE', 50_000)`,
    );
    const list = (query: string): Promise<Response> =>
      service.call('GET', `/v1/partners/${org.sellerId}/buyers?${query}`, { token });
    for (const sort of ['companyName,asc', 'vatNumber,DESC']) {
      for (const page of [500, 2_000]) assert.equal((await list(`sort=${sort}&page=${page}`)).status, 200, sort);
      for (const page of [501, 1_999]) {
        const { errors = [] } = await expectProblem(await list(`sort=${sort}&page=${page}`), 'validation-error');
        assert.deepEqual([errors.length, errors[0]?.field, errors[0]?.rejectedValue], [1, 'page', page]);
      }
    }
    for (const sort of ['createdAt,asc', 'updatedAt,desc'])
      assert.equal((await list(`sort=${sort}&page=1200`)).status, 200, sort);
  });

  it('are added up behind a reader where no worker does it', async () => {
    const fresh = await startService();
    try {
      const its = await sceneWithInvitation(fresh);
      await addManyInvitations(fresh.databaseUrl, its, 2_500);
      const waiting = async (): Promise<number[]> => {
        const counted = sql`select (select count(*)::int from invitation_changes) as invitations,
          (select count(*)::int from buyer_changes) as buyers`;
        return Object.values((await fresh.db.read<Record<string, number>>(counted))[0] ?? {});
      };
      const totalOf = async (list: string): Promise<number> => {
        const answer = await fresh.call('GET', `${its.partner}/${list}`, its);
        return ((await answer.json()) as { pagination: { totalElements: number } }).pagination.totalElements;
      };
      assert.deepEqual(await waiting(), [2_501, 2_501]);
      for (const list of ['self-service-invitations', 'buyers']) assert.equal(await totalOf(list), 2_501);
      await eventually('all is added up', async () => (await waiting()).every((count) => count === 0));
      for (const list of ['self-service-invitations', 'buyers']) assert.equal(await totalOf(list), 2_501);
    } finally {
      await fresh.close();
    }
  });

  it('are refused when they are slow, and hold up no other call', async () => {
    await client.query('begin; lock table invitation_tallies');
    let settled = 0;
    const list = async (): Promise<Response> => {
      const answer = await service.call('GET', `${scene.partner}/self-service-invitations`, scene);
      settled += 1;
      return answer;
    };
    const slow = Promise.all(Array.from({ length: 12 }, list));
    for (let n = 0; n < 30; n += 1) assert.equal((await service.call('GET', scene.path, scene)).status, 200);
    assert.equal(settled, 0, 'the others were answered before the first list');
    for (const answer of await slow) {
      assert.ok(Number(answer.headers.get('retry-after')) >= 1);
      await expectProblem(answer, 'unavailable');
    }
    await client.query('rollback');
    assert.equal((await list()).status, 200);
  });
});
