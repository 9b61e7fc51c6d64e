import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { operationsOf } from '../../harness/src/operations.ts';
import { startService, type TestService } from '../../harness/src/service.ts';
import { createClient, Nt24Error, ProblemError } from './index.ts';
import { moodyFetch } from './moody-fetch.test-support.ts';
import { operations } from './operations.ts';
import { type SdkScene, sdkScene } from './sdk-scene.test-support.ts';

describe('createClient', () => {
  let service: TestService;
  let scene: SdkScene;
  before(async () => {
    service = await startService();
    scene = await sdkScene(service);
  });
  after(() => service.close());

  it('has a method for each operation of the service, and no other', async () => {
    const methods = Object.entries(scene.client).flatMap(([group, members]) =>
      typeof members === 'function' ? [] : Object.keys(members as object).map((name) => `${group}.${name}`),
    );
    const told = new Map(operations.map(({ name, id }) => [name, id]));
    assert.deepEqual(
      methods.map((name) => told.get(name)).sort(),
      (await operationsOf(service)).map((one) => one.operationId).sort(),
    );
    assert.deepEqual(methods.sort(), [...told.keys()].sort());
  });

  it('invites and revokes', async () => {
    const { client, ids } = scene;
    const invitation = await client.invitations.create({
      ...ids,
      recipientEmail: 'office@garagem.example',
      label: 'Deal 4711',
    });
    assert.equal(invitation.status, 'ACTIVE');
    const revoked = await client.invitations.revoke({ ...ids, invitationUuid: invitation.uuid, reason: 'Called off.' });
    assert.equal(revoked.status, 'REVOKED');
    assert.equal(revoked.revocationReason, 'Called off.');
    assert.deepEqual(await client.invitations.get({ ...ids, invitationUuid: invitation.uuid }), revoked);
  });

  it('tells problems apart, each with its resource', async () => {
    const { client, ids } = scene;
    const { uuid } = await scene.invited();
    const revoke = { ...ids, invitationUuid: uuid, reason: '' };
    await client.invitations.revoke(revoke);
    await assert.rejects(Promise.resolve(client.invitations.revoke(revoke)), (error) => {
      assert.ok(error instanceof ProblemError && error.is('invitation-not-active'));
      assert.equal(error.currentResource.status, 'REVOKED');
      assert.equal(error.is('buyer-blocked'), false);
      return true;
    });
    const buyer = await client.buyers.get(ids);
    const renamed = await client.buyers.patch({
      ...ids,
      ifMatch: buyer.version,
      ...buyer,
      companyName: 'Garagem do Norte',
    });
    assert.equal(renamed.version, buyer.version + 1);
    await assert.rejects(
      Promise.resolve(client.buyers.patch({ ...ids, ifMatch: buyer.version, companyName: 'x' })),
      (error) => {
        assert.ok(error instanceof ProblemError && error.is('version-mismatch'));
        assert.equal(error.currentResource.companyName, 'Garagem do Norte');
        return true;
      },
    );
    await assert.rejects(Promise.resolve(client.buyers.upsert({ ...ids, ...buyer, vatNumber: '?' })), (error) => {
      assert.ok(error instanceof ProblemError && error.is('validation-error'));
      assert.ok(error.errors.some(({ field }) => field === 'vatNumber'));
      return true;
    });
  });

  it('answers undefined where nothing has changed', async () => {
    const { client, ids } = scene;
    const { version } = await client.buyers.get(ids);
    assert.equal(await client.buyers.get({ ...ids, ifNoneMatch: version }), undefined);
  });

  it('takes a version as a number, as text and as the ETag that was sent', async () => {
    const { ids } = scene;
    const line = moodyFetch();
    const client = scene.clientWith({ fetch: line.fetch });
    const { response, data } = await client.buyers.get(ids).withResponse();
    const entityTag = response.headers.get('etag') ?? '';
    for (const ifNoneMatch of [data.version, String(data.version), entityTag])
      assert.equal(await client.buyers.get({ ...ids, ifNoneMatch }), undefined, String(ifNoneMatch));
    for (const ifMatch of [data.version + 1, String(data.version + 1)])
      await assert.rejects(
        Promise.resolve(client.buyers.patch({ ...ids, ifMatch, companyName: 'x' })),
        (error) => error instanceof ProblemError && error.is('version-mismatch'),
      );
    const sent = line.seen.slice(1).map(({ headers }) => headers.get('if-none-match') ?? headers.get('if-match'));
    assert.deepEqual(sent, [
      `"${data.version}"`,
      `"${data.version}"`,
      entityTag,
      ...Array(2).fill(`"${data.version + 1}"`),
    ]);
  });

  it('shows the response, and does not call twice for it', async () => {
    const { client, ids } = scene;
    const { uuid } = await scene.invited();
    const revoke = { ...ids, invitationUuid: uuid, reason: '' };
    const options = { idempotencyKey: `revoke ${uuid}` };
    const first = await client.invitations.revoke(revoke, options).withResponse();
    assert.equal(first.response.headers.get('idempotent-replayed'), null);
    const second = await client.invitations.revoke(revoke, options).withResponse();
    assert.equal(second.response.headers.get('idempotent-replayed'), 'true');
    assert.deepEqual(second.data, first.data);
    await assert.rejects(
      client.invitations.revoke({ ...revoke, reason: 'other' }, options).withResponse(),
      (error) => error instanceof ProblemError && error.is('idempotency-key-reused'),
    );
  });

  it('names the call in what it fails with, as it was sent, and not where none was', async () => {
    const { ids } = scene;
    const noTrace = (): Response =>
      new Response('{"type":"x/forbidden","status":403,"detail":"By a proxy."}', {
        status: 403,
        headers: { 'content-type': 'application/problem+json' },
      });
    const broken = (): Response =>
      new Response(new ReadableStream({ pull: () => Promise.reject(new Error('broken')) }), {
        headers: { 'content-type': 'application/json' },
      });
    const page = (): Response => new Response('<p>', { status: 502 });
    const line = moodyFetch(['pass', noTrace, 'refuse', broken, page]);
    const client = scene.clientWith({ fetch: line.fetch, retries: 0 });
    for (const name of [
      'ProblemError',
      'ProblemError',
      'ConnectionError',
      'ConnectionError',
      'UnexpectedAnswerError',
    ]) {
      const invitationUuid = '00000000-0000-4000-8000-000000000000';
      await assert.rejects(Promise.resolve(client.invitations.get({ ...ids, invitationUuid })), (error) => {
        assert.ok(error instanceof Nt24Error);
        assert.equal(error.name, name);
        assert.ok(error.requestId);
        assert.equal(error.requestId, line.seen.at(-1)?.headers.get('x-request-id'));
        return true;
      });
    }
    line.moods = ['hang'];
    await assert.rejects(Promise.resolve(client.me.get(undefined, { timeoutMs: 200 })), (error) => {
      assert.ok(error instanceof Nt24Error);
      assert.equal(error.name, 'TimeoutError');
      return error.requestId === line.seen.at(-1)?.headers.get('x-request-id');
    });
    const without = scene.clientWith({ token: { ...scene.credentials, clientSecret: 'wrong' } });
    await assert.rejects(
      Promise.resolve(without.me.get()),
      (error) => error instanceof Nt24Error && error.name === 'TokenError' && error.requestId === undefined,
    );
  });

  it('makes any other call', async () => {
    const { client, ids } = scene;
    assert.deepEqual(await client.request('get', '/v1/me'), await client.me.get());
    const body = { recipientEmail: 'raw@garagem.example' };
    const made = await client.request('POST', `${scene.invitations}`, { body }).withResponse();
    assert.equal(made.response.status, 201);
    const headers = { 'idempotency-key': 'one of my own' };
    const other = { recipientEmail: 'key@garagem.example' };
    const keyed = await Promise.all(
      [1, 2].map(() => client.request('POST', scene.invitations, { body: other, headers })),
    );
    assert.deepEqual(keyed[0], keyed[1]);
    const page = await client.request('GET', scene.invitations, { query: { recipientEmail: body.recipientEmail } });
    assert.deepEqual(page, await client.invitations.list({ ...ids, ...body }));
    for (const path of ['v1/me', '.other.example/v1/me', '/../v1/me', '@other.example/'])
      await assert.rejects(Promise.resolve(client.request('GET', path)), TypeError, path);
  });

  it('sends no date that is none', async () => {
    const { client, ids } = scene;
    const wrong = client.invitations.listOfPartner({ sellerId: ids.sellerId, createdAfter: new Date('?') });
    await assert.rejects(Promise.resolve(wrong), { name: 'TypeError', message: /createdAfter/ });
  });

  it('never leaves the path that an operation has', async () => {
    for (const sellerId of ['', '.', '..'])
      await assert.rejects(Promise.resolve(scene.client.buyers.list({ sellerId })), TypeError, sellerId);
    await assert.rejects(
      Promise.resolve(scene.client.buyers.list({ sellerId: '../me?x=' })),
      (error) => error instanceof ProblemError && error.is('forbidden'),
    );
  });

  it('takes no address that is none', () => {
    for (const baseUrl of [
      '',
      'api.example',
      'ftp://api.example',
      'https://user:word@api.example',
      'https://api.example/?a=b',
    ])
      assert.throws(() => createClient({ baseUrl, token: scene.credentials }), TypeError, baseUrl);
  });
});
