import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { type DemoServer, startDemoServer } from '../../../../harness/src/demo-server.ts';
import { eventually } from '../../../../harness/src/eventually.ts';
import { buyerBody, unique } from '../../../../harness/src/scene.ts';

interface Invitation {
  readonly uuid: string;
  readonly status: string;
  readonly usageCount: number;
}

describe('the world round the sandbox', { timeout: 300_000 }, () => {
  let server: DemoServer;
  before(async () => void (server = await startDemoServer()));
  after(() => server.stop());

  async function asked<Body>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Body> {
    const answer = await server.call(method, path, body);
    assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
    return (await answer.json()) as Body;
  }
  async function told(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<unknown> {
    const answer = await server.sandbox(method, path, body);
    assert.equal(answer.status, 200, await answer.clone().text());
    return answer.json();
  }
  async function made(body: object = {}): Promise<{ path: string; vatNumber: string }> {
    const buyers = `/v1/partners/${server.sellerId}/buyers`;
    const given = buyerBody({ kycMode: 'MARKETPLACE_LED', ...body });
    const { uuid, vatNumber } = await asked<{ uuid: string; vatNumber: string }>('POST', buyers, given);
    return { path: `${buyers}/${uuid}`, vatNumber };
  }
  async function invited(body: object = {}): Promise<{ buyer: string; path: string; uuid: string; email: string }> {
    const { path: buyer } = await made();
    const email = `office@${unique()}.example`;
    const family = `${buyer}/kyc/self-service-invitations`;
    const { uuid } = await asked<Invitation>('POST', family, { recipientEmail: email, locale: 'en', ...body });
    return { buyer, path: `${family}/${uuid}`, uuid, email };
  }
  const typesOf = async (path: string): Promise<string[]> =>
    (await asked<{ data: { type: string }[] }>('GET', `${path}/activity`)).data.map(({ type }) => type);

  it('completes an invitation as a buyer does, and the documents stand in the KYC file', async () => {
    const { buyer, path, uuid } = await invited();
    const answer = (await told('POST', `/invitations/${uuid}/complete`)) as Invitation;
    assert.deepEqual(answer, await asked('GET', path));
    assert.deepEqual([answer.status, answer.usageCount], ['USED', 1]);
    const { documentsComplete } = await asked<{ documentsComplete: boolean }>('GET', `${buyer}/kyc`);
    assert.equal(documentsComplete, true);
    assert.ok((await typesOf(path)).includes('SUBMITTED'));
    const again = await server.sandbox('POST', `/invitations/${uuid}/complete`);
    assert.equal(again.status, 409);
    assert.equal(((await again.json()) as { currentResource: Invitation }).currentResource.status, 'USED');
  });

  it('brings a paper for whatever is asked for', async () => {
    const { path, uuid } = await invited({ requestedDocuments: ['TP_POWER_OF_ATTORNEY', 'CONTACT_PASSPORT'] });
    await told('POST', `/invitations/${uuid}/complete`);
    assert.equal((await asked<Invitation>('GET', path)).status, 'USED');
  });

  it('is refused where a buyer is, and knows no strangers', async () => {
    const { path, uuid } = await invited();
    await asked('POST', `${path}/revoke`, { reason: '' });
    assert.equal((await server.sandbox('POST', `/invitations/${uuid}/complete`)).status, 409);
    for (const other of [randomUUID(), 'none'])
      assert.equal((await server.sandbox('POST', `/invitations/${other}/complete`)).status, 404);
    const link = await asked<Invitation>('POST', `/v1/partners/${server.sellerId}/self-service-invitations`, {
      label: 'Fair',
    });
    assert.equal((await server.sandbox('POST', `/invitations/${link.uuid}/complete`)).status, 422);
  });

  for (const by of ['address', 'id in the outbox'])
    it(`lets a mail come back, by its ${by}`, async () => {
      const { path, email } = await invited();
      await server.mailTo(email);
      const page = await (await fetch(server.outboxUrl())).text();
      const id = /\/outbox\/(\d{8}T[\w-]+)"(?:(?!<li>).)*?to [^<]*/gs;
      const inOutbox = [...page.matchAll(id)].find(([row]) => row.includes(email))?.[1] ?? '';
      await told('POST', '/mails/bounce', by === 'address' ? { to: email } : { mail: inOutbox });
      const types = await typesOf(path);
      assert.ok(types.includes('MAIL_FAILED'), types.join());
      const statusOf = async (body: object): Promise<number> =>
        (await server.sandbox('POST', '/mails/bounce', body)).status;
      assert.equal(await statusOf({ to: email }), 409);
      assert.equal(await statusOf({ to: 'nobody@nowhere.example' }), 404);
      for (const wrong of [{}, { to: email, mail: inOutbox }, { mail: 7 }]) assert.equal(await statusOf(wrong), 422);
    });

  it('lets VIES say of a number what it is told, until that is taken back', async () => {
    const { path, vatNumber } = await made();
    const results: string[] = [];
    const check = async (): Promise<void> => {
      await asked('POST', `${path}/kyc/vies-check`, {});
      await told('POST', '/clock/advance', { by: '11m' });
      const { data } = await asked<{ data: { result: string; error?: string }[] }>('GET', `${path}/kyc/vies-checks`);
      results.push(data[0]?.error ?? data[0]?.result ?? '');
    };
    // The first check of its own may wait behind those of other buyers, a minute each; an answer counts for ten.
    await told('POST', '/clock/advance', { by: '1h' });
    await told('PUT', `/vies/${vatNumber}`, { result: 'INVALID' });
    await check();
    await told('PUT', `/vies/${vatNumber}`, { result: 'INVALID_INPUT' });
    await check();
    await told('DELETE', `/vies/${vatNumber}`);
    await check();
    assert.deepEqual(results, ['INVALID', 'INVALID_INPUT', 'VALID']);
    assert.equal((await server.sandbox('PUT', `/vies/${vatNumber}`, { result: 'MAYBE' })).status, 422);
    for (const wrong of ['501964843', 'PT', 'PT-1', `PT${'1'.repeat(19)}`])
      assert.equal((await server.sandbox('PUT', `/vies/${wrong}`, { result: 'VALID' })).status, 422, wrong);
  });

  it('finishes a verification', async () => {
    const { path } = await made({ kycMode: 'NT24_LED' });
    const { sessionId } = await asked<{ sessionId: string }>('POST', `${path}/kyc/verify`);
    await told('POST', `/verifications/${sessionId}/finish`, { outcome: 'VERIFIED', aml: 'FLAGGED' });
    await eventually('it is known', async () => {
      const kyc = await asked<{ verificationStatus: string; amlStatus: string }>('GET', `${path}/kyc`);
      return kyc.verificationStatus === 'VERIFIED' && kyc.amlStatus === 'FLAGGED';
    });
    const wrong = await server.sandbox('POST', `/verifications/${sessionId}/finish`, { outcome: 'APPROVED' });
    assert.equal(wrong.status, 422);
    const none = await server.sandbox('POST', `/verifications/${randomUUID()}/finish`, { outcome: 'VERIFIED' });
    assert.equal(none.status, 404);
  });
});
