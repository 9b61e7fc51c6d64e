import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import sql from 'sql-template-tag';
import { expectProblem } from '../../../../../harness/src/problem.ts';
import {
  addBuyer,
  invite,
  type InvitationScene,
  type InvitationView,
  sceneWithInvitation,
} from '../../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../../harness/src/service.ts';

/** The answer of the founding operation as published; its members are all there are (contract 3.1). */
const published = {
  type: 'object',
  required: ['uuid', 'kind', 'status', 'publicLinkUrl', 'createdAt', 'expiresAt'],
  additionalProperties: false,
  properties: {
    uuid: { type: 'string', format: 'uuid' },
    kind: { type: 'string', enum: ['KYC', 'PROSPECT'] },
    status: { type: 'string', enum: ['ACTIVE', 'USED', 'REVOKED', 'EXPIRED'] },
    publicLinkUrl: { type: 'string', format: 'uri' },
    createdAt: { type: 'string', format: 'date-time', pattern: 'Z$' },
    expiresAt: { type: 'string', format: 'date-time', pattern: 'Z$' },
    recipientEmail: { type: 'string', format: 'email' },
    label: { type: 'string' },
    lastUsedAt: { type: 'string', format: 'date-time', pattern: 'Z$' },
    usageCount: { type: 'integer' },
    revokedAt: { type: 'string', format: 'date-time', pattern: 'Z$' },
    revocationReason: { type: 'string' },
  },
};
const ajv = new Ajv2020({ allErrors: true });
ajvFormats.default(ajv);
const isPublished = ajv.compile(published);

const REASON = { reason: 'The deal was called off.' };

describe('revokeInvitation', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  const revoke = (scene: InvitationScene, body: unknown, key?: string): Promise<Response> =>
    service.call('POST', `${scene.path}/revoke`, { token: scene.token, body, ...(key !== undefined && { key }) });
  const read = async (scene: InvitationScene): Promise<InvitationView> =>
    (await (await service.call('GET', scene.path, { token: scene.token })).json()) as InvitationView;

  it('answers 200 with exactly the published object, and the invitation stays so', async () => {
    const scene = await sceneWithInvitation(service);
    const before = Date.now();
    const response = await revoke(scene, REASON);
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-type') ?? '', /^application\/json/);
    const answer = (await response.json()) as InvitationView;
    assert.ok(isPublished(answer), ajv.errorsText(isPublished.errors));
    const { revokedAt = '', ...rest } = answer;
    assert.deepEqual(rest, { ...scene.invitation, status: 'REVOKED', revocationReason: REASON.reason });
    assert.ok(Date.parse(revokedAt) >= before - 1_000 && Date.parse(revokedAt) <= Date.now() + 1_000);
    assert.deepEqual(await read(scene), answer);
  });

  it('replays the same bytes for the same key and body, whatever the order of members and the white space', async () => {
    const scene = await sceneWithInvitation(service);
    const key = randomUUID();
    const first = await revoke(scene, { reason: 'Grüße 😀', note: [1, { a: 1, b: 2 }] }, key);
    const bytes = await first.text();
    assert.equal(first.headers.get('idempotent-replayed'), null);
    for (const body of [
      '{"reason":"Grüße 😀","note":[1,{"a":1,"b":2}]}',
      ' { "note" : [ 1.0, {"b":2, "a":1e0} ],\r\n\t"reason": "Gr\\u00fc\\u00dfe \\ud83d\\ude00" } ',
    ]) {
      const again = await revoke(scene, body, key);
      assert.equal(again.status, 200);
      assert.equal(await again.text(), bytes);
      assert.equal(again.headers.get('idempotent-replayed'), 'true');
      assert.equal(again.headers.get('content-type'), first.headers.get('content-type'));
    }
    const audit = await service.db.read(
      sql`select from audit_events where subject_id = ${scene.invitation.uuid}::uuid and action = 'invitation.revoke'`,
    );
    assert.equal(audit.length, 1);
  });

  it('refuses another body under the same key with 422', async () => {
    const scene = await sceneWithInvitation(service);
    const key = randomUUID();
    await revoke(scene, REASON, key);
    await expectProblem(await revoke(scene, { reason: 'Another one.' }, key), 'idempotency-key-reused');
    assert.equal((await read(scene)).revocationReason, REASON.reason);
  });

  it('refuses another key with 409 and shows the invitation as it stands', async () => {
    const scene = await sceneWithInvitation(service);
    const revoked = (await (await revoke(scene, REASON)).json()) as Record<string, unknown>;
    const problem = await expectProblem(await revoke(scene, REASON), 'invitation-not-active');
    assert.deepEqual(problem.currentResource, revoked);
  });

  it('ignores members it does not know, as its published schema is open', async () => {
    const scene = await sceneWithInvitation(service);
    const response = await revoke(scene, { ...REASON, resaon: 'typo', nested: { deep: [null] } });
    assert.equal(response.status, 200);
    const refused = await service.call('POST', scene.invitations, {
      token: scene.token,
      body: { recipientEmail: 'a@b.example', lable: 'typo' },
    });
    assert.deepEqual(
      (await expectProblem(refused, 'validation-error')).errors?.map(({ field }) => field),
      ['lable'],
    );
  });

  it('takes 0 and 500 code points of reason, an emoji counting one', async () => {
    for (const reason of ['', 'x'.repeat(500), '😀'.repeat(500)]) {
      const scene = await sceneWithInvitation(service);
      const response = await revoke(scene, { reason });
      assert.equal(response.status, 200);
      assert.equal(((await response.json()) as InvitationView).revocationReason, reason);
      assert.equal((await read(scene)).revocationReason, reason);
    }
  });

  it('refuses wrong reasons with 422 that names the field, and changes nothing', async () => {
    const scene = await sceneWithInvitation(service);
    const wrong: [unknown, unknown][] = [
      [{ reason: '😀'.repeat(501) }, '😀'.repeat(200)],
      [{ reason: 'x'.repeat(501) }, 'x'.repeat(200)],
      [{}, undefined],
      [{ Reason: 'x' }, undefined],
      [{ reason: null }, null],
      [{ reason: 5 }, 5],
      [{ reason: true }, true],
      [{ reason: ['x'] }, undefined],
      [{ reason: { text: 'x' } }, undefined],
      ['{"reason":"a\\u0000b"}', undefined],
      ['{"reason":"a\\ud800b"}', undefined],
      ['{"reason":"a\\udc00\\ud800b"}', undefined],
    ];
    for (const [body, rejectedValue] of wrong) {
      const key = randomUUID();
      const problem = await expectProblem(await revoke(scene, body, key), 'validation-error', JSON.stringify(body));
      assert.equal(problem.errors?.length, 1);
      assert.equal(problem.errors?.[0]?.field, 'reason');
      assert.deepEqual(problem.errors?.[0]?.rejectedValue, rejectedValue);
    }
    for (const body of ['null', '[]', '"reason"', '7', 'true']) {
      await expectProblem(await revoke(scene, body), 'validation-error', body);
    }
    assert.deepEqual(await read(scene), scene.invitation);
  });

  it('answers alike for what is not there and what is somebody else’s', async () => {
    const scene = await sceneWithInvitation(service, { sellers: 2 });
    const foreign = await sceneWithInvitation(service);
    const otherBuyer = await invite(service, await addBuyer(service, scene.org, scene.token));
    const at = (seller: string, buyer: string, invitation: string): Promise<Response> =>
      service.call('POST', `/v1/partners/${seller}/buyers/${buyer}/kyc/self-service-invitations/${invitation}/revoke`, {
        token: scene.token,
        body: REASON,
      });
    const { sellerId, sellers } = scene.org;
    const id = scene.invitation.uuid;
    const notFound: [string, string, string][] = [
      [sellerId, scene.buyerId, randomUUID()],
      [sellerId, scene.buyerId, foreign.invitation.uuid],
      [sellerId, scene.buyerId, otherBuyer.invitation.uuid],
      [sellerId, otherBuyer.buyerId, id],
      [sellerId, foreign.buyerId, id],
      [sellerId, randomUUID(), id],
      [sellers[1]?.uuid ?? '', scene.buyerId, id],
      [sellerId, scene.buyerId, 'not-an-id'],
      [sellerId, scene.buyerId, `${id}0`],
      [sellerId, 'not-an-id', id],
    ];
    const shapes = new Set<string>();
    for (const ids of notFound) {
      const { instance, traceId, ...shape } = await expectProblem(await at(...ids), 'not-found', ids.join(' '));
      assert.ok(instance && traceId);
      shapes.add(JSON.stringify(shape));
    }
    assert.equal(shapes.size, 1);
    shapes.clear();
    for (const seller of [foreign.org.sellerId, randomUUID(), 'not-an-id']) {
      const { instance, traceId, ...shape } = await expectProblem(await at(seller, scene.buyerId, id), 'forbidden');
      assert.ok(instance && traceId);
      shapes.add(JSON.stringify(shape));
    }
    assert.equal(shapes.size, 1);
    assert.deepEqual(await read(scene), scene.invitation);
    assert.deepEqual(await read(foreign), foreign.invitation);
    assert.deepEqual(await read(otherBuyer), otherBuyer.invitation);
  });

  it('takes ids in upper case as the same ids', async () => {
    const scene = await sceneWithInvitation(service);
    const response = await service.call(
      'POST',
      `${scene.path.replace(scene.invitation.uuid, scene.invitation.uuid.toUpperCase())}/revoke`,
      {
        token: scene.token,
        body: REASON,
      },
    );
    assert.equal(response.status, 200);
  });

  it('answers 401 without a token and with a wrong one, telling nothing', async () => {
    const scene = await sceneWithInvitation(service);
    const [head = '', payload = '', signature = ''] = scene.token.split('.');
    const forged = `${head}.${payload}.${signature.slice(0, -4)}AAAA`;
    const bad = [
      undefined,
      'x',
      `Basic ${scene.token}`,
      'Bearer',
      'Bearer x',
      'Bearer a.b.c',
      `Bearer ${forged}`,
      scene.token,
    ];
    const shapes = new Set<string>();
    for (const authorization of bad) {
      const response = await service.call('POST', `${scene.path}/revoke`, {
        body: REASON,
        headers: authorization === undefined ? {} : { authorization },
      });
      assert.equal(response.headers.get('www-authenticate'), 'Bearer error="invalid_token"');
      const { traceId, ...shape } = await expectProblem(response, 'unauthorized', authorization);
      assert.ok(traceId);
      shapes.add(JSON.stringify(shape));
    }
    assert.equal(shapes.size, 1);
    assert.deepEqual(await read(scene), scene.invitation);
  });

  it('echoes X-Request-Id when it is a UUID and makes one otherwise', async () => {
    const scene = await sceneWithInvitation(service);
    const mine = randomUUID();
    const ask = (id: string): Promise<Response> =>
      service.call('POST', `${scene.path}/revoke`, {
        token: scene.token,
        body: REASON,
        headers: { 'x-request-id': id },
      });
    assert.equal((await ask(mine)).headers.get('x-request-id'), mine);
    assert.equal((await expectProblem(await ask(mine), 'invitation-not-active')).traceId, mine);
    const made = (await ask('not-a-uuid')).headers.get('x-request-id') ?? '';
    assert.match(made, /^[0-9a-f-]{36}$/);
    assert.ok(service.logLines.some((line) => line.includes(`"traceId":"${mine}"`)));
  });

  it('refuses an invitation that the clock ended, before any sweeper came by', async () => {
    const scene = await sceneWithInvitation(service);
    await service.db.write(
      sql`update invitations set expires_at = now() - interval '1 millisecond' where id = ${scene.invitation.uuid}::uuid`,
    );
    const problem = await expectProblem(await revoke(scene, REASON), 'invitation-not-active');
    assert.equal(problem.currentResource?.['status'], 'EXPIRED');
    assert.equal((await read(scene)).status, 'EXPIRED');
  });

  it('refuses a used invitation', async () => {
    const scene = await sceneWithInvitation(service);
    await service.db.write(sql`update invitations set status = 'USED', usage_count = 1, last_used_at = now()
      where id = ${scene.invitation.uuid}::uuid`);
    const { currentResource } = await expectProblem(await revoke(scene, REASON), 'invitation-not-active');
    assert.ok(isPublished(currentResource), ajv.errorsText(isPublished.errors));
    assert.equal(currentResource?.['status'], 'USED');
    assert.equal(currentResource?.['usageCount'], 1);
  });

  it('works for a blocked buyer too', async () => {
    const scene = await sceneWithInvitation(service);
    assert.equal((await service.call('POST', `${scene.buyer}/block`, { token: scene.token })).status, 200);
    assert.equal((await revoke(scene, REASON)).status, 200);
  });

  it('needs an Idempotency-Key', async () => {
    const scene = await sceneWithInvitation(service);
    const response = await service.call('POST', `${scene.path}/revoke`, {
      token: scene.token,
      body: REASON,
      headers: { 'idempotency-key': '' },
    });
    assert.match((await expectProblem(response, 'malformed-request')).detail, /Idempotency-Key/);
    assert.deepEqual(await read(scene), scene.invitation);
  });

  it('takes two database round trips with a big budget, and three where every call is counted', async () => {
    for (const [tier, trips] of [
      ['ENTERPRISE', 2],
      ['STANDARD', 3],
    ] as const) {
      const scene = await sceneWithInvitation(service, { tier });
      await read(scene);
      const before = service.db.roundTrips();
      assert.equal((await revoke(scene, REASON)).status, 200);
      assert.equal(service.db.roundTrips() - before, trips, tier);
    }
  });
});
