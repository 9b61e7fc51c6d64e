import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sql, { raw } from 'sql-template-tag';
import { expectProblem } from '../../../../../../harness/src/problem.ts';
import {
  type InvitationView,
  type LinkScene,
  publish,
  sceneWithInvitation,
} from '../../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../../harness/src/service.ts';

const DAY_MS = 86_400_000;

type LinkView = InvitationView & {
  readonly label?: string;
  readonly usageCount?: number;
  readonly lastUsedAt?: string;
};

describe('updateProspectLink', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  const patch = ({ path, token }: LinkScene, body: unknown, key: string = randomUUID()): Promise<Response> =>
    service.call('PATCH', path, { token, body, key });
  const read = async ({ path, token }: LinkScene): Promise<LinkView> =>
    (await (await service.call('GET', path, { token })).json()) as LinkView;
  const patched = async (link: LinkScene, body: unknown): Promise<LinkView> => {
    const answer = await patch(link, body);
    assert.equal(answer.status, 200);
    const view = (await answer.json()) as LinkView;
    assert.deepEqual(await read(link), view);
    return view;
  };
  const set = (link: LinkScene, assignment: string): Promise<unknown> =>
    service.db.write(sql`update invitations set ${raw(assignment)} where id = ${link.invitation.uuid}::uuid`);
  const used = (link: LinkScene, times: number): Promise<unknown> =>
    set(link, `usage_count = ${times}, last_used_at = now()`);
  const capOf = async ({ invitation }: LinkScene): Promise<number | null | undefined> =>
    (
      await service.db.readFirst<{ max_uses: number | null }>(
        sql`select max_uses from invitations where id = ${invitation.uuid}::uuid`,
      )
    )?.max_uses;
  const changes = async ({ path, token }: LinkScene): Promise<unknown[]> => {
    const { data } = (await (await service.call('GET', `${path}/activity`, { token })).json()) as {
      data: { type: string; details?: object }[];
    };
    return data.filter(({ type }) => type === 'UPDATED').map(({ details }) => details);
  };

  it('changes the members given, leaves the others, and tells in the activity which', async () => {
    const link = await publish(service, { maxUses: 3 });
    assert.deepEqual(await patched(link, { label: 'Hall 3' }), { ...link.invitation, label: 'Hall 3' });
    const { expiresAt } = await patched(link, { expiresInDays: 365, maxUses: 10_000 });
    assert.ok(Math.abs(Date.parse(expiresAt) - Date.now() - 365 * DAY_MS) < 3_600_000);
    assert.equal(await capOf(link), 10_000);
    assert.deepEqual(await patched(link, { maxUses: null }), { ...link.invitation, label: 'Hall 3', expiresAt });
    assert.equal(await capOf(link), null);
    assert.deepEqual(await changes(link), [
      { fields: ['label'] },
      { fields: ['expiresAt', 'maxUses'] },
      { fields: ['maxUses'] },
    ]);
    assert.ok(!JSON.stringify(await changes(link)).includes('Hall'));
  });

  it('takes the whole object back, and refuses another value of what it does not change', async () => {
    const link = await publish(service);
    const whole = await read(link);
    assert.deepEqual(await patched(link, { ...whole, createdAt: whole.createdAt.replace('Z', '+00:00') }), whole);
    assert.deepEqual(await patched(link, {}), whole);
    assert.deepEqual(await changes(link), []);
    for (const [field, value] of [
      ['uuid', randomUUID()],
      ['kind', 'KYC'],
      ['status', 'REVOKED'],
      ['publicLinkUrl', 'https://elsewhere.example/i/x'],
      ['createdAt', '2026-01-01T00:00:00Z'],
      ['expiresAt', '2030-01-01T00:00:00Z'],
      ['recipientEmail', 'a@b.example'],
      ['lastUsedAt', '2026-01-01T00:00:00Z'],
      ['usageCount', 7],
      ['revokedAt', '2026-01-01T00:00:00Z'],
      ['revocationReason', 'x'],
    ]) {
      const answer = await patch(link, { label: 'Hall 3', [String(field)]: value });
      const { errors } = await expectProblem(answer, 'validation-error', String(field));
      assert.deepEqual(
        errors?.map((error) => error.field),
        [field],
      );
    }
    assert.deepEqual(await read(link), whole);
  });

  it('refuses what is outside of the limits', async () => {
    const link = await publish(service);
    for (const [field, value] of [
      ['label', ''],
      ['label', ' '],
      ['label', null],
      ['label', 'x'.repeat(201)],
      ['expiresInDays', 0],
      ['expiresInDays', 366],
      ['expiresInDays', null],
      ['maxUses', 0],
      ['maxUses', 10_001],
      ['maxUses', 1.5],
      ['prospectTypes', ['COMPANY']],
      ['locale', 'de'],
      ['redirectUrl', 'https://market.example'],
    ]) {
      const answer = await patch(link, { [String(field)]: value });
      const { errors } = await expectProblem(answer, 'validation-error', `${String(field)} ${String(value)}`);
      assert.deepEqual(
        errors?.map((error) => error.field),
        [field],
      );
    }
    assert.deepEqual(await read(link), link.invitation);
  });

  it('takes no cap below the uses; one that is reached ends the link for good', async () => {
    const link = await publish(service);
    await used(link, 3);
    const { errors } = await expectProblem(await patch(link, { maxUses: 2, label: 'Hall 3' }), 'validation-error');
    assert.deepEqual(errors, [
      { field: 'maxUses', message: 'must be at least usageCount, which is 3', rejectedValue: 2 },
    ]);
    assert.equal((await read(link)).label, 'Autumn fair');
    assert.equal((await patched(link, { maxUses: 4 })).status, 'ACTIVE');
    const ended = await patched(link, { maxUses: 3 });
    assert.equal(ended.status, 'USED');
    const { currentResource } = await expectProblem(await patch(link, { maxUses: 4 }), 'invitation-not-active');
    assert.deepEqual(currentResource, ended);
  });

  it('revives an EXPIRED link at its old address; of a REVOKED one nothing is changed', async () => {
    const link = await publish(service, { expiresInDays: 1 });
    await set(link, `expires_at = now() - interval '1 hour'`);
    assert.deepEqual((await patched(link, { label: 'Hall 3', maxUses: 5 })).status, 'EXPIRED');
    const stored = await service.db.readFirst(
      sql`select status from invitations where id = ${link.invitation.uuid}::uuid`,
    );
    assert.deepEqual(stored, { status: 'ACTIVE' }, 'its end is still to be told');
    const revived = await patched(link, { expiresInDays: 2 });
    assert.deepEqual([revived.status, revived.publicLinkUrl], ['ACTIVE', link.invitation.publicLinkUrl]);
    await service.call('POST', `${link.path}/revoke`, { token: link.token, body: { reason: 'Over.' } });
    const revoked = await read(link);
    const { currentResource } = await expectProblem(
      await patch(link, { ...revoked, label: 'x' }),
      'invitation-not-active',
    );
    assert.deepEqual(currentResource, revoked);
    assert.deepEqual((await changes(link)).at(-1), { fields: ['status', 'expiresAt'] });
  });

  it('is for PROSPECT links alone, and for those of the seller', async () => {
    const kyc = await sceneWithInvitation(service);
    const path = `${kyc.partner}/self-service-invitations/${kyc.invitation.uuid}`;
    const answer = await service.call('PATCH', path, { token: kyc.token, body: { label: 'x' } });
    const { errors } = await expectProblem(answer, 'validation-error');
    assert.deepEqual(
      errors?.map(({ field }) => field),
      ['kind'],
    );
    const link = await publish(service);
    const elsewhere = `${kyc.partner}/self-service-invitations/${link.invitation.uuid}`;
    await expectProblem(
      await service.call('PATCH', elsewhere, { token: kyc.token, body: { label: 'x' } }),
      'not-found',
    );
    assert.deepEqual(await read(link), link.invitation);
  });

  it('replays its answer for the same key and body, whatever came between', async () => {
    const link = await publish(service);
    const key = randomUUID();
    const bytes = await (await patch(link, { label: 'First' }, key)).text();
    await patched(link, { label: 'Second' });
    const again = await patch(link, { label: 'First' }, key);
    assert.equal(again.headers.get('idempotent-replayed'), 'true');
    assert.equal(await again.text(), bytes);
    assert.equal((await read(link)).label, 'Second');
  });
});
