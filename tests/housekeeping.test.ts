import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import sql from 'sql-template-tag';
import { purgeAnswers } from '../packages/server/src/core/idempotency/index.ts';
import { purgeTrail } from '../packages/server/src/core/audit/index.ts';
import { purgeReadings } from '../packages/server/src/core/pii-log/index.ts';
import { purgeMails } from '../packages/server/src/modules/delivery/mail/repository.ts';
import { purgeWindows } from '../packages/server/src/core/rate-limits/index.ts';
import { type Database, openDatabase } from '../packages/server/src/platform/db/database.ts';
import { inBatches, purgeGivenUpJobs } from '../packages/server/src/platform/jobs/index.ts';
import { createTestDatabase, type TestDatabase } from '../packages/harness/src/database.ts';

describe('housekeeping', () => {
  let database: TestDatabase;
  let db: Database;
  const { signal } = new AbortController();

  before(async () => {
    database = await createTestDatabase();
    db = openDatabase({ url: database.url, poolSize: 4, log: pino({ level: 'silent' }) });
  });
  after(async () => {
    await db.close();
    await database.drop();
  });

  it('removes stored answers after their 24 hours, batch by batch, two at once', async () => {
    await db.write(sql`with o as (insert into organizations (slug, name) values ('any', 'Any') returning id)
      insert into idempotency_keys (organization_id, key_hash, fingerprint, answer, created_at)
      select o.id, int4send(n), '', '', now() - case when n <= 25 then interval '24 hours' else interval '23 hours 59 minutes' end
      from o, generate_series(1, 30) n`);
    await Promise.all([1, 2].map(() => inBatches(10, signal, (size) => purgeAnswers(db, size))));
    assert.equal((await db.read(sql`select from idempotency_keys`)).length, 5);
  });

  it('removes rate windows that nobody has called in for an hour', async () => {
    await db.write(sql`insert into rate_windows select n::text, 'read', now() - interval '2 hours', 0,
      now() - case when n <= 25 then interval '61 minutes' else interval '59 minutes' end, 0 from generate_series(1, 30) n`);
    await inBatches(10, signal, (size) => purgeWindows(db, size));
    assert.equal((await db.read(sql`select from rate_windows`)).length, 5);
  });

  it('removes old lines of the trail and old readings, batch by batch, two at once', async () => {
    await db.write(sql`insert into audit_events (action, actor_kind, occurred_at)
      select 'invitation.create', 'SYSTEM', now() - case when n <= 25 then interval '3660 days' else interval '3640 days' end
      from generate_series(1, 30) n`);
    await db.write(sql`insert into pii_access_log (organization_id, client_id, seller_id, buyer_id, subject_kind, subject_id, request_id, occurred_at)
      select id, 'any', id, id, 'KYC_FILE', id, id, now() - case when n <= 25 then interval '2195 days' else interval '2185 days' end
      from generate_series(1, 30) n, gen_random_uuid() id`);
    await Promise.all([1, 2].map(() => inBatches(10, signal, (size) => purgeTrail(db, size))));
    await Promise.all([1, 2].map(() => inBatches(10, signal, (size) => purgeReadings(db, size))));
    assert.equal((await db.read(sql`select from audit_events`)).length, 5);
    assert.equal((await db.read(sql`select from pii_access_log`)).length, 5);
  });

  it('removes old mails, and jobs that were given up long ago, batch by batch', async () => {
    await db.write(sql`insert into mails (id, kind, subject_kind, subject_id, status, created_at)
      select gen_random_uuid(), 'INVITATION', 'invitation', gen_random_uuid(), 'SENT',
        now() - case when n <= 25 then interval '91 days' else interval '89 days' end from generate_series(1, 30) n`);
    await db.write(
      sql`select graphile_worker.add_job('mail.send', '{}'::json, max_attempts => 1) from generate_series(1, 40)`,
    );
    await db.write(sql`with numbered as (select id, row_number() over () as n from graphile_worker._private_jobs)
      update graphile_worker._private_jobs j set attempts = case when n <= 30 then 1 else 0 end,
        updated_at = now() - case when n <= 25 then interval '31 days' when n <= 30 then interval '29 days' else interval '40 days' end
      from numbered where numbered.id = j.id`);
    await inBatches(10, signal, (size) => purgeMails(db, size));
    await inBatches(10, signal, (size) => purgeGivenUpJobs(db, size));
    assert.equal((await db.read(sql`select from mails`)).length, 5);
    assert.equal(
      (await db.read(sql`select from graphile_worker.jobs`)).length,
      15,
      'young ones, and those still to be done',
    );
  });
});
