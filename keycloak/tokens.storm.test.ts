import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { buyerBody, type InvitationView } from '../packages/harness/src/scene.ts';
import { eventually } from '../packages/harness/src/eventually.ts';
import { claimsOf, realmOf } from './keycloak-realm.ts';
import { openStage, type Provisioned, type Stage } from './stage.ts';

describe('tokens of Keycloak', () => {
  let stage: Stage;
  let client: Provisioned;
  before(async () => {
    stage = await openStage();
    client = await stage.provision();
  });
  after(() => stage.close());

  const tokenOf = async ({ clientId, secret }: Pick<Provisioned, 'clientId' | 'secret'>): Promise<string> =>
    (await stage.realm.asClient(clientId, secret)).access_token;

  it('that a client gets by the secret shown to the operator invite a buyer and revoke the invitation', async () => {
    const token = await tokenOf(client);
    const { payload } = claimsOf(token);
    assert.deepEqual([payload.exp - payload.iat, payload['aud'], payload['azp']], [300, 'nt24-api', client.clientId]);
    const me = await stage.call('GET /v1/me', token);
    assert.equal(((await me.json()) as { name: string }).name, `Marketplace ${client.slug}`);
    const buyers = `/v1/partners/${client.sellerId}/buyers`;
    const buyer = await stage.call(`POST ${buyers}`, token, buyerBody({ kycMode: 'MARKETPLACE_LED' }));
    assert.equal(buyer.status, 201);
    const invitations = `${buyers}/${((await buyer.json()) as { uuid: string }).uuid}/kyc/self-service-invitations`;
    const invited = await stage.call(`POST ${invitations}`, token, { recipientEmail: 'office@garagem.example' });
    assert.equal(invited.status, 201);
    const { uuid, publicLinkUrl } = (await invited.json()) as InvitationView;
    await eventually('the worker sends the mail', () => stage.mails.mails.length === 1);
    assert.ok(stage.mails.mails[0]?.parsed.text?.includes(publicLinkUrl));
    const revoked = await stage.call(`POST ${invitations}/${uuid}/revoke`, token, { reason: 'Called off.' });
    assert.equal(((await revoked.json()) as InvitationView).status, 'REVOKED');
    assert.equal((await fetch(publicLinkUrl)).status, 410);
    assert.ok(!stage.logged().includes(client.secret));
    assert.ok(!stage.logged().includes(token));
  });

  it('are refused without the audience, which Keycloak does not write by itself', async () => {
    const bare = { clientId: 'api-client-no-audience', secret: 'a secret of nobody else, 32 letters' };
    await stage.realm.change('POST', '/clients', { ...bare, publicClient: false, serviceAccountsEnabled: true });
    await stage.ops('clients', 'create', '--organization', client.slug, '--client-id', bare.clientId);
    const token = await tokenOf(bare);
    assert.ok(![claimsOf(token).payload['aud']].flat().includes('nt24-api'));
    await stage.expectRefused(token, 'audience');
  });

  it('of another realm of the same Keycloak open nothing, though all else in them is alike', async () => {
    await stage.realm.change('POST', '/admin/realms', { realm: 'other', enabled: true });
    const other = realmOf(stage.keycloak, 'other');
    const { id: _id, ...twin } = await stage.realm.clientOf(client.clientId);
    const mappers = twin['protocolMappers'] as object[];
    const protocolMappers = mappers.map((mapper) => ({ ...mapper, id: undefined }));
    await other.change('POST', '/clients', { ...twin, protocolMappers });
    const { access_token: token } = await other.asClient(client.clientId, client.secret);
    const [{ payload: theirs }, { payload: ours }] = [claimsOf(token), claimsOf(await tokenOf(client))];
    assert.deepEqual([theirs['azp'], theirs['aud']], [ours['azp'], ours['aud']]);
    await stage.expectRefused(token, 'issuer');
  });

  it('of the client by which the operator’s commands sign in open nothing here', async () => {
    const { secret } = await stage.realm.clientOf('nt24-ops');
    await stage.expectRefused(await tokenOf({ clientId: 'nt24-ops', secret: String(secret) }), 'audience');
  });

  it('signed by ES256, PS256 and EdDSA are as good as by RS256', async () => {
    await stage.realm.addKey('ecdsa-generated', { priority: '50', ecdsaEllipticCurveKey: 'P-256' });
    await stage.realm.addKey('eddsa-generated', { priority: '50', eddsaEllipticCurveKey: 'Ed25519' });
    await stage.realm.addKey('rsa-generated', { priority: '50', algorithm: 'PS256', keySize: '2048' });
    for (const alg of ['ES256', 'PS256', 'EdDSA', 'RS256']) {
      await stage.realm.changeClient(client.clientId, { attributes: { 'access.token.signed.response.alg': alg } });
      const token = await tokenOf(client);
      assert.equal(claimsOf(token).header.alg, alg);
      assert.equal(await stage.statusWith(token), 200, alg);
    }
  });

  it('of a client that is disabled there live on for their 300 s, and no other is to be had', async () => {
    const token = await tokenOf(client);
    await stage.realm.changeClient(client.clientId, { enabled: false });
    const refused = await stage.realm.asClient(client.clientId, client.secret);
    assert.equal(refused.status, 401);
    assert.equal(await stage.statusWith(token), 200);
    const { exp, iat } = claimsOf(token).payload;
    assert.ok(exp - iat <= 300);
    await stage.realm.changeClient(client.clientId, { enabled: true });
  });

  it('of a client that is disabled here open nothing within 5 s', async () => {
    const token = await tokenOf(client);
    assert.equal(await stage.statusWith(token), 200);
    await stage.ops('clients', 'disable', '--client-id', client.clientId);
    await eventually('it bites', async () => (await stage.statusWith(token)) === 401, 5_000);
    await stage.expectRefused(token, 'client-disabled');
    await stage.ops('clients', 'enable', '--client-id', client.clientId);
    await eventually('it is let in again', async () => (await stage.statusWith(token)) === 200);
  });
});
