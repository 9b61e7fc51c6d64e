import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { type LinkScene, publish } from '../../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../../harness/src/service.ts';

const ROUNDS = 60;
const DAY_MS = 86_400_000;

interface Row {
  status: string;
  label: string;
  max_uses: number | null;
  usage_count: number;
  expires_at: Date;
  changes: number;
}

describe('changes of a link at the same instant', () => {
  let service: TestService;
  let first: LinkScene;
  before(async () => {
    service = await startService();
    first = await publish(service);
  });
  after(() => service.close());

  const patch = async ({ path, token }: LinkScene, body: object): Promise<number> =>
    (await service.call('PATCH', path, { token, body })).status;
  /** As a submission counts: in the statement that checks the cap. */
  const use = ({ invitation }: LinkScene): Promise<unknown> =>
    service.db.write(sql`update invitations set usage_count = usage_count + 1, last_used_at = now(),
        status = case when usage_count + 1 = max_uses then 'USED' else status end
      where id = ${invitation.uuid}::uuid and status = 'ACTIVE' and (max_uses is null or usage_count < max_uses)`);
  const rowOf = async ({ invitation }: LinkScene): Promise<Row> => {
    const row = await service.db.readFirst<Row>(sql`select status, label, max_uses, usage_count, expires_at,
        (select count(*)::int from audit_events a where a.invitation_id = i.id and a.action = 'invitation.update') as changes
      from invitations i where i.id = ${invitation.uuid}::uuid`);
    assert.ok(row);
    return row;
  };

  it('do not take each other back', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const link = await publish(service, {}, first);
      const bodies = [{ label: `Hall ${round}` }, { maxUses: 7 }, { expiresInDays: 3 }];
      assert.deepEqual(await Promise.all(bodies.map((body) => patch(link, body))), [200, 200, 200]);
      const { label, max_uses, expires_at, changes } = await rowOf(link);
      assert.deepEqual([label, max_uses, changes], [`Hall ${round}`, 7, 3]);
      assert.ok(expires_at.getTime() - Date.parse(link.invitation.createdAt) < 4 * DAY_MS);
    }
  });

  it('and a use: the cap is never below the uses, and who is refused is told why', async () => {
    const met = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round += 1) {
      const link = await publish(service, { maxUses: 10 }, first);
      const uses = [use(link), use(link)];
      const [status] = await Promise.all([patch(link, { maxUses: 1 }), ...uses]);
      const row = await rowOf(link);
      if (status === 200) assert.deepEqual([row.max_uses, row.usage_count, row.status], [1, 1, 'USED']);
      else {
        assert.equal(status, 422);
        assert.deepEqual([row.max_uses, row.usage_count, row.status], [10, 2, 'ACTIVE']);
      }
      met.set(String(status), (met.get(String(status)) ?? 0) + 1);
    }
    assert.ok((met.get('422') ?? 0) > 0, 'both of them came at once at least once');
  });
});
