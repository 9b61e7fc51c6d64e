import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { clockWorkOf, doClockWork } from '../../../../../harness/src/clock-work.ts';
import { sceneWithInvitation } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';

const WRITERS = 8;
const WRITES = 60;
const STATUSES = ['ACTIVE', 'USED', 'REVOKED', 'EXPIRED'] as const;

/** Of every number that is known without counting, in one snapshot: those that are not what counting finds. */
const DIFFERENCES = `
  with noted as (
    select seller_id, counted_by, kind, status, day, count from invitation_tallies
    union all select seller_id, 'ALL', kind, status, date '-infinity', change from invitation_moves
    union all select seller_id, 'CREATED', kind, status, created_on, change from invitation_moves
    union all select seller_id, 'EXPIRES', kind, status, expires_on, change from invitation_moves),
  counted as (
    select seller_id, 'ALL' as counted_by, kind, status, date '-infinity' as day from invitations
    union all select seller_id, 'CREATED', kind, status, (created_at at time zone 'UTC')::date from invitations
    union all select seller_id, 'EXPIRES', kind, status, (expires_at at time zone 'UTC')::date from invitations)
  select * from (select seller_id, counted_by, kind, status, day, sum(count) as count from noted group by 1, 2, 3, 4, 5 having sum(count) <> 0) n
    full join (select seller_id, counted_by, kind, status, day, count(*) as count from counted group by 1, 2, 3, 4, 5) c
    using (seller_id, counted_by, kind, status, day)
  where n.count is distinct from c.count`;

describe('the numbers of invitations', () => {
  let service: TestService;
  const clients: Client[] = [];
  before(async () => void (service = await startService()));
  after(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await service.close();
  });

  async function connect(): Promise<Client> {
    const client = new Client({ connectionString: service.databaseUrl });
    client.on('error', () => undefined);
    await client.connect();
    clients.push(client);
    return client;
  }

  /** Anything that a statement can do to a table, of one row or several, kept or not. */
  async function write(client: Client, model: string): Promise<void> {
    const chance = (of: number): number => Math.floor(Math.random() * of);
    const mine = `(select id from invitations where locale = 'xx' order by random() limit ${1 + chance(5)} for update skip locked)`;
    const status = STATUSES[chance(4)] ?? 'ACTIVE';
    const writes = [
      `insert into invitations (id, seller_id, buyer_id, kind, organization_id, recipient_email, locale, requested_documents, link_kid, created_at, expires_at)
        select gen_random_uuid(), seller_id, buyer_id, kind, organization_id, gen_random_uuid() || '@x.example', 'xx', '{}', 1,
          now() - n * interval '11 hours', now() + n * interval '13 hours'
        from invitations, generate_series(1, ${1 + chance(4)}) n where id = '${model}'`,
      `update invitations set status = '${status}', usage_count = 1, last_used_at = now(),
        revoked_at = case when '${status}' = 'REVOKED' then now() end, revocation_reason = case when '${status}' = 'REVOKED' then 'x' end
        where id in ${mine}`,
      `update invitations set expires_at = expires_at + interval '1 day' where id in ${mine}`,
      `update invitations set created_at = created_at - interval '30 hours', expires_at = expires_at + interval '1 hour', kind = kind,
        usage_count = 1, last_used_at = now(), status = case when status = 'ACTIVE' then 'USED' else status end where id in ${mine}`,
      `update invitations set opened_at = now() where id in ${mine}`,
      `delete from invitations where id in ${mine}`,
    ];
    await client.query('begin');
    for (let n = 0; n <= chance(3); n += 1) await client.query(writes[chance(writes.length)] ?? '');
    await client.query(chance(4) === 0 ? 'rollback' : 'commit');
  }

  it('are those of counting at every instant, beside writers, folding and killed folding', async () => {
    const { invitation } = await sceneWithInvitation(service);
    const work = clockWorkOf(service);
    const checker = await connect();
    const differences = async (): Promise<unknown[]> => (await checker.query(DIFFERENCES)).rows;
    let writing = true;
    const writers = Promise.all(
      Array.from({ length: WRITERS }, async () => {
        const client = await connect();
        for (let n = 0; n < WRITES; n += 1) await write(client, invitation.uuid);
      }),
    ).finally(() => (writing = false));
    let folds = 0;
    const fold = async (): Promise<void> => {
      while (writing) {
        // One that was killed is a failure of its run; the next one goes on.
        await doClockWork(work, ['invitations.fold']).then(
          () => (folds += 1),
          () => undefined,
        );
        await sleep(10);
      }
    };
    let killed = 0;
    const kill = async (): Promise<void> => {
      const killer = await connect();
      while (writing) {
        const { rowCount } = await killer.query(`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and state = 'active' and query like '%delete from invitation_changes%' and pid <> pg_backend_pid()`);
        killed += rowCount ?? 0;
        await sleep(5);
      }
    };
    const check = async (): Promise<void> => {
      while (writing) assert.deepEqual(await differences(), []);
    };
    await Promise.all([writers, fold(), fold(), kill(), check()]);
    await doClockWork(work, ['invitations.fold']);
    assert.deepEqual(await differences(), []);
    assert.equal((await checker.query('select from invitation_changes')).rowCount, 0, 'all is folded');
    assert.ok(folds > 0 && killed > 0, `${folds} folded, ${killed} killed`);
  });

  it('notice a trigger that is off', async () => {
    const checker = await connect();
    await checker.query(`begin; alter table invitations disable trigger user;
      update invitations set expires_at = expires_at + interval '1 day' where id = (select id from invitations limit 1)`);
    assert.equal((await checker.query(DIFFERENCES)).rowCount, 2);
    await checker.query('rollback');
  });
});
