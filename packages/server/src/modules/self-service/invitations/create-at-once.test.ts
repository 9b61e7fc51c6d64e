import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { batching } from '../../../platform/db/lane.ts';
import { type BuyerScene, sceneWithBuyer, type InvitationView } from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';

interface Written {
  readonly invitations: number;
  readonly mails: number;
  readonly jobs: number;
  readonly lines: readonly string[];
}

describe('invitations of one moment', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  const create = (scene: BuyerScene, recipientEmail = `${randomUUID()}@mail.example`): Promise<Response> =>
    service.call('POST', scene.invitations, { token: scene.token, body: { recipientEmail } });

  /** Of the scene's seller: what stands, and the jobs of these mails with their delay as the mails have it. */
  async function writtenFor({ org, buyerId }: BuyerScene): Promise<Written> {
    const row = await service.db.readFirst<Written>(sql`with mine as materialized (
        select m.id, m.not_before from mails m where m.about->>'sellerId' = ${org.sellerId})
      select (select count(*)::int from invitations where seller_id = ${org.sellerId}::uuid and buyer_id = ${buyerId}::uuid) as invitations,
        (select count(*)::int from mine) as mails,
        (select count(*)::int from mine m join graphile_worker._private_jobs j on j.payload->>'mailId' = m.id::text
          where j.max_attempts = 13 and (m.not_before is null or j.run_at = m.not_before)) as jobs,
        (select array_agg(a.action order by a.id) from audit_events a where a.seller_id = ${org.sellerId}::uuid and a.invitation_id is not null) as lines`);
    assert.ok(row);
    return row;
  }

  it('go as one statement, each with its mail, its job and its two lines in their order', async () => {
    const scenes = await Promise.all(Array.from({ length: 12 }, () => sceneWithBuyer(service)));
    const before = service.db.roundTrips();
    const made = await Promise.all(scenes.map((scene) => create(scene)));
    assert.deepEqual(new Set(made.map(({ status }) => status)), new Set([201]));
    // Grants, buyers and the standing ones are looked up in batches too; alone each of the twelve would take three.
    if (batching.maxCalls === 64) assert.ok(service.db.roundTrips() - before < 24, String(service.db.roundTrips()));
    const lines = ['invitation.create', 'mail.queue'];
    for (const scene of scenes) assert.deepEqual(await writtenFor(scene), { invitations: 1, mails: 1, jobs: 1, lines });
  });

  it('to one address come to stand beside each other, and wait their turn', async () => {
    const first = await sceneWithBuyer(service);
    const others = await Promise.all(Array.from({ length: 3 }, () => sceneWithBuyer(service)));
    const made = await Promise.all([first, ...others].map((scene) => create(scene, 'same@mail.example')));
    assert.deepEqual(new Set(made.map(({ status }) => status)), new Set([201]));
    const delays = await service.db.read<{ is_late: boolean }>(
      sql`select not_before > now() as is_late from mails where about->>'sellerId' = any(${[first, ...others].map(({ org }) => org.sellerId)})`,
    );
    assert.equal(
      delays.filter(({ is_late: isLate }) => isLate).length,
      1,
      'three in ten minutes, and the fourth later',
    );
    for (const scene of [first, ...others]) assert.equal((await writtenFor(scene)).jobs, 1);
  });

  it('stand or fall each by its own: one that is one too many harms nobody', async () => {
    const [buyer, good] = await Promise.all([sceneWithBuyer(service), sceneWithBuyer(service)]);
    const made = await Promise.all([
      create(buyer, 'twice@mail.example'),
      create(good),
      create(buyer, 'Twice@mail.example'),
    ]);
    assert.deepEqual(made.map(({ status }) => status).toSorted(), [201, 201, 409]);
    const refused = made.find(({ status }) => status === 409);
    const winner = made.find(({ status }, at) => status === 201 && at !== 1);
    assert.ok(refused && winner);
    const { currentResource } = (await refused.json()) as { currentResource: InvitationView };
    assert.equal(currentResource.uuid, ((await winner.json()) as InvitationView).uuid);
    for (const scene of [buyer, good])
      assert.deepEqual(await writtenFor(scene), {
        invitations: 1,
        mails: 1,
        jobs: 1,
        lines: ['invitation.create', 'mail.queue'],
      });
  });

  it('are written only where the buyer is not blocked at that moment, whoever else is in the batch', async () => {
    const scenes = await Promise.all(Array.from({ length: 4 }, () => sceneWithBuyer(service)));
    const [blocked] = scenes;
    assert.ok(blocked);
    const block = service.db.write(
      sql`update buyers set status = 'BLOCKED' where seller_id = ${blocked.org.sellerId}::uuid and id = ${blocked.buyerId}::uuid`,
    );
    const made = await Promise.all(scenes.map((scene) => create(scene)));
    await block;
    assert.ok(made.slice(1).every(({ status }) => status === 201));
    const { invitations, mails } = await writtenFor(blocked);
    assert.equal(invitations, made[0]?.status === 201 ? 1 : 0);
    assert.equal(mails, invitations);
    const again = await create(blocked);
    assert.equal(again.status, 409);
  });
});
