import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { type Along, commitWrite, type SharedEffect, type WriteOutcome } from '../../../core/write/index.ts';
import { batching } from '../../../platform/db/lane.ts';
import { queueMailTo, recipientOf } from '../../delivery/mail/index.ts';
import type { InvitationRow } from './invitation.ts';
import { invitationMail } from './mails/invitation-mail.ts';
import { findInvitation, insertInvitation, resendStanding } from './repository.ts';
import {
  type BuyerScene,
  type InvitationScene,
  type InvitationView,
  sceneWithBuyer,
  sceneWithInvitation,
} from '../../../../../harness/src/scene.ts';
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

  it('stand or fall each by its own seller and buyer, and say so to each', async () => {
    const scenes = await Promise.all(Array.from({ length: 3 }, () => sceneWithInvitation(service)));
    const [good, blocked, foreign] = scenes;
    assert.ok(good && blocked && foreign);
    await block(blocked);
    const outcomes = await Promise.all([
      insertLike(good, {}),
      insertLike(blocked, {}),
      insertLike(foreign, { seller_id: good.org.sellerId }),
    ]);
    assert.deepEqual(outcomes, ['committed', 'stale', 'stale']);
    assert.deepEqual(
      (await Promise.all(scenes.map(writtenFor))).map(({ invitations, mails, jobs }) => [invitations, mails, jobs]),
      [
        [2, 2, 2],
        [1, 1, 1],
        [1, 1, 1],
      ],
    );
  });

  it('are sent anew each by what was read of it', async () => {
    const scenes = await Promise.all(Array.from({ length: 5 }, () => sceneWithInvitation(service)));
    const rows = await Promise.all(scenes.map(readRow));
    const [good, moved, mailed, blocked, revoked] = scenes;
    assert.ok(good && moved && mailed && blocked && revoked);
    await service.db.write(sql`update invitations set link_version = 7 where id = ${moved.invitation.uuid}::uuid`);
    await service.db.write(
      sql`update invitations set last_mail_at = last_mail_at + interval '1 minute' where id = ${mailed.invitation.uuid}::uuid`,
    );
    await block(blocked);
    await service.db
      .write(sql`update invitations set status = 'REVOKED', revoked_at = now(), revocation_reason = 'before'
      where id = ${revoked.invitation.uuid}::uuid`);
    const outcomes = await Promise.all(
      rows.map((row) => commit(row, resendStanding(row, { ...row, next_reminder_at: null }, mailOf(row)))),
    );
    assert.deepEqual(outcomes, ['committed', 'stale', 'stale', 'stale', 'stale']);
    assert.deepEqual(
      (await Promise.all(scenes.map(writtenFor))).map(({ mails }) => mails),
      [2, 1, 1, 1, 1],
    );
  });

  it('never share a batch where they go to one address', () => {
    const about = { sellerId: randomUUID(), subjectId: randomUUID(), invitationId: randomUUID() };
    const locksOf = (address: string, organizationId: string): readonly string[] =>
      queueMailTo(recipientOf(service.deps.keyring, address, organizationId), {
        mail: invitationMail,
        subjectId: about.subjectId,
        about,
      }).locks ?? [];
    const [one, other] = [randomUUID(), randomUUID()];
    assert.equal(locksOf('a@mail.example', one).length, 1);
    assert.deepEqual(locksOf('a@mail.example', one), locksOf('A@mail.example', other));
    assert.notDeepEqual(locksOf('a@mail.example', one), locksOf('b@mail.example', one));
  });

  async function readRow({ org, invitation }: InvitationScene): Promise<InvitationRow> {
    const row = await findInvitation(service.db, { sellerId: org.sellerId, invitationUuid: invitation.uuid });
    assert.ok(row);
    return row;
  }

  const block = ({ org, buyerId }: BuyerScene): Promise<unknown> =>
    service.db.write(
      sql`update buyers set status = 'BLOCKED' where seller_id = ${org.sellerId}::uuid and id = ${buyerId}::uuid`,
    );

  function mailOf({ id, seller_id: sellerId, link_version: subjectVersion }: InvitationRow): Along {
    const about = { sellerId, subjectId: id, invitationId: id };
    const recipient = recipientOf(service.deps.keyring, `${randomUUID()}@mail.example`, randomUUID());
    return queueMailTo(recipient, { mail: invitationMail, subjectId: id, subjectVersion, about });
  }

  function commit(row: InvitationRow, effect: SharedEffect): Promise<WriteOutcome> {
    const about = { sellerId: row.seller_id, subjectId: row.id, invitationId: row.id };
    return commitWrite(service.db, {
      effect,
      actor: { kind: 'SYSTEM' },
      audit: [{ ...about, action: 'invitation.create' }],
    });
  }

  /** Another one like the scene's, past all that is asked before it is written. */
  async function insertLike(scene: InvitationScene, changes: Partial<InvitationRow>): Promise<WriteOutcome> {
    const own = { id: randomUUID(), recipient_email: `${randomUUID()}@mail.example`, next_reminder_at: null };
    const row = { ...(await readRow(scene)), ...own, organization_id: scene.org.organizationId, ...changes };
    return commit(row, insertInvitation(row, mailOf(row)));
  }
});
