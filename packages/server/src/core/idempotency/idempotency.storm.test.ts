import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { type ApiProcess, startApiProcess } from '../../../../harness/src/api-process.ts';
import { type InvitationScene, sceneWithBuyer, sceneWithInvitation, unique } from '../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';

describe('storms of one Idempotency-Key over two API processes', () => {
  let service: TestService;
  let second: ApiProcess;
  before(async () => {
    service = await startService();
    second = await startApiProcess(service);
  });
  after(async () => {
    await second.kill();
    await service.close();
  });

  /** A client as they are in the field: told that its twin is still at work, or the service too busy, it asks again. */
  async function post(n: number, path: string, scene: { token: string }, options: { key: string; body: object }) {
    for (;;) {
      const response = await fetch((n % 2 === 0 ? service.url : second.url) + path, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${scene.token}`,
          'content-type': 'application/json',
          'idempotency-key': options.key,
        },
        body: JSON.stringify(options.body),
      });
      const answer = {
        status: response.status,
        body: await response.text(),
        replayed: response.headers.get('idempotent-replayed') === 'true',
      };
      if (response.headers.get('retry-after') === null) return answer;
      assert.match(answer.body, /idempotency-key-in-progress|unavailable/);
      await sleep(100);
    }
  }

  async function effectsOf(scene: InvitationScene) {
    const row = await service.db.readFirst<{ audits: number; keys: number }>(sql`select
      (select count(*)::int from audit_events where subject_id = ${scene.invitation.uuid}::uuid and action = 'invitation.revoke') as audits,
      (select count(*)::int from idempotency_keys where organization_id = ${scene.org.organizationId}::uuid) as keys`);
    return row;
  }

  for (const size of [2, 10, 100, 500]) {
    it(`${size} identical revocations have one effect, one audit line and one body`, async () => {
      const scene = await sceneWithInvitation(service);
      const key = randomUUID();
      const answers = await Promise.all(
        Array.from({ length: size }, (_, n) => post(n, `${scene.path}/revoke`, scene, { key, body: { reason: 'x' } })),
      );
      assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
      assert.equal(new Set(answers.map(({ body }) => body)).size, 1);
      assert.equal(answers.filter(({ replayed }) => !replayed).length, 1);
      assert.deepEqual(await effectsOf(scene), { audits: 1, keys: 3 });
    });
  }

  it('100 identical creations make one invitation, one mail, one job', async () => {
    const scene = await sceneWithBuyer(service);
    const options = { key: randomUUID(), body: { recipientEmail: `${unique()}@x.example` } };
    const answers = await Promise.all(
      Array.from({ length: 100 }, (_, n) => post(n, scene.invitations, scene, options)),
    );
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201]);
    assert.equal(new Set(answers.map(({ body }) => body)).size, 1);
    const made = await service.db.readFirst(sql`select count(*)::int as invitations,
        (select count(*)::int from mails m join invitations i on i.id::text = m.subject_id where i.buyer_id = ${scene.buyerId}::uuid) as mails,
        (select count(*)::int from graphile_worker._private_jobs j join mails m on m.id::text = j.payload->>'mailId'
          join invitations i on i.id::text = m.subject_id where i.buyer_id = ${scene.buyerId}::uuid) as jobs
      from invitations where buyer_id = ${scene.buyerId}::uuid`);
    assert.deepEqual(made, { invitations: 1, mails: 1, jobs: 1 });
  });

  it('two bodies under one key have one effect; all of the other body are 422', async () => {
    for (let round = 0; round < 10; round += 1) {
      const scene = await sceneWithInvitation(service);
      const key = randomUUID();
      const answers = await Promise.all(
        Array.from({ length: 20 }, async (_, n) => {
          const reason = n % 4 < 2 ? 'one' : 'other';
          return { reason, ...(await post(n, `${scene.path}/revoke`, scene, { key, body: { reason } })) };
        }),
      );
      const winners = new Set(answers.filter(({ status }) => status === 200).map(({ reason }) => reason));
      assert.equal(winners.size, 1);
      const losers = answers.filter(({ reason }) => !winners.has(reason));
      assert.equal(losers.length, 10);
      assert.ok(losers.every(({ status, body }) => status === 422 && body.includes('idempotency-key-reused')));
      assert.deepEqual(await effectsOf(scene), { audits: 1, keys: 3 });
    }
  });

  it('two keys race for one invitation: one revokes, the other is told', async () => {
    for (let round = 0; round < 20; round += 1) {
      const scene = await sceneWithInvitation(service);
      const answers = await Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          post(n, `${scene.path}/revoke`, scene, { key: randomUUID(), body: { reason: String(n) } }),
        ),
      );
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409, 409, 409, 409, 409]);
      assert.equal((await effectsOf(scene))?.audits, 1);
    }
  });
});
