import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { createClient } from '../../modules/parties/organizations/admin.ts';
import { createRateLimiter } from './index.ts';
import { systemClock } from '../../platform/clock.ts';
import { headersOf, spend } from '../../../../harness/src/budget.ts';
import { expectProblem } from '../../../../harness/src/problem.ts';
import { startService, type TestOrganization, type TestService } from '../../../../harness/src/service.ts';

describe('rate limits', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  const write = (org: TestOrganization, token: string): Promise<Response> =>
    service.call('POST', `/v1/partners/${org.sellerId}/buyers`, { token, body: {} });
  /** Moves the running windows into the past instead of waiting for them. */
  const pass = (org: TestOrganization, seconds: { minute: number; burst: number }): Promise<unknown> =>
    service.db.write(sql`update rate_windows set
        minute_started_at = minute_started_at - ${`${seconds.minute} seconds`}::interval,
        burst_started_at = burst_started_at - ${`${seconds.burst} seconds`}::interval
      where scope = ${org.organizationId}`);

  it('shows the tier, category and what is left on every answer, refusals too', async () => {
    for (const [tier, read, write_] of [
      ['STANDARD', 300, 60],
      ['HIGH_VOLUME', 1_000, 200],
    ] as const) {
      const org = await service.organization({ tier });
      const token = await org.token();
      const before = Date.now() / 1_000;
      const [first] = await spend(service.url, token, 1);
      const { reset, ...shown } = headersOf(first ?? assert.fail());
      assert.deepEqual(shown, { limit: String(read), remaining: String(read - 1), category: 'read' });
      assert.ok(Number(reset) >= before + 58 && Number(reset) <= before + 63, String(reset));
      const refused = await write(org, token);
      assert.equal(refused.status, 422);
      const { reset: _reset, ...writes } = headersOf(refused);
      assert.deepEqual(writes, { limit: String(write_), remaining: String(write_ - 1), category: 'write' });
      const forbidden = await service.call('GET', `/v1/partners/${org.organizationId}/buyers`, { token });
      assert.equal(forbidden.status, 403);
      assert.equal(headersOf(forbidden)['remaining'], String(read - 2));
    }
  });

  it('lets 20 writes through in 10 s and 60 in a minute for STANDARD; then 429 with Retry-After', async () => {
    const org = await service.organization({ tier: 'STANDARD' });
    const token = await org.token();
    const statuses = async (): Promise<number[]> =>
      (await Promise.all(Array.from({ length: 25 }, () => write(org, token)))).map(({ status }) => status).sort();
    const expected = [...Array.from({ length: 20 }, () => 422), ...Array.from({ length: 5 }, () => 429)];
    for (let burst = 0; burst < 3; burst += 1) {
      assert.deepEqual(await statuses(), expected);
      const refused = await write(org, token);
      const seconds = Number(refused.headers.get('retry-after'));
      assert.ok(burst === 2 ? seconds > 10 && seconds <= 60 : seconds >= 1 && seconds <= 10, String(seconds));
      assert.equal(headersOf(refused)['remaining'], String(40 - burst * 20));
      await expectProblem(refused, 'rate-limited');
      await pass(org, { minute: 0, burst: 10 });
    }
    assert.deepEqual(
      await statuses(),
      Array.from({ length: 25 }, () => 429),
    );
    await pass(org, { minute: 60, burst: 10 });
    assert.deepEqual(await statuses(), expected);
  });

  it('keeps the categories apart', async () => {
    const org = await service.organization({ tier: 'STANDARD' });
    const token = await org.token();
    await Promise.all(Array.from({ length: 21 }, () => write(org, token)));
    await expectProblem(await write(org, token), 'rate-limited');
    const [read] = await spend(service.url, token, 1);
    assert.equal(read?.status, 200);
    assert.equal(headersOf(read)['remaining'], '299');
  });

  it('counts per organization: two clients share, another organization notices nothing', async () => {
    const org = await service.organization({ tier: 'STANDARD' });
    const other = await service.organization({ tier: 'STANDARD' });
    const [token, otherToken] = [await org.token(), await other.token()];
    // The second client borrows the first one's secret store by taking over a client of a third organization.
    const third = await service.organization();
    const thirdToken = await third.token();
    await service.db.write(sql`delete from api_clients where client_id = ${third.clientId}`);
    await createClient(service.db, org.slug, third.clientId);
    assert.equal((await spend(service.url, token, 5)).length, 5);
    const [shared] = await spend(service.url, thirdToken, 1);
    assert.equal(headersOf(shared ?? assert.fail())['remaining'], '294');
    const [alone] = await spend(service.url, otherToken, 1);
    assert.equal(headersOf(alone ?? assert.fail())['remaining'], '299');
  });

  it('takes no call from the budget for a token that is none', async () => {
    const org = await service.organization({ tier: 'STANDARD' });
    await spend(service.url, 'nonsense', 10);
    const [first] = await spend(service.url, await org.token(), 1);
    assert.equal(headersOf(first ?? assert.fail())['remaining'], '299');
  });

  it('leases big budgets in portions over two limiters, and never lets more through than the limit', async () => {
    const scope = `lease-${Date.now()}`;
    const perMinute = 6_000;
    const limiters = [createRateLimiter(service.db, systemClock), createRateLimiter(service.db, systemClock)] as const;
    const before = service.db.roundTrips();
    const states = await Promise.all(
      Array.from({ length: 2_500 }, (_, n) => limiters[n % 2 === 0 ? 0 : 1].take(scope, 'write', perMinute)),
    );
    const granted = states.filter((state) => state.granted).length;
    assert.equal(granted, 2_000, 'a third of the minute in 10 s, all of it');
    assert.ok(service.db.roundTrips() - before < 1_200, String(service.db.roundTrips() - before));
    assert.ok(
      states.every((state) => state.limit === perMinute && state.remaining >= 0 && state.remaining < perMinute),
    );
    assert.ok(states.filter((state) => !state.granted).every((state) => state.retryAfterSeconds >= 1));
    const row = await service.db.readFirst<{ count: string }>(
      sql`select burst_count as count from rate_windows where scope = ${scope}`,
    );
    assert.equal(Number(row?.count), 2_000);
  });
});
