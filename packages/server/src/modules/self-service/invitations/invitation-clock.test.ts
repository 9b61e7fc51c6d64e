import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import { pino } from 'pino';
import sql from 'sql-template-tag';
import { invitationJobs } from './jobs.ts';
import { submissionJobs } from '../submissions/jobs.ts';
import { type Database, openDatabase } from '../../../platform/db/database.ts';
import { createTestDatabase, type TestDatabase } from '../../../../../harness/src/database.ts';

/** Monday. */
const START = '2026-06-01 09:00Z';
const WORKERS = 4;

/** The clock's work in a database whose clock can be set: its own `now()` comes before the system's. */
describe('what is due by the clock', () => {
  let database: TestDatabase;
  let workers: Database[] = [];
  let db: Database;

  before(async () => {
    database = await createTestDatabase();
    const setup = new Client({ connectionString: database.url });
    await setup.connect();
    await setup.query(`create schema clock; create table clock.instant as select timestamptz '${START}' as at;
      create function clock.now() returns timestamptz language sql stable as 'select at from clock.instant'`);
    await setup.query(`do $$ begin
      execute format('alter database %I set search_path = clock, pg_catalog, public', current_database()); end $$`);
    await setup.end();
    workers = Array.from({ length: WORKERS }, () =>
      openDatabase({ url: database.url, poolSize: 2, log: pino({ level: 'silent' }) }),
    );
    const [first] = workers;
    assert.ok(first);
    db = first;
  });
  after(async () => {
    await Promise.all(workers.map((worker) => worker.close()));
    await database.drop();
  });

  const setClock = (at: string): Promise<unknown> => db.write(sql`update clock.instant set at = ${at}::timestamptz`);
  /** In all workers at once. */
  async function run(name: string): Promise<void> {
    const { signal } = new AbortController();
    const tasks = workers.map((worker) =>
      [...invitationJobs({ db: worker }), ...submissionJobs({ db: worker })].find((task) => task.name === name),
    );
    await Promise.all(tasks.map((task) => (assert.ok(task), task.run(signal))));
  }
  async function addInvitation(changes: {
    expiresAt: string;
    remindAt?: string;
    blocked?: boolean;
    /** The inviter's grant was withdrawn. */
    ungranted?: boolean;
  }): Promise<string> {
    const [organization, seller, buyer, invitation] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    await db.write(sql`with o as (insert into organizations (id, slug, name, dpa_accepted_at) values (${organization}::uuid, ${organization}, 'Any', now())),
      s as (insert into sellers (id, name, country) values (${seller}::uuid, 'Any', 'DE')),
      g as (insert into grants (organization_id, seller_id)
        select ${organization}::uuid, ${seller}::uuid where not ${changes.ungranted ?? false}::boolean),
      b as (insert into buyers (id, seller_id, vat_number, company_name, address_id, street, post_code, city, country, kyc_mode, status)
        values (${buyer}::uuid, ${seller}::uuid, 'PT1', 'Any', ${randomUUID()}::uuid, '-', '-', '-', 'PT', 'NT24_LED',
          ${changes.blocked ? 'BLOCKED' : 'ACTIVE'}))
      insert into invitations (id, seller_id, buyer_id, kind, organization_id, recipient_email, locale, requested_documents, link_kid,
        reminders, next_reminder_at, expires_at)
      values (${invitation}::uuid, ${seller}::uuid, ${buyer}::uuid, 'KYC', ${organization}::uuid, 'a@b.example', 'en', '{}', 1,
        true, ${changes.remindAt ?? null}::timestamptz, ${changes.expiresAt}::timestamptz)`);
    return invitation;
  }
  async function count(table: 'events' | 'audit', invitation: string): Promise<number> {
    const rows =
      table === 'events'
        ? await db.read(sql`select from events where data->>'invitationUuid' = ${invitation}`)
        : await db.read(sql`select from audit_events where invitation_id = ${invitation}::uuid`);
    return rows.length;
  }
  const mails = async (invitation: string): Promise<number> =>
    (
      await db.read(sql`select from mails m join graphile_worker._private_jobs j on j.payload->>'mailId' = m.id::text
      where m.subject_id = ${invitation} and m.kind = 'REMINDER' and m.status = 'QUEUED'`)
    ).length;
  const nextReminder = async (invitation: string): Promise<string | undefined> =>
    (
      await db.readFirst<{ at: Date | null }>(
        sql`select next_reminder_at as at from invitations where id = ${invitation}::uuid`,
      )
    )?.at?.toISOString();

  it('expires each overdue invitation once, with one event and one line, by four at once', async () => {
    await setClock(START);
    const overdue = [];
    for (let n = 0; n < 20; n += 1) overdue.push(await addInvitation({ expiresAt: '2026-06-01 09:00Z' }));
    const alive = await addInvitation({ expiresAt: '2026-06-01 09:00:00.001Z' });
    await run('invitations.expire');
    await run('invitations.expire');
    for (const id of overdue) assert.deepEqual([await count('events', id), await count('audit', id)], [1, 1]);
    assert.deepEqual([await count('events', alive), await count('audit', alive)], [0, 0]);
    const rows = await db.read<{ status: string }>(
      sql`select status from invitations where id = any(${overdue}::uuid[])`,
    );
    assert.ok(rows.every((row) => row.status === 'EXPIRED'));
  });

  it('queues a reminder once by four at once, and plans the next one from then', async () => {
    await setClock('2026-06-08 12:00Z');
    const invitation = await addInvitation({ expiresAt: '2026-07-01 09:00Z', remindAt: '2026-06-06 09:00Z' });
    await run('invitations.remind');
    await run('invitations.remind');
    assert.deepEqual([await mails(invitation), await count('audit', invitation)], [1, 1]);
    assert.equal(await nextReminder(invitation), '2026-06-11T12:00:00.000Z');
  });

  it('sends four at most, also when the worker was away for weeks, and none on a weekend, after the end, to a blocked buyer, or for whom may not act', async () => {
    const invitation = await addInvitation({ expiresAt: '2026-07-31 09:00Z', remindAt: '2026-06-08 09:00Z' });
    const blocked = await addInvitation({
      expiresAt: '2026-07-31 09:00Z',
      remindAt: '2026-06-08 09:00Z',
      blocked: true,
    });
    const ungranted = await addInvitation({
      expiresAt: '2026-07-31 09:00Z',
      remindAt: '2026-06-08 09:00Z',
      ungranted: true,
    });
    const ended = await addInvitation({ expiresAt: '2026-06-09 09:00Z', remindAt: '2026-06-08 09:00Z' });
    await setClock('2026-06-20 12:00Z');
    await run('invitations.remind');
    assert.equal(await mails(invitation), 0, 'a Saturday');
    for (let day = 22; day <= 65; day += 1) {
      await setClock(new Date(Date.UTC(2026, 5, day, 12)).toISOString());
      await run('invitations.remind');
    }
    assert.deepEqual(
      [await mails(invitation), await mails(blocked), await mails(ended), await mails(ungranted)],
      [4, 0, 0, 0],
    );
    assert.equal(await nextReminder(invitation), undefined);
  });

  it('forgets the drafts of revoked invitations, and no others', async () => {
    await setClock(START);
    const [revoked, active] = [
      await addInvitation({ expiresAt: '2026-07-01Z' }),
      await addInvitation({ expiresAt: '2026-07-01Z' }),
    ];
    for (const id of [revoked, active]) {
      await db.write(sql`insert into kyc_drafts (invitation_id, company_remark) values (${id}::uuid, 'said')`);
      await db.write(sql`insert into kyc_files (id, invitation_id, type, file_name, media_type, byte_size, sha256, storage_key)
        values (gen_random_uuid(), ${id}::uuid, 'COC_EXTRACT', 'a.pdf', 'application/pdf', 1, '', ${randomBytes(16).toString('hex')})`);
    }
    await db.write(
      sql`update invitations set status = 'REVOKED', revoked_at = now(), revocation_reason = '' where id = ${revoked}::uuid`,
    );
    await run('submissions.purgeDrafts');
    const left = await db.read<{ id: string }>(sql`select invitation_id as id from kyc_drafts union all
      select invitation_id from kyc_files where invitation_id is not null`);
    assert.deepEqual(
      left.map((row) => row.id),
      [active, active],
    );
  });
});
