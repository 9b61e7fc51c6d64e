import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../../../../harness/src/database.ts';
import { boundToTheSystem } from './bound-to-the-system.test-support.ts';
import { moveClock, readClock, wantAdvance } from './clock-repository.ts';
import { bindSandboxClock, installSandboxClock } from './clock-schema.ts';
import { inSession } from './sandbox-session.ts';

const DAY_MS = 86_400_000;

describe('a demo of a release before', () => {
  let database: TestDatabase;
  let client: Client;
  before(async () => {
    database = await createTestDatabase();
  });
  after(async () => {
    await client.end();
    await database.drop();
  });

  it('gets a clock that all of it asks, also when two start at once', async () => {
    const both = async (): Promise<void> => {
      await installSandboxClock(database.url);
      await bindSandboxClock(database.url);
    };
    await installSandboxClock(database.url);
    assert.ok((await boundToTheSystem(database.url)).length > 10, 'it was made without');
    await Promise.all([both(), both()]);
    await both();
    assert.deepEqual(await boundToTheSystem(database.url), []);
  });

  it('goes by that clock in statements, in defaults, and in what is planned and prepared', async () => {
    client = new Client({ connectionString: database.url });
    await client.connect();
    const prepared = { name: 'ahead', text: 'select extract(epoch from now() - pg_catalog.now())::int as seconds' };
    assert.deepEqual((await client.query(prepared)).rows, [{ seconds: 0 }]);
    await inSession(database.url, async (session) => {
      await wantAdvance(session, DAY_MS, 2 * DAY_MS);
      await moveClock(session, 5 * DAY_MS);
    });
    assert.deepEqual((await client.query(prepared)).rows, [{ seconds: DAY_MS / 1000 }]);
    const made = await client.query(`insert into organizations (slug, name) values ('a', 'A')
      returning extract(epoch from created_at - pg_catalog.now())::int as seconds`);
    assert.deepEqual(made.rows, [{ seconds: DAY_MS / 1000 }]);
    for (const other of ['transaction_timestamp', 'statement_timestamp'])
      assert.deepEqual(
        (
          await client.query(
            `select round(extract(epoch from ${other}() - pg_catalog.clock_timestamp()) / 3600) as hours`,
          )
        ).rows,
        [{ hours: '24' }],
      );
    const skewed = await client.query(
      `select clock_timestamp() - pg_catalog.clock_timestamp() < interval '1 hour' as real`,
    );
    assert.deepEqual(skewed.rows, [{ real: true }]);
  });

  it('lets nobody lead it back, or too far', async () => {
    await inSession(database.url, async (session) => {
      const before = await readClock(session);
      assert.equal((await moveClock(session, 0)).aheadMs, before.aheadMs);
      assert.equal(await wantAdvance(session, 2 * DAY_MS, 2 * DAY_MS), undefined);
      assert.deepEqual([before.aheadMs, before.wantedMs], [DAY_MS, DAY_MS]);
    });
  });
});
