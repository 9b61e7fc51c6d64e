import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import sql from 'sql-template-tag';
import { addGrant, removeGrant, setClientDisabled } from '../../modules/parties/organizations/admin.ts';
import { expectProblem } from '../../../../harness/src/problem.ts';
import { sendRaw } from '../../../../harness/src/raw-http.ts';
import {
  type BuyerScene,
  buyerBody,
  invite,
  type InvitationScene,
  sceneWithBuyer,
  sceneWithInvitation,
} from '../../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';

const REASON = { reason: 'The deal was called off.' };

describe('Idempotency-Key', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  const revoke = (scene: InvitationScene, key: string, body: unknown = REASON): Promise<Response> =>
    service.call('POST', `${scene.path}/revoke`, { token: scene.token, body, key });
  const countKeys = async (scene: { org: { organizationId: string } }): Promise<number> =>
    (await service.db.read(sql`select from idempotency_keys where organization_id = ${scene.org.organizationId}::uuid`))
      .length;
  const countAudit = async (subjectId: string, action: string): Promise<number> =>
    (await service.db.read(sql`select from audit_events where subject_id = ${subjectId}::uuid and action = ${action}`))
      .length;

  /** A buyer, with the lines among the headers as they stand. */
  const createWith = (scene: BuyerScene, lines: readonly string[], body = JSON.stringify(buyerBody())) =>
    sendRaw(service.url, [
      `POST ${scene.partner}/buyers HTTP/1.1`,
      'Host: localhost',
      `Authorization: Bearer ${scene.token}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      ...lines,
      'Connection: close',
      '',
      body,
    ]);

  it('is 1 to 255 characters of 0x20 to 0x7E; anything else is 400 that names the header', async () => {
    const scene = await sceneWithBuyer(service);
    const wrong = [undefined, '', ' ', 'k'.repeat(256), 'a\tb', 'a\x7fb', 'ä', 'a\u00a0b'];
    for (const key of wrong) {
      const answer = await createWith(scene, key === undefined ? [] : [`Idempotency-Key: ${key}`]);
      assert.equal(answer.status, 400, `${JSON.stringify(key)} ${answer.body}`);
      const problem = JSON.parse(answer.body) as { type: string; detail: string };
      assert.match(problem.type, /malformed-request$/);
      // HTTP itself has no 0x7F in headers, so the parser refuses it before any header is known.
      if (key !== 'a\x7fb') assert.match(problem.detail, /Idempotency-Key/);
    }
    assert.equal(await countKeys(scene), 1, 'only that of the buyer made first');
    for (const key of ['k', 'k'.repeat(255), '~ ~', '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~']) {
      const made = await service.call('POST', `${scene.partner}/buyers`, {
        token: scene.token,
        key,
        body: buyerBody(),
      });
      assert.equal(made.status, 201, key);
    }
  });

  it('sent twice in one request is 400 that names the header, for its retry with one would be another key', async () => {
    const scene = await sceneWithBuyer(service);
    const body = JSON.stringify(buyerBody());
    for (const lines of [
      ['Idempotency-Key: twice', 'Idempotency-Key: twice'],
      ['Idempotency-Key: twice', 'X-Between: x', 'idempotency-key: other'],
      ['Idempotency-Key: twice', 'Idempotency-Key:'],
    ]) {
      const answer = await createWith(scene, lines, body);
      assert.equal(answer.status, 400, `${lines.join(' | ')} ${answer.body}`);
      const problem = JSON.parse(answer.body) as { type: string; detail: string };
      assert.match(problem.type, /malformed-request$/);
      assert.match(problem.detail, /Idempotency-Key/);
    }
    assert.equal(await countKeys(scene), 1, 'only that of the buyer made first');
    const { token } = scene;
    const retried = await service.call('POST', `${scene.partner}/buyers`, { token, key: 'twice, twice', body });
    assert.equal(retried.headers.get('idempotent-replayed'), null);
  });

  it('is case-sensitive', async () => {
    const scene = await sceneWithInvitation(service);
    assert.equal((await revoke(scene, 'case-a')).status, 200);
    await expectProblem(await revoke(scene, 'CASE-A'), 'invitation-not-active');
  });

  it('belongs to one organization', async () => {
    const scenes = [await sceneWithInvitation(service), await sceneWithInvitation(service)] as const;
    for (const scene of scenes) {
      const response = await revoke(scene, 'the-same-key', { reason: scene.org.slug });
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('idempotent-replayed'), null);
    }
    for (const scene of scenes) {
      const replay = await revoke(scene, 'the-same-key', { reason: scene.org.slug });
      assert.equal(((await replay.json()) as { revocationReason: string }).revocationReason, scene.org.slug);
    }
  });

  it('belongs to one method, path and query', async () => {
    const scene = await sceneWithInvitation(service);
    const other = await invite(service, scene);
    assert.equal((await revoke(scene, 'k', { ...REASON })).status, 200);
    const { token } = scene;
    const mismatches: [string, string, unknown][] = [
      ['POST', `${other.path}/revoke`, REASON],
      ['POST', `${scene.path}/revoke?x=1`, REASON],
      ['POST', `${scene.path}/resend`, REASON],
      ['POST', `${scene.buyer}/block`, REASON],
      ['PATCH', scene.buyer, REASON],
      ['POST', `/v1${scene.partner.slice(3)}/self-service-invitations/${scene.invitation.uuid}/revoke`, REASON],
    ];
    for (const [method, path, body] of mismatches) {
      const response = await service.call(method, path, { token, body, key: 'k', headers: { 'if-match': '"0"' } });
      await expectProblem(response, 'idempotency-key-reused', `${method} ${path}`);
    }
    assert.equal(await countAudit(other.invitation.uuid, 'invitation.revoke'), 0);
  });

  it('keeps what the operation decided: 201 with Location and ETag, 200, 409, 404 and capability 403', async () => {
    const scene = await sceneWithInvitation(service, { capabilities: { allowKycDocumentDownload: true } });
    const buyer = buyerBody();
    const cases: [string, number, string, string, unknown][] = [
      ['created', 201, 'POST', `${scene.partner}/buyers`, buyer],
      ['found', 200, 'POST', `${scene.partner}/buyers`, buyer],
      ['other', 409, 'POST', `${scene.partner}/buyers`, { ...buyer, companyName: 'Other' }],
      ['capability', 403, 'POST', `${scene.partner}/buyers`, buyerBody({ kycMode: 'MARKETPLACE_LED' })],
      ['missing', 404, 'POST', `${scene.invitations}/${randomUUID()}/revoke`, REASON],
      ['patched', 200, 'PATCH', scene.buyer, { companyName: 'New' }],
      ['stale', 409, 'PATCH', scene.buyer, { companyName: 'Newer' }],
      ['revoked', 200, 'POST', `${scene.path}/revoke`, REASON],
      ['ended', 409, 'POST', `${scene.path}/revoke`, { reason: 'again' }],
    ];
    const first = new Map<string, { status: number; body: string; headers: (string | null)[] }>();
    const ask = async (key: string, method: string, path: string, body: unknown) => {
      const response = await service.call(method, path, {
        token: scene.token,
        key,
        body,
        headers: { 'if-match': '"0"' },
      });
      const headers = ['content-type', 'location', 'etag'].map((name) => response.headers.get(name));
      return {
        replayed: response.headers.get('idempotent-replayed'),
        answer: { status: response.status, body: await response.text(), headers },
      };
    };
    for (const [key, status, ...call] of cases) {
      const { answer, replayed } = await ask(key, ...call);
      assert.equal(answer.status, status, `${key} ${answer.body}`);
      assert.equal(replayed, null);
      first.set(key, answer);
    }
    assert.ok(first.get('created')?.headers.every((value) => value !== null));
    for (const [key, , ...call] of cases.toReversed()) {
      const { answer, replayed } = await ask(key, ...call);
      assert.deepEqual(answer, first.get(key), key);
      assert.equal(replayed, 'true', key);
    }
  });

  it('stays free after 400, 415, 413, 422 and 429', async () => {
    const scene = await sceneWithInvitation(service);
    const path = `${scene.path}/revoke`;
    const { token } = scene;
    const attempts: [number, string, unknown, Record<string, string>?][] = [
      [400, path, '{"reason":'],
      [400, path, '{"reason":"a","reason":"a"}'],
      [415, path, 'reason=x', { 'content-type': 'text/plain' }],
      [413, path, `{"reason":"${'x'.repeat(300_000)}"}`],
      [422, path, { reason: 7 }],
      [429, `${scene.path}/resend`, {}],
    ];
    for (const [status, at, body, headers] of attempts) {
      const response = await service.call('POST', at, { token, body, key: 'free', ...(headers && { headers }) });
      assert.equal(response.status, status, await response.text());
    }
    assert.equal(await countKeys(scene), 2);
    assert.equal((await revoke(scene, 'free')).status, 200);
  });

  it('gives no cached answer to a client that lost its grant, or was disabled: 403, 401 within 5 s', async () => {
    const scene = await sceneWithInvitation(service);
    assert.equal((await revoke(scene, 'k')).status, 200);
    await removeGrant(service.db, scene.org.slug, scene.org.sellerId);
    await sleep(5_000);
    await expectProblem(await revoke(scene, 'k'), 'forbidden');
    await addGrant(service.db, scene.org.slug, scene.org.sellerId);
    await setClientDisabled(service.db, scene.org.clientId, true);
    await sleep(5_000);
    await expectProblem(await revoke(scene, 'k'), 'unauthorized');
  });

  it('lasts 24 hours by the clock of the database', async () => {
    const scene = await sceneWithInvitation(service);
    const age = (interval: string): Promise<unknown> =>
      service.db.write(sql`update idempotency_keys set created_at = now() - ${interval}::interval
        where organization_id = ${scene.org.organizationId}::uuid`);
    assert.equal((await revoke(scene, 'k')).status, 200);
    await age('23 hours 59 minutes 50 seconds');
    assert.equal((await revoke(scene, 'k')).headers.get('idempotent-replayed'), 'true');
    await age('24 hours');
    await expectProblem(await revoke(scene, 'k'), 'invitation-not-active');
    const kept = await revoke(scene, 'k');
    assert.equal(kept.headers.get('idempotent-replayed'), 'true');
    assert.equal(kept.status, 409, 'the newer answer took the place of the old one');
  });

  it('waits 2 s for a twin without a connection, then says in progress; both agree afterwards', async (t) => {
    const scene = await sceneWithInvitation(service);
    const holder = new Client({ connectionString: service.databaseUrl });
    await holder.connect();
    t.after(() => holder.end());
    await holder.query('begin');
    await holder.query('select from invitations where id = $1 for update', [scene.invitation.uuid]);
    const first = revoke(scene, 'k');
    while ((await lockWaiters(service)) === 0) await sleep(10);
    const other = await sceneWithInvitation(service);
    // More twins than the pool has connections: if they kept them, nobody else would be served before they give up.
    const twins = Array.from({ length: 30 }, () => revoke(scene, 'k'));
    const order: string[] = [];
    for (const twin of twins) void twin.then(() => order.push('twin'));
    await sleep(200);
    assert.equal((await revoke(other, 'k')).status, 200);
    assert.deepEqual(order, []);
    for (const response of await Promise.all(twins)) {
      assert.equal(response.headers.get('retry-after'), '1');
      await expectProblem(response, 'idempotency-key-in-progress');
    }
    await holder.query('rollback');
    const done = await first;
    assert.equal(done.status, 200);
    const replay = await revoke(scene, 'k');
    assert.equal(replay.headers.get('idempotent-replayed'), 'true');
    assert.equal(await replay.text(), await done.text());
    assert.equal(await countAudit(scene.invitation.uuid, 'invitation.revoke'), 1);
  });

  it('leaves neither keys nor bodies in clear anywhere', async () => {
    const scene = await sceneWithBuyer(service);
    const secrets = ['KEYSECRET', 'BODYSECRET', 'MAILSECRET'].map((word) => `${word}-${randomUUID()}`);
    const [key = '', words = '', mailbox = ''] = secrets;
    const made = await invite(service, scene, { recipientEmail: `${mailbox}@x.example`, message: words, label: words });
    for (const body of [{ reason: words, extra: words }, { reason: `${words} again` }]) await revoke(made, key, body);
    await service.call('PATCH', scene.buyer, {
      token: scene.token,
      key: `${key}2`,
      body: { companyName: words, [words]: words },
      headers: { 'if-match': '"0"' },
    });
    const dump = await service.db.read<{ line: string }>(sql`
      select k::text || encode(k.answer, 'escape') as line from idempotency_keys k
      union all select a::text from audit_events a
      union all select j::text || convert_from(decode(encode(j.payload::text::bytea, 'hex'), 'hex'), 'utf8') from graphile_worker._private_jobs j
      union all select e::text from events e union all select m::text from mails m`);
    assert.ok(dump.length > 5);
    const token = made.invitation.publicLinkUrl.split('/').at(-1) ?? '';
    for (const secret of [...secrets, token, scene.token]) {
      assert.ok(!dump.some(({ line }) => line.includes(secret)), `${secret} is in the database`);
      assert.ok(!service.logLines.some((line) => line.includes(secret)), `${secret} is in the log`);
    }
  });
});

async function lockWaiters(service: TestService): Promise<number> {
  return (
    await service.db.write(
      sql`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
  ).length;
}
