import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { removeGrant } from '../../parties/organizations/admin.ts';
import { createKeyring } from '../../../platform/keyring.ts';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';
import {
  createWebhookCalls,
  refusedField,
  WEBHOOK,
  type WebhookView,
} from '../../../../../harness/src/webhook-calls.ts';

const SECRET = '0123456789 abcdef~0123456789';

describe('webhook endpoints', () => {
  let service: TestService;
  before(async () => {
    service = await startService({ WEBHOOK_ALLOW_LOOPBACK: 'off' });
  });
  after(() => service.close());

  it('is registered with a secret that only this answer and its replay show, sealed at rest', async () => {
    const scene = await createWebhookCalls(service);
    const key = randomUUID();
    const first = await scene.post('', WEBHOOK, key);
    const { secret = '', ...shown } = (await first.json()) as WebhookView;
    assert.equal(first.status, 201);
    assert.match(shown.id, /^wh_[0-9a-f]{32}$/);
    assert.equal(first.headers.get('location'), `/v1/webhooks/${shown.id}`);
    assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    const { id, createdAt, ...rest } = shown;
    assert.deepEqual(rest, {
      ...WEBHOOK,
      partnerIds: null,
      acceptedSchemaVersions: [1],
      status: 'ACTIVE',
      updatedAt: createdAt,
    });

    const replay = await scene.post('', WEBHOOK, key);
    assert.equal(replay.headers.get('idempotent-replayed'), 'true');
    assert.deepEqual(await replay.json(), { ...shown, secret });
    for (const path of ['', `/${id}`]) {
      const text = await (await scene.get(path)).text();
      assert.deepEqual(JSON.parse(text), path === '' ? [shown] : shown);
    }
    const patched = await scene.patch(id, { events: ['kyc.*'] });
    assert.ok(!(await patched.text()).includes(secret));

    const row = await service.db.readFirst<{ sealed_secret: Buffer }>(
      sql`select sealed_secret from webhook_endpoints where id = ${id}`,
    );
    const keyring = createKeyring(service.config.masterKeys);
    assert.equal(keyring.open('webhook-secret', id, row?.sealed_secret ?? assert.fail()).toString(), secret);
    const own = await scene.made({ secret: SECRET });
    assert.equal(own.secret, SECRET);
    const dump = await service.db.read(
      sql`select t::text from webhook_endpoints t union all select k::text from idempotency_keys k`,
    );
    for (const one of [secret, SECRET]) {
      assert.ok(!JSON.stringify(dump).includes(one));
      assert.ok(!service.logLines.join('\n').includes(one));
    }
  });

  it('refuses a bad url, and says why, without showing it again', async () => {
    const scene = await createWebhookCalls(service);
    const { id } = await scene.made();
    const cases: Record<string, RegExp> = {
      'http://hooks.example/': /https/,
      'https://hooks.example:8080/': /port/,
      'https://user:pass@hooks.example/': /user information/,
      'https://127.0.0.1/': /private/,
      'https://2130706433/': /private/,
      'https://0x7f.1/': /private/,
      'https://[::ffff:169.254.169.254]/': /private/,
      'https://[fd00:ec2::254]/': /private/,
      'https://localhost/': /public network/,
      'https://metadata.google.internal/': /public network/,
      'not a url': /uri/,
      'https://１２７.0.0.1/': /uri/,
      '': /fewer|uri/,
    };
    for (const [url, reason] of Object.entries(cases)) {
      for (const send of [() => scene.post('', { ...WEBHOOK, url }), () => scene.patch(id, { url })]) {
        const { errors = [] } = await expectProblem(await send(), 'validation-error', url);
        assert.deepEqual(
          errors.map(({ field }) => field),
          ['url'],
        );
        assert.match(errors[0]?.message ?? '', reason, url);
        if (URL.canParse(url) && !/uri/.test(reason.source)) assert.ok(!('rejectedValue' in (errors[0] ?? {})), url);
      }
    }
    const start = 'https://hooks.example/';
    assert.equal(await refusedField(await scene.post('', { ...WEBHOOK, url: start.padEnd(2_049, 'x') })), 'url');
    assert.equal((await scene.made({ url: start.padEnd(2_048, 'x') })).url.length, 2_048);
    assert.equal((await scene.made({ url: 'https://hooks.example:8443' })).url, 'https://hooks.example:8443');
  });

  it('takes exact names and wildcards of a segment, each once; everything else is 422 that names it', async () => {
    const scene = await createWebhookCalls(service);
    const all = [
      'self_service_invitation.*',
      'webhook.*',
      'compliance.*',
      'kyc.vies_check_failed',
      'prospect.submitted',
    ];
    assert.deepEqual((await scene.made({ events: all })).events, all);
    const { id } = await scene.made();
    const wrong: [unknown, RegExp][] = [
      [['*'], /^events\.0$/],
      [['kyc.*', '*.*'], /^events\.1$/],
      [['kyc'], /^events\.0$/],
      [['kyc.'], /^events\.0$/],
      [['KYC.*'], /^events\.0$/],
      [['kyc.vies_*'], /^events\.0$/],
      [['no_such.*'], /^events\.0$/],
      [['kyc.no_such'], /^events\.0$/],
      [['kyc.*', 'kyc.*'], /^events$/],
      [[], /^events$/],
      ['kyc.*', /^events$/],
    ];
    for (const [events, field] of wrong) {
      const about = JSON.stringify(events);
      assert.match((await refusedField(await scene.post('', { ...WEBHOOK, events }), about)) ?? '', field, about);
      assert.match((await refusedField(await scene.patch(id, { events }), about)) ?? '', field, about);
    }
  });

  it('takes partners that the organization has a grant on, and no others', async () => {
    const scene = await createWebhookCalls(service, { sellers: 2 });
    const foreign = await service.organization();
    const [one = '', two = ''] = scene.org.sellers.map(({ uuid }) => uuid);
    const webhook = await scene.made({ partnerIds: [one.toUpperCase(), two] });
    assert.deepEqual(webhook.partnerIds, [one, two]);
    for (const [partnerIds, field] of [
      [[foreign.sellerId], 'partnerIds.0'],
      [[one, randomUUID()], 'partnerIds.1'],
      [[one, one.toUpperCase()], 'partnerIds.1'],
      [[one, one], 'partnerIds'],
      [['x'], 'partnerIds.0'],
      [[], 'partnerIds'],
      ['x', 'partnerIds'],
      [Array.from({ length: 501 }, () => randomUUID()), 'partnerIds'],
    ] as const) {
      assert.equal(await refusedField(await scene.post('', { ...WEBHOOK, partnerIds })), field);
      assert.equal(await refusedField(await scene.patch(webhook.id, { partnerIds })), field);
    }
    assert.equal(
      ((await (await scene.patch(webhook.id, { partnerIds: null })).json()) as WebhookView).partnerIds,
      null,
    );

    // One whose grant was withdrawn stays written down, and may not be written anew.
    const narrow = await scene.made({ partnerIds: [two] });
    await removeGrant(service.db, scene.org.slug, two);
    assert.deepEqual(((await (await scene.get(`/${narrow.id}`)).json()) as WebhookView).partnerIds, [two]);
    assert.equal((await scene.patch(narrow.id, { events: ['kyc.*'] })).status, 200);
  });

  it('takes a secret of 24 to 255 printable ASCII characters, and never shows a refused one', async () => {
    const scene = await createWebhookCalls(service);
    assert.equal((await scene.made({ secret: 'x'.repeat(24) })).secret, 'x'.repeat(24));
    assert.equal((await scene.made({ secret: 'x'.repeat(255) })).secret, 'x'.repeat(255));
    for (const secret of ['x'.repeat(23), 'x'.repeat(256), `${'x'.repeat(30)}é`, `${'x'.repeat(30)}\n`, '', 7, null]) {
      const answer = await scene.post('', { ...WEBHOOK, secret });
      const { errors } = await expectProblem(answer, 'validation-error', String(secret));
      assert.deepEqual(
        errors?.map(({ field, rejectedValue }) => [field, rejectedValue]),
        [['secret', undefined]],
      );
    }
    const { id } = await scene.made();
    assert.equal(await refusedField(await scene.patch(id, { secret: 'x'.repeat(24) })), 'secret');
    assert.equal(await refusedField(await scene.patch(id, { status: 'PAUSED' })), 'status');
  });

  it('takes the versions of the envelope that there are: only 1 today', async () => {
    const scene = await createWebhookCalls(service);
    assert.deepEqual((await scene.made({ acceptedSchemaVersions: [1] })).acceptedSchemaVersions, [1]);
    const { id, acceptedSchemaVersions } = await scene.made();
    assert.deepEqual(acceptedSchemaVersions, [1]);
    assert.equal((await scene.patch(id, { acceptedSchemaVersions: [1] })).status, 200);
    for (const [versions, field] of [
      [[2], 'acceptedSchemaVersions.0'],
      [['1'], 'acceptedSchemaVersions.0'],
      [[1, 1], 'acceptedSchemaVersions'],
      [[], 'acceptedSchemaVersions'],
      [1, 'acceptedSchemaVersions'],
      [null, 'acceptedSchemaVersions'],
    ] as const) {
      const about = JSON.stringify(versions);
      const body = { acceptedSchemaVersions: versions };
      assert.equal(await refusedField(await scene.post('', { ...WEBHOOK, ...body }), about), field, about);
      assert.equal(await refusedField(await scene.patch(id, body), about), field, about);
    }
  });

  it('takes the whole object back; what repeats its present value is ignored, in whatever state it is', async () => {
    const scene = await createWebhookCalls(service, { sellers: 2 });
    const [, second = ''] = scene.org.sellers.map(({ uuid }) => uuid);
    const { secret: _, ...seen } = await scene.made({ partnerIds: [second] });
    // Neither a lost grant nor a name that leads nowhere today is in the way of what stands written down.
    await removeGrant(service.db, scene.org.slug, second);
    await service.db.write(sql`update webhook_endpoints set status = 'PAUSED' where id = ${seen.id}`);
    const paused = { ...seen, status: 'PAUSED' };
    const answer = await scene.patch(seen.id, { ...paused, events: ['webhook.*'] });
    assert.equal(answer.status, 200, await answer.clone().text());
    const changed = (await answer.json()) as WebhookView;
    assert.deepEqual(changed, { ...paused, events: ['webhook.*'], updatedAt: changed.updatedAt });

    for (const [change, field] of [
      [{ id: `wh_${'0'.repeat(32)}` }, 'id'],
      [{ createdAt: '2020-01-01T00:00:00.000Z' }, 'createdAt'],
      [{ updatedAt: '2020-01-01T00:00:00.000Z' }, 'updatedAt'],
      [{ secret: SECRET }, 'secret'],
    ] as const) {
      assert.equal(await refusedField(await scene.patch(seen.id, { ...changed, ...change }), field), field);
    }
    const resumed = (await (await scene.patch(seen.id, { ...changed, status: 'ACTIVE' })).json()) as WebhookView;
    assert.equal(resumed.status, 'ACTIVE');
    assert.equal(await refusedField(await scene.patch(seen.id, { ...resumed, status: 'PAUSED' })), 'status');
  });

  it('has at most 20 of an organization, however many come at once; a place is free again after a deletion', async () => {
    const scene = await createWebhookCalls(service);
    const answers = await Promise.all(Array.from({ length: 30 }, () => scene.post('', WEBHOOK)));
    const statuses = answers.map(({ status }) => status).sort();
    assert.deepEqual(statuses, [...Array.from({ length: 20 }, () => 201), ...Array.from({ length: 10 }, () => 422)]);
    const full = answers.find(({ status }) => status === 422);
    assert.equal(await refusedField(full ?? assert.fail()), 'body');
    const all = (await (await scene.get('')).json()) as WebhookView[];
    assert.equal(all.length, 20);
    const gone = all[3]?.id ?? '';
    assert.equal((await scene.remove(gone)).status, 204);
    await scene.made();
    assert.equal(await refusedField(await scene.post('', WEBHOOK)), 'body');
    const order = ((await (await scene.get('')).json()) as WebhookView[]).map(({ createdAt }) => createdAt);
    assert.equal(order.length, 20);
    assert.deepEqual(order, order.toSorted().toReversed());
  });

  it('is deleted with its deliveries, once; a replay says so again', async () => {
    const scene = await createWebhookCalls(service);
    const { id } = await scene.made();
    const { id: deliveryId } = await scene.fired(id);
    const remove = (key: string) => scene.remove(id, key);
    const key = randomUUID();
    const answers = [await remove(key), await remove(key)];
    for (const answer of answers) {
      assert.equal(answer.status, 204);
      assert.equal(await answer.text(), '');
    }
    assert.equal(answers[1]?.headers.get('idempotent-replayed'), 'true');
    await expectProblem(await remove(randomUUID()), 'not-found');
    await expectProblem(await scene.get(`/${id}`), 'not-found');
    await expectProblem(await scene.get(`/${id}/deliveries`), 'not-found');
    await expectProblem(await scene.patch(id, { status: 'ACTIVE' }), 'not-found');
    await expectProblem(await scene.post(`/${id}/deliveries/${deliveryId}/replay`), 'not-found');
    await expectProblem(await scene.post(`/${id}/test`, { eventType: 'kyc.vies_check_failed', data: {} }), 'not-found');
    assert.deepEqual(await service.db.read(sql`select from webhook_deliveries where id = ${deliveryId}`), []);
  });

  it('changes of two callers at once both stand', async () => {
    const scene = await createWebhookCalls(service);
    const { id } = await scene.made();
    await Promise.all([
      scene.patch(id, { url: 'https://one.example/' }),
      scene.patch(id, { events: ['webhook.*'] }),
      scene.patch(id, { partnerIds: [scene.org.sellerId] }),
      scene.patch(id, { status: 'DISABLED' }),
    ]);
    const { url, events, partnerIds, status } = (await (await scene.get(`/${id}`)).json()) as WebhookView;
    assert.deepEqual(
      { url, events, partnerIds, status },
      { url: 'https://one.example/', events: ['webhook.*'], partnerIds: [scene.org.sellerId], status: 'DISABLED' },
    );
  });

  it('counts all of it as webhook management, reading too', async () => {
    const scene = await createWebhookCalls(service, { tier: 'STANDARD' });
    const answers = [await scene.get(''), await scene.post('', {}), await scene.get(`/wh_${'0'.repeat(32)}`)];
    assert.deepEqual(
      answers.map(({ status, headers }) => [
        status,
        headers.get('x-ratelimit-category'),
        headers.get('x-ratelimit-limit'),
        headers.get('x-ratelimit-remaining'),
      ]),
      [
        [200, 'webhook', '10', '9'],
        [422, 'webhook', '10', '8'],
        [404, 'webhook', '10', '7'],
      ],
    );
    await expectProblem(await scene.get(''), 'rate-limited');
  });

  it('leaves a trail of every change, without addresses or secrets', async () => {
    const scene = await createWebhookCalls(service);
    const { id, secret = '' } = await scene.made();
    await scene.patch(id, { url: 'https://moved.example/?token=another-secret', status: 'DISABLED' });
    const delivery = await scene.fired(id);
    await scene.post(`/${id}/deliveries/${delivery.id}/replay`);
    await scene.remove(id);
    const lines = await service.db.read<{
      action: string;
      details: object;
    }>(sql`select action, details from audit_events
      where organization_id = ${scene.org.organizationId}::uuid and subject_id = ${id.slice(3)}::uuid order by id`);
    assert.deepEqual(
      lines.map(({ action }) => action),
      ['webhook.create', 'webhook.patch', 'webhook.test', 'webhook.replay', 'webhook.delete'],
    );
    assert.deepEqual(lines[1]?.details, { fields: ['url', 'status'], status: 'DISABLED' });
    const said = JSON.stringify(lines) + service.logLines.join('\n');
    for (const one of [secret, 'another-secret', 'secret-in-the-url', 'moved.example'])
      assert.ok(!said.includes(one), one);
  });
});
