import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { clockWorkOf, doClockWork } from '../../../../../../harness/src/clock-work.ts';
import { expectProblem } from '../../../../../../harness/src/problem.ts';
import {
  type InvitationView,
  type LinkScene,
  publish,
  sceneWithInvitation,
} from '../../../../../../harness/src/scene.ts';
import { settled } from '../../../../../../harness/src/settled.ts';
import { startService, type TestOrganization, type TestService } from '../../../../../../harness/src/service.ts';

const DAY_MS = 86_400_000;

interface PageView {
  readonly data: readonly (InvitationView & { readonly type?: string; readonly actor?: unknown })[];
  readonly pagination: { readonly totalElements: number };
}

describe('createProspectLink', () => {
  let service: TestService;
  let org: TestOrganization;
  let token: string;
  before(async () => {
    service = await startService();
    org = await service.organization();
    token = await org.token();
  });
  after(() => service.close());

  const json = async <T>(response: Response): Promise<T> => (await response.json()) as T;
  const links = (): string => `/v1/partners/${org.sellerId}/self-service-invitations`;
  const create = (body: unknown, key?: string): Promise<Response> =>
    service.call('POST', links(), { token, body, ...(key !== undefined && { key }) });
  const get = async <T>({ token: bearer }: LinkScene, path: string): Promise<T> =>
    json<T>(await service.call('GET', path, { token: bearer }));
  const days = ({ createdAt, expiresAt }: InvitationView): number =>
    (Date.parse(expiresAt) - Date.parse(createdAt)) / DAY_MS;

  it('answers 201 with Location and the object, with defaults', async () => {
    const answer = await create({ label: 'Autumn fair' });
    assert.equal(answer.status, 201);
    const view = await json<InvitationView>(answer);
    const { uuid, createdAt: _, expiresAt: __, publicLinkUrl, ...rest } = view;
    assert.deepEqual(rest, { kind: 'PROSPECT', status: 'ACTIVE', label: 'Autumn fair', usageCount: 0 });
    assert.equal(days(view), 90);
    assert.ok(publicLinkUrl.startsWith(`${service.config.publicBaseUrl}/i/`));
    assert.equal(answer.headers.get('location'), `${links()}/${uuid}`);
    assert.deepEqual(
      await service.db
        .readFirst(sql`select organization_id, locale, requested_documents, prospect_types, max_uses, redirect_url,
          (select count(*)::int from mails where subject_id = ${uuid}) as mails
        from invitations where id = ${uuid}::uuid`),
      {
        organization_id: org.organizationId,
        locale: 'de',
        requested_documents: [],
        prospect_types: ['COMPANY', 'CONSUMER'],
        max_uses: null,
        redirect_url: null,
        mails: 0,
      },
    );
  });

  it('takes every member at its limits', async () => {
    for (const body of [
      { label: 'x', expiresInDays: 1, maxUses: 1, prospectTypes: ['CONSUMER'], locale: 'el-GR' },
      { label: '😀'.repeat(200), expiresInDays: 365, maxUses: 10_000, prospectTypes: ['CONSUMER', 'COMPANY'] },
      { label: 'Done', redirectUrl: 'https://market.example/done?x=1#y' },
    ]) {
      const answer = await create(body);
      assert.equal(answer.status, 201, JSON.stringify(body));
      const view = await json<InvitationView & { label: string }>(answer);
      assert.equal(view.label, body.label);
      assert.equal(days(view), body.expiresInDays ?? 90);
      const row = await service.db.readFirst(sql`select max_uses, prospect_types, locale, redirect_url
        from invitations where id = ${view.uuid}::uuid`);
      assert.deepEqual(row, {
        max_uses: body.maxUses ?? null,
        prospect_types: body.prospectTypes ?? ['COMPANY', 'CONSUMER'],
        locale: body.locale?.slice(0, 2) ?? 'de',
        redirect_url: body.redirectUrl ?? null,
      });
    }
  });

  it('refuses what is outside of them, and makes nothing', async () => {
    const countOf = async (): Promise<number> =>
      (await json<PageView>(await service.call('GET', links(), { token }))).pagination.totalElements;
    const before = await countOf();
    const wrong: [field: string, value: unknown][] = [
      ['label', undefined],
      ['label', ''],
      ['label', ' \u00a0'],
      ['label', 'x'.repeat(201)],
      ['label', null],
      ['expiresInDays', 0],
      ['expiresInDays', 366],
      ['expiresInDays', 1.5],
      ['expiresInDays', '30'],
      ['maxUses', 0],
      ['maxUses', 10_001],
      ['maxUses', null],
      ['prospectTypes', []],
      ['prospectTypes', ['COMPANY', 'COMPANY']],
      ['prospectTypes', ['PERSON']],
      ['prospectTypes', 'COMPANY'],
      ['locale', 'xx'],
      ['locale', 'de_AT'],
      ['redirectUrl', 'http://market.example'],
      ['redirectUrl', 'https://user:password@market.example'],
      ['redirectUrl', `https://market.example/${'x'.repeat(2_048)}`],
      ['recipientEmail', 'a@b.example'],
      ['reminders', true],
    ];
    for (const [field, value] of wrong) {
      const answer = await create({ label: 'Autumn fair', [field]: value });
      const { errors } = await expectProblem(answer, 'validation-error', `${field} ${String(value)}`);
      assert.ok(errors?.length === 1 && errors[0]?.field.startsWith(field), JSON.stringify(errors));
    }
    assert.equal(await countOf(), before);
  });

  it('replays its bytes for the same key and body, and makes no second one', async () => {
    const key = randomUUID();
    const label = `Fair ${key}`;
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => create({ label }, key)));
    assert.ok(first);
    const bytes = await first.text();
    for (const other of [...others, await create(`{ "label": "${label}" }`, key)]) {
      assert.equal(other.status, 201);
      assert.equal(await other.text(), bytes);
      assert.equal(other.headers.get('location'), first.headers.get('location'));
    }
    const rows = await service.db.read(sql`select from invitations where label = ${label}`);
    assert.equal(rows.length, 1);
    await expectProblem(await create({ label, maxUses: 5 }, key), 'idempotency-key-reused');
  });

  it('shows in the lists of the seller and on its own, beside KYC invitations and not among them', async () => {
    const kyc = await sceneWithInvitation(service);
    const link = await publish(service, {}, kyc);
    const listed = async (query: string): Promise<string[]> =>
      (await get<PageView>(link, `${link.links}?${query}`)).data.map(({ uuid }) => uuid);
    assert.deepEqual(await listed('kind=PROSPECT'), [link.invitation.uuid]);
    assert.deepEqual(await listed('kind=KYC'), [kyc.invitation.uuid]);
    assert.deepEqual(await listed('sort=createdAt,desc'), [link.invitation.uuid, kyc.invitation.uuid]);
    await settled(service);
    assert.deepEqual(await listed('cursor=&kind=PROSPECT'), [link.invitation.uuid]);
    assert.deepEqual(await listed(`buyerId=${kyc.buyerId}`), [kyc.invitation.uuid]);
    assert.deepEqual(await get(link, link.path), link.invitation);
    const byBuyer = `${kyc.invitations}/${link.invitation.uuid}`;
    await expectProblem(await service.call('GET', byBuyer, { token: kyc.token }), 'not-found');
    const another = await sceneWithInvitation(service);
    const elsewhere = `/v1/partners/${another.org.sellerId}/self-service-invitations/${link.invitation.uuid}`;
    await expectProblem(await service.call('GET', elsewhere, { token: another.token }), 'not-found');
  });

  it('is revoked as a KYC invitation is: once, with the reason, and with the same bytes for the same key', async () => {
    const link = await publish(service);
    const key = randomUUID();
    const revoke = (words: string, with_ = key): Promise<Response> =>
      service.call('POST', `${link.path}/revoke`, { token: link.token, key: with_, body: { reason: words } });
    const first = await revoke('The fair is over.');
    assert.equal(first.status, 200);
    const bytes = await first.text();
    const view = JSON.parse(bytes) as InvitationView;
    const { revokedAt, ...rest } = view;
    assert.deepEqual(rest, { ...link.invitation, status: 'REVOKED', revocationReason: 'The fair is over.' });
    assert.ok(Date.parse(revokedAt ?? '') >= Date.parse(link.invitation.createdAt));
    assert.equal(await (await revoke('The fair is over.')).text(), bytes);
    const { currentResource } = await expectProblem(await revoke('Again.', randomUUID()), 'invitation-not-active');
    assert.deepEqual(currentResource, view);
    const { data } = await get<PageView>(link, `${link.path}/activity`);
    const actor = { kind: 'CLIENT', id: link.org.clientId };
    assert.deepEqual(
      data.map(({ type, actor: by }) => ({ type, actor: by })),
      [
        { type: 'CREATED', actor },
        { type: 'REVOKED', actor },
      ],
    );
  });

  it('expires by the clock with its event, and nobody is reminded of it', async () => {
    const link = await publish(service);
    const id = link.invitation.uuid;
    await service.db.write(sql`update invitations set expires_at = now() - interval '1 second' where id = ${id}::uuid`);
    assert.equal((await get<InvitationView>(link, link.path)).status, 'EXPIRED');
    await doClockWork(clockWorkOf(service), ['invitations.expire', 'invitations.remind']);
    const events = await service.db.read<{ data: object }>(
      sql`select data from events where data->>'invitationUuid' = ${id}`,
    );
    assert.equal(events.length, 1);
    assert.partialDeepStrictEqual(events[0]?.data, { kind: 'PROSPECT', invitationUuid: id });
    assert.ok(!('buyerUuid' in (events[0]?.data ?? {})));
    assert.equal((await service.db.read(sql`select from mails where subject_id = ${id}`)).length, 0);
    const { data } = await get<PageView>(link, `${link.path}/activity`);
    assert.deepEqual(
      data.map(({ type }) => type),
      ['CREATED', 'EXPIRED'],
    );
  });
});
