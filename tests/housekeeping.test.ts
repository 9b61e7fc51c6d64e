import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { pino } from 'pino';
import sql from 'sql-template-tag';
import { purgeAnswers } from '../packages/server/src/core/idempotency/index.ts';
import { purgeWindows } from '../packages/server/src/core/rate-limits/index.ts';
import { type Database, openDatabase } from '../packages/server/src/platform/db/database.ts';
import { inBatches } from '../packages/server/src/platform/jobs/index.ts';
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
});
