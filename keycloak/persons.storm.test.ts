import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { claimsOf, type TokenAnswer } from './keycloak-realm.ts';
import { openStage, type Provisioned, type Stage } from './stage.ts';

const ALICE = { username: 'alice', password: 'the password of alice' };
const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

describe('a person who signs in at Keycloak by a client that is known here', () => {
  let stage: Stage;
  let client: Provisioned;
  let signedIn: TokenAnswer;
  before(async () => {
    stage = await openStage();
    client = await stage.provision();
    await stage.realm.change('POST', '/users', {
      username: ALICE.username,
      enabled: true,
      email: 'alice@example.com',
      emailVerified: true,
      firstName: 'Alice',
      lastName: 'Example',
      credentials: [{ type: 'password', value: ALICE.password, temporary: false }],
    });
  });
  after(() => stage.close());

  const signIn = (form: Readonly<Record<string, string>> = {}): Promise<TokenAnswer> =>
    stage.realm.asClient(client.clientId, client.secret, { grant_type: 'password', ...ALICE, ...form });

  it('cannot, as the operator’s commands have made it', async () => {
    assert.deepEqual([(await signIn()).status, (await signIn()).error], [400, 'unauthorized_client']);
  });

  it('cannot by the word of another provider either', async () => {
    const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'e30.e30.' };
    const { status, error } = await stage.realm.asClient(client.clientId, client.secret, grant);
    assert.deepEqual([status, error], [400, 'invalid_grant']);
    // What the attribute alone decides: with it Keycloak goes on to judge the word.
    const told = async (): Promise<unknown> =>
      ((await stage.realm.asClient(client.clientId, client.secret, grant)) as { error_description?: string })
        .error_description;
    const off = await told();
    const attribute = 'oauth2.jwt.authorization.grant.enabled';
    await stage.realm.changeClient(client.clientId, { attributes: { [attribute]: 'true' } });
    assert.notEqual(await told(), off);
    await stage.realm.changeClient(client.clientId, { attributes: { [attribute]: 'false' } });
    assert.equal(await told(), off);
  });

  it('opens nothing, when somebody has opened that client to persons: its own token is good, hers is not', async () => {
    await stage.realm.changeClient(client.clientId, {
      directAccessGrantsEnabled: true,
      attributes: { 'standard.token.exchange.enabled': 'true' },
    });
    signedIn = await signIn({ scope: 'openid' });
    const { payload } = claimsOf(signedIn.access_token);
    assert.deepEqual([payload['azp'], payload['aud'], payload['typ']], [client.clientId, 'nt24-api', 'Bearer']);
    await stage.expectRefused(signedIn.access_token, 'person');
    const own = await stage.realm.asClient(client.clientId, client.secret);
    assert.equal(await stage.statusWith(own.access_token), 200);
  });

  it('opens nothing with an ID token or a refresh token either', async () => {
    assert.equal(claimsOf(signedIn.id_token ?? '').payload['typ'], 'ID');
    await stage.expectRefused(signedIn.id_token ?? '', 'audience');
    assert.equal(claimsOf(signedIn.refresh_token ?? '').payload['typ'], 'Refresh');
    await stage.expectRefused(signedIn.refresh_token ?? '', 'algorithm');
  });

  it('opens nothing with an ID token that names this API, or with a token that was exchanged for hers', async () => {
    const { id } = await stage.realm.clientOf(client.clientId);
    await stage.realm.change('POST', `/clients/${id}/protocol-mappers/models`, {
      name: 'audience of ID tokens',
      protocol: 'openid-connect',
      protocolMapper: 'oidc-audience-mapper',
      config: { 'included.custom.audience': 'nt24-api', 'id.token.claim': 'true' },
    });
    const { id_token: idToken = '', access_token: hers } = await signIn({ scope: 'openid' });
    assert.ok([claimsOf(idToken).payload['aud']].flat().includes('nt24-api'));
    await stage.expectRefused(idToken, 'type');
    const form = { grant_type: EXCHANGE, subject_token: hers, subject_token_type: ACCESS_TOKEN };
    const exchanged = await stage.realm.asClient(client.clientId, client.secret, form);
    assert.equal(exchanged.status, 200, exchanged.error);
    await stage.expectRefused(exchanged.access_token, 'person');
  });

  it('opens nothing by a token that lives on when she has left, or one that is light', async () => {
    const change = { 'client.use.lightweight.access.token.enabled': 'true' };
    const { id } = await stage.realm.clientOf(client.clientId);
    const scopes = await stage.realm.read<{ id: string; name: string }[]>('/client-scopes');
    const scope = scopes.find(({ name }) => name === 'offline_access');
    await stage.realm.change('PUT', `/clients/${id}/optional-client-scopes/${scope?.id}`);
    const offline = await signIn({ scope: 'offline_access' });
    assert.equal(offline.status, 200, offline.error);
    await stage.expectRefused(offline.access_token, 'person');
    await stage.realm.changeClient(client.clientId, { attributes: change });
    const light = await signIn();
    assert.equal(claimsOf(light.access_token).payload['sub'], undefined);
    await stage.expectRefused(light.access_token, 'audience');
  });

  it('is no reason to refuse the client, whose own light or named tokens carry no session', async () => {
    await stage.realm.changeClient(client.clientId, {
      attributes: { 'client.use.lightweight.access.token.enabled': 'false' },
    });
    const { id } = await stage.realm.clientOf(client.clientId);
    for (const { id: scopeId } of await stage.realm.read<{ id: string }[]>('/default-default-client-scopes'))
      await stage.realm.change('PUT', `/clients/${id}/default-client-scopes/${scopeId}`);
    const { access_token: named } = await stage.realm.asClient(client.clientId, client.secret);
    assert.equal(claimsOf(named).payload['preferred_username'], `service-account-${client.clientId}`);
    assert.equal(await stage.statusWith(named), 200);
  });
});
