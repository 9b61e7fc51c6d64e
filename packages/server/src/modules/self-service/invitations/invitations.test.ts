import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql, { raw } from 'sql-template-tag';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import {
  type BuyerScene,
  invite,
  type InvitationView,
  sceneWithBuyer,
  sceneWithInvitation,
} from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';

const DAY_MS = 86_400_000;

interface PageView {
  readonly data: readonly (InvitationView & { type?: string; actor?: unknown })[];
  readonly pagination: { readonly totalElements: number };
}

describe('invitations', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  const json = async <T>(response: Response): Promise<T> => (await response.json()) as T;
  const create = (scene: BuyerScene, body: object): Promise<Response> =>
    service.call('POST', scene.invitations, { token: scene.token, body });
  const post = (scene: { token: string }, path: string, body?: object): Promise<Response> =>
    service.call('POST', path, { token: scene.token, ...(body && { body }) });
  const age = (id: string, column: 'expires_at' | 'last_mail_at', interval: string): Promise<unknown> =>
    service.db.write(sql`update invitations set ${raw(column)} = now() - ${interval}::interval where id = ${id}::uuid`);
  const days = ({ createdAt, expiresAt }: InvitationView): number =>
    (Date.parse(expiresAt) - Date.parse(createdAt)) / DAY_MS;

  describe('create', () => {
    it('answers 201 with Location and the object, with defaults', async () => {
      const scene = await sceneWithBuyer(service);
      const answer = await create(scene, { recipientEmail: 'Office@Garagem.example' });
      assert.equal(answer.status, 201);
      const { uuid, createdAt, expiresAt, publicLinkUrl, ...rest } = await json<InvitationView>(answer);
      assert.deepEqual(rest, {
        kind: 'KYC',
        status: 'ACTIVE',
        recipientEmail: 'Office@Garagem.example',
        usageCount: 0,
      });
      assert.equal(days({ createdAt, expiresAt } as InvitationView), 30);
      assert.ok(publicLinkUrl.startsWith(`${service.config.publicBaseUrl}/i/`));
      assert.equal(answer.headers.get('location'), `${scene.invitations}/${uuid}`);
      const row = await service.db.readFirst<Record<string, unknown>>(
        sql`select locale, reminders, requested_documents, message, redirect_url from invitations where id = ${uuid}::uuid`,
      );
      assert.deepEqual(row, {
        locale: 'pt',
        reminders: false,
        requested_documents: ['COC_EXTRACT', 'VAT_CERTIFICATE', 'AML_DECLARATION', 'CONTACT_ID_CARD'],
        message: null,
        redirect_url: null,
      });
    });

    it('takes every member at its limits', async () => {
      const scene = await sceneWithBuyer(service);
      for (const [n, body] of [
        { expiresInDays: 1, label: '😀'.repeat(200), locale: 'de-AT', reminders: true },
        { expiresInDays: 90, message: 'ü'.repeat(1_000), requestedDocuments: ['BANK_STATEMENT'] },
        { redirectUrl: 'https://market.example/done?x=1#y', requestedDocuments: [] },
        { locale: 'PT-latn-br-abl1943-u-co-phonebk-x-a' },
      ].entries()) {
        const answer = await create(scene, { recipientEmail: `n${n}@x.example`, ...body });
        assert.equal(answer.status, 201, JSON.stringify(body));
        const view = await json<InvitationView & { label?: string }>(answer);
        assert.equal(view.label, body.label);
        assert.equal(days(view), body.expiresInDays ?? 30);
      }
    });

    it('refuses what is outside of them', async () => {
      const scene = await sceneWithBuyer(service);
      const cases: [string, unknown][] = [
        ['recipientEmail', 'no-address'],
        ['recipientEmail', 'a@b.example\r\nBcc: c@d.example'],
        ['recipientEmail', `${'x'.repeat(64)}@${'y'.repeat(190)}.example`],
        ['label', 'x'.repeat(201)],
        ['locale', 'xx-YY'],
        ['locale', 'no locale'],
        ['locale', 'deu'],
        ['locale', 'de_AT'],
        ['locale', 'de-'],
        ['locale', `de-x-${'a-'.repeat(15)}a`],
        ['expiresInDays', 0],
        ['expiresInDays', 91],
        ['expiresInDays', 1.5],
        ['message', 'x'.repeat(1_001)],
        ['requestedDocuments', ['COC_EXTRACT', 'COC_EXTRACT']],
        ['redirectUrl', 'http://market.example'],
        ['redirectUrl', 'https://user:password@market.example'],
        ['redirectUrl', 'javascript:alert(1)'],
        ['redirectUrl', `https://market.example/${'x'.repeat(2_048)}`],
        ['reminders', 'yes'],
      ];
      for (const [field, value] of cases) {
        const answer = await create(scene, { recipientEmail: 'a@b.example', [field]: value });
        const { errors } = await expectProblem(answer, 'validation-error', `${field} ${String(value)}`);
        assert.ok(errors?.every((error) => error.field.startsWith(field)));
      }
      const list = await json<PageView>(await service.call('GET', scene.invitations, { token: scene.token }));
      assert.equal(list.pagination.totalElements, 0);
    });

    it('queues exactly one mail and one job in the same commit', async () => {
      const { invitation } = await sceneWithInvitation(service);
      const mails = await service.db.read<{ id: string }>(
        sql`select id from mails where subject_kind = 'invitation' and subject_id = ${invitation.uuid}`,
      );
      assert.equal(mails.length, 1);
      const jobs = await service.db.read(
        sql`select from graphile_worker._private_jobs where payload->>'mailId' = ${mails[0]?.id}`,
      );
      assert.equal(jobs.length, 1);
    });

    it('allows one ACTIVE per buyer and address, whatever its case; another after the end of the first', async () => {
      const first = await sceneWithInvitation(service);
      const address = first.invitation.recipientEmail ?? '';
      const again = { recipientEmail: address.toUpperCase() };
      const problem = await expectProblem(await create(first, again), 'resource-exists-different-body');
      assert.deepEqual(problem.currentResource, first.invitation);
      await post(first, `${first.path}/revoke`, { reason: '' });
      const second = await invite(service, first, again);
      await age(second.invitation.uuid, 'expires_at', '1 second');
      const third = await invite(service, first, again);
      assert.notEqual(third.invitation.uuid, second.invitation.uuid);
      const events = await service.db.read(
        sql`select from events where data->>'invitationUuid' = ${second.invitation.uuid}`,
      );
      assert.equal(events.length, 1, 'the expiry found on the way is written down with its event');
      await invite(service, first);
    });

    it('of 10 at once with keys of their own exactly one is made', async () => {
      const scene = await sceneWithBuyer(service);
      const body = { recipientEmail: 'race@x.example' };
      const answers = await Promise.all(Array.from({ length: 10 }, () => create(scene, body)));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [201, ...Array.from({ length: 9 }, () => 409)]);
    });

    it('is 409 for a blocked buyer, and so is resend', async () => {
      const scene = await sceneWithInvitation(service);
      await post(scene, `${scene.buyer}/block`);
      await expectProblem(await create(scene, { recipientEmail: 'a@b.example' }), 'buyer-blocked');
      await expectProblem(await post(scene, `${scene.path}/resend`, { rotateLink: true }), 'buyer-blocked');
    });
  });

  describe('resend', () => {
    it('sends one mail per 10 minutes and link, else 429 with Retry-After', async () => {
      const scene = await sceneWithInvitation(service);
      const tooSoon = await post(scene, `${scene.path}/resend`, {});
      const seconds = Number(tooSoon.headers.get('retry-after'));
      assert.ok(seconds > 590 && seconds <= 600, String(seconds));
      await expectProblem(tooSoon, 'rate-limited');
      await age(scene.invitation.uuid, 'last_mail_at', '10 minutes');
      const sent = await post(scene, `${scene.path}/resend`);
      assert.equal(sent.status, 200);
      assert.deepEqual(await sent.json(), scene.invitation);
      await expectProblem(await post(scene, `${scene.path}/resend`, {}), 'rate-limited');
      const mails = await service.db.read(sql`select from mails where subject_id = ${scene.invitation.uuid}`);
      assert.equal(mails.length, 2);
    });

    it('makes a new address on rotateLink or a corrected recipient, and kills the old one at once', async () => {
      const scene = await sceneWithInvitation(service);
      const open = async (url: string): Promise<number> => {
        const { pathname } = new URL(url);
        return (await fetch(service.url + pathname, { redirect: 'manual' })).status;
      };
      const rotated = await json<InvitationView>(await post(scene, `${scene.path}/resend`, { rotateLink: true }));
      assert.deepEqual({ ...rotated, publicLinkUrl: '' }, { ...scene.invitation, publicLinkUrl: '' });
      assert.notEqual(rotated.publicLinkUrl, scene.invitation.publicLinkUrl);
      const corrected = await json<InvitationView>(
        await post(scene, `${scene.path}/resend`, { recipientEmail: 'right@x.example' }),
      );
      assert.equal(corrected.recipientEmail, 'right@x.example');
      assert.notEqual(corrected.publicLinkUrl, rotated.publicLinkUrl);
      assert.deepEqual([await open(scene.invitation.publicLinkUrl), await open(rotated.publicLinkUrl)], [410, 410]);
      assert.equal(await open(corrected.publicLinkUrl), 200);
    });

    it('does not take an address at which another one is active', async () => {
      const scene = await sceneWithInvitation(service);
      const other = await invite(service, scene);
      const body = { recipientEmail: other.invitation.recipientEmail };
      const problem = await expectProblem(
        await post(scene, `${scene.path}/resend`, body),
        'resource-exists-different-body',
      );
      assert.equal(problem.currentResource?.['uuid'], other.invitation.uuid);
    });

    it('prolongs on request, and revives an EXPIRED one, for 30 days by default', async () => {
      for (const [ended, body, expected] of [
        [false, { expiresInDays: 5, rotateLink: true }, 5],
        [true, {}, 30],
        [true, { expiresInDays: 90 }, 90],
      ] as const) {
        const scene = await sceneWithInvitation(service);
        const { uuid } = scene.invitation;
        await age(uuid, 'last_mail_at', '1 day');
        if (ended) await age(uuid, 'expires_at', '1 hour');
        const answer = await post(scene, `${scene.path}/resend`, body);
        assert.equal(answer.status, 200);
        const view = await json<InvitationView>(answer);
        assert.equal(view.status, 'ACTIVE');
        const left = (Date.parse(view.expiresAt) - Date.now()) / DAY_MS;
        assert.ok(Math.abs(left - expected) < 0.01, `${left} ${expected}`);
        const now = await json<InvitationView>(await service.call('GET', scene.path, { token: scene.token }));
        assert.deepEqual(now, view);
      }
    });

    it('does not revive what was USED or REVOKED', async () => {
      const revoked = await sceneWithInvitation(service);
      await post(revoked, `${revoked.path}/revoke`, { reason: 'x' });
      const used = await sceneWithInvitation(service);
      await service.db.write(sql`update invitations set status = 'USED', usage_count = 1, last_used_at = now()
        where id = ${used.invitation.uuid}::uuid`);
      for (const [scene, status] of [
        [revoked, 'REVOKED'],
        [used, 'USED'],
      ] as const) {
        const answer = await post(scene, `${scene.path}/resend`, { rotateLink: true });
        const problem = await expectProblem(answer, 'invitation-not-active');
        assert.equal(problem.currentResource?.['status'], status);
      }
    });

    it('of 8 at once exactly one sends a mail', async () => {
      const scene = await sceneWithInvitation(service);
      await age(scene.invitation.uuid, 'last_mail_at', '1 day');
      const answers = await Promise.all(Array.from({ length: 8 }, () => post(scene, `${scene.path}/resend`, {})));
      assert.deepEqual(answers.map(({ status }) => status).sort(), [200, ...Array.from({ length: 7 }, () => 429)]);
    });
  });

  describe('lists', () => {
    it('filter, sort and page, of a buyer and of the whole partner', async () => {
      const scene = await sceneWithBuyer(service);
      const made = [];
      for (const name of ['one', 'two', 'three', 'four']) {
        made.push((await invite(service, scene, { recipientEmail: `${name}@x.example`, label: name })).invitation);
      }
      const [one, two, three, four] = made.map(({ uuid }) => uuid);
      await post(scene, `${scene.invitations}/${one}/revoke`, { reason: 'x' });
      await age(two ?? '', 'expires_at', '1 second');
      const seller = `${scene.partner}/self-service-invitations`;
      for (const base of [scene.invitations, seller]) {
        const ids = async (query: string): Promise<(string | undefined)[]> => {
          const answer = await service.call('GET', `${base}?${query}`, { token: scene.token });
          assert.equal(answer.status, 200, query);
          return (await json<PageView>(answer)).data.map(({ uuid }) => uuid);
        };
        assert.deepEqual(await ids(''), [four, three, two, one]);
        assert.deepEqual(await ids('sort=createdAt,asc'), [one, two, three, four]);
        assert.deepEqual((await ids('sort=expiresAt,asc'))[0], two);
        assert.deepEqual(await ids('status=ACTIVE'), [four, three]);
        assert.deepEqual(await ids('status=EXPIRED'), [two]);
        assert.deepEqual(await ids('status=REVOKED'), [one]);
        assert.deepEqual(await ids('status=USED'), []);
        assert.deepEqual(await ids('recipientEmail=THREE@x.example'), [three]);
        assert.deepEqual(await ids('size=1&page=2'), [two]);
        assert.deepEqual(await ids('size=3&page=1'), [one]);
      }
      const other = await sceneWithInvitation(service);
      const query = async (text: string): Promise<number> =>
        (await json<PageView>(await service.call('GET', `${seller}?${text}`, { token: scene.token }))).pagination
          .totalElements;
      assert.equal(await query('kind=KYC'), 4);
      assert.equal(await query('kind=PROSPECT'), 0);
      assert.equal(await query(`buyerId=${scene.buyerId}`), 4);
      assert.equal(await query(`buyerId=${other.buyerId}`), 0);
      assert.equal(await query(`createdAfter=${made[1]?.createdAt}`), 2);
      assert.equal(await query(`createdAfter=${made[3]?.createdAt.replace('Z', '-01:00')}`), 0);
    });

    it('show under the partner what is shown under the buyer', async () => {
      const scene = await sceneWithInvitation(service);
      const path = `${scene.partner}/self-service-invitations/${scene.invitation.uuid}`;
      const ask = async (at: string): Promise<unknown> => json(await service.call('GET', at, { token: scene.token }));
      assert.deepEqual(await ask(path), await ask(scene.path));
      assert.equal((await post(scene, `${path}/revoke`, { reason: 'x' })).status, 200);
      assert.deepEqual(await ask(path), await ask(scene.path));
      assert.deepEqual(await ask(`${path}/activity`), await ask(`${scene.path}/activity`));
    });
  });

  it('activity says what happened, oldest first, by whom, and no secrets', async () => {
    const scene = await sceneWithInvitation(service);
    await post(scene, `${scene.path}/resend`, { rotateLink: true });
    await post(scene, `${scene.path}/revoke`, { reason: 'SECRETREASON' });
    const answer = await service.call('GET', `${scene.path}/activity`, { token: scene.token });
    const text = await answer.text();
    const { data } = JSON.parse(text) as { data: { type: string; occurredAt: string; actor: unknown }[] };
    assert.deepEqual(
      data.map(({ type }) => type),
      ['CREATED', 'MAIL_QUEUED', 'RESENT', 'MAIL_QUEUED', 'REVOKED'],
    );
    for (const { actor } of data) assert.deepEqual(actor, { kind: 'CLIENT', id: scene.org.clientId });
    assert.deepEqual(
      data.map(({ occurredAt }) => occurredAt),
      data.map(({ occurredAt }) => occurredAt).sort(),
    );
    assert.ok(!/SECRETREASON|\/i\//.test(text));
    const paged = await service.call('GET', `${scene.path}/activity?size=2&page=1`, { token: scene.token });
    assert.deepEqual(
      (await json<PageView>(paged)).data.map(({ type }) => type),
      ['RESENT', 'MAIL_QUEUED'],
    );
  });
});
