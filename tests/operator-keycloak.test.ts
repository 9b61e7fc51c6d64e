import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { type KeycloakServer, startKeycloakServer } from '../packages/harness/src/keycloak-server.ts';
import { opsOf, type OpsOutcome } from '../packages/harness/src/ops.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';

describe('clients that the operator’s commands make in Keycloak', () => {
  let service: TestService;
  let keycloak: KeycloakServer;
  let ops: (...words: string[]) => Promise<OpsOutcome>;
  before(async () => {
    [service, keycloak] = await Promise.all([startService(), startKeycloakServer()]);
    ops = opsOf(service, keycloak.settings);
  });
  after(async () => {
    await Promise.all([service.close(), keycloak.close()]);
  });

  const create = (organization: string, clientId: string): Promise<OpsOutcome> =>
    ops('clients', 'create', '--organization', organization, '--client-id', clientId, '--keycloak');
  const secretIn = ({ out }: OpsOutcome): string | undefined => /^secret, shown only now: (\S+)$/m.exec(out)?.[1];
  const isKnown = async (clientId: string): Promise<boolean> =>
    (await service.db.read(sql`select 1 from api_clients where client_id = ${clientId}`)).length === 1;
  const clientOf = (clientId: string) => {
    const client = keycloak.clients.get(clientId);
    assert.ok(client, clientId);
    return client;
  };

  it('can do client_credentials alone, with tokens for this API', async () => {
    const { slug } = await service.organization();
    const made = await create(slug, 'api-client-new');
    assert.equal(made.err, '');
    const client = clientOf('api-client-new');
    assert.equal(secretIn(made), client.secret);
    assert.ok(await isKnown('api-client-new'));
    const { serviceAccountsEnabled, standardFlowEnabled, directAccessGrantsEnabled, implicitFlowEnabled } = client;
    assert.deepEqual(
      [serviceAccountsEnabled, standardFlowEnabled, directAccessGrantsEnabled, implicitFlowEnabled],
      [true, false, false, false],
    );
    for (const other of ['client_credentials.use_refresh_token', 'oauth2.jwt.authorization.grant.enabled'])
      assert.equal(client.attributes[other], 'false', other);
    assert.match(JSON.stringify(client['protocolMappers']), /"included.custom.audience":"nt24-api"/);
  });

  it('are finished by a repeat where the first try ended between Keycloak and here, and made once', async () => {
    const { slug } = await service.organization();
    keycloak.answerWith((response) => {
      keycloak.answerWith(undefined);
      keycloak.clients.set('api-client-half', {
        id: 'half',
        clientId: 'api-client-half',
        secret: 'made-by-the-first-try',
        attributes: { 'nt24.organization': slug },
      });
      response.destroy();
    });
    const broken = await create(slug, 'api-client-half');
    assert.match(broken.err, /^Keycloak at http:\/\/127\.0\.0\.1:\d+ cannot be reached$/);
    assert.equal(await isKnown('api-client-half'), false);
    const repeated = await create(slug, 'api-client-half');
    assert.equal(secretIn(repeated), 'made-by-the-first-try', repeated.err);
    assert.ok(await isKnown('api-client-half'));
    const again = await create(slug, 'api-client-half');
    assert.deepEqual([again.err, secretIn(again)], ['', undefined]);
    assert.match(again.out, /is there already; clients new-secret/);
  });

  it('are made once by two at the same instant', async () => {
    const { slug } = await service.organization();
    const both = await Promise.all([create(slug, 'api-client-twin'), create(slug, 'api-client-twin')]);
    assert.ok(both.some((outcome) => secretIn(outcome) === clientOf('api-client-twin').secret));
    for (const { err } of both) assert.match(err, /^(client api-client-twin exists already)?$/);
    assert.ok(await isKnown('api-client-twin'));
  });

  it('are never taken from another organization, or from another hand', async () => {
    const [one, other] = await Promise.all([service.organization(), service.organization()]);
    await create(one.slug, 'api-client-one');
    const { secret } = clientOf('api-client-one');
    assert.match((await create(other.slug, 'api-client-one')).err, /^client api-client-one is another organization's$/);
    keycloak.clients.set('account', { id: 'x', clientId: 'account', secret: 'its-own', attributes: {} });
    const taken = await create(one.slug, 'account');
    assert.match(taken.err, /that was not made by this command/);
    assert.equal(await isKnown('account'), false);
    assert.ok(!`${taken.out}${taken.err}`.includes('its-own'));
    assert.equal(clientOf('api-client-one').secret, secret);
  });

  it('get a new secret beside the former, and not a third that would end it', async () => {
    const { slug } = await service.organization();
    await create(slug, 'api-client-turn');
    const first = clientOf('api-client-turn').secret;
    const renewed = await ops('clients', 'new-secret', '--client-id', 'api-client-turn');
    const second = clientOf('api-client-turn').secret;
    assert.equal(secretIn(renewed), second, renewed.err);
    assert.notEqual(second, first);
    assert.match(renewed.out, /^the one before works until \d{4}-.*Z$/m);
    const early = await ops('clients', 'new-secret', '--client-id', 'api-client-turn');
    assert.deepEqual([early.err, secretIn(early)], ['', undefined]);
    assert.match(early.out, /^made already, since the one before works until \d{4}-.*Z$/m);
    assert.ok(early.out.includes(`secret, shown again: ${second}`));
    assert.equal(clientOf('api-client-turn').secret, second);
    const leaked = await ops('clients', 'new-secret', '--client-id', 'api-client-turn', '--leaked');
    assert.match(leaked.out, /^the one before does not work any more$/m);
    assert.equal(clientOf('api-client-turn').attributes['client.secret.rotated'], undefined);
    assert.match((await ops('clients', 'new-secret', '--client-id', 'nobody')).err, /^there is no client nobody$/);
  });

  it('lose no new secret where the answer that holds it is lost, or the call behind it fails', async () => {
    const { slug } = await service.organization();
    await create(slug, 'api-client-lost');
    const renew = (...words: string[]): Promise<OpsOutcome> =>
      ops('clients', 'new-secret', '--client-id', 'api-client-lost', ...words);
    keycloak.breakOff(({ method, url }) => method === 'POST' && url.pathname.endsWith('/client-secret'));
    const lost = await renew();
    assert.match(lost.err, /^Keycloak at \S+ cannot be reached$/);
    const made = clientOf('api-client-lost').secret;
    assert.ok(!lost.out.includes(made));
    assert.ok((await renew()).out.includes(made), 'what was made is shown by the repeat');
    assert.equal(clientOf('api-client-lost').secret, made);

    keycloak.breakOff(({ method }) => method === 'DELETE');
    const half = await renew('--leaked');
    assert.equal(secretIn(half), clientOf('api-client-lost').secret, 'shown before the next call');
    assert.match(half.err, /cannot be reached/);
    const whole = await renew('--leaked');
    assert.equal(secretIn(whole), clientOf('api-client-lost').secret);
    assert.match(whole.out, /^the one before does not work any more$/m);
  });

  it('are made by a client whose own secret is renewed by the same command', async () => {
    keycloak.clients.set('nt24-ops', { id: 'of-ops', clientId: 'nt24-ops', secret: 'planted', attributes: {} });
    const renewed = await ops('clients', 'new-secret', '--client-id', 'nt24-ops');
    assert.equal(secretIn(renewed), clientOf('nt24-ops').secret, renewed.err);
    assert.match(renewed.out, /^set KEYCLOAK_ADMIN_SECRET to it$/m);
  });

  it('fail in one line that says what to mend, without a secret', async () => {
    const { slug } = await service.organization();
    const words = ['clients', 'create', '--organization', slug, '--client-id', 'api-client-none', '--keycloak'];
    const withSettings = async (settings: Record<string, string>): Promise<string> =>
      (await opsOf(service, { ...keycloak.settings, ...settings })(...words)).err;
    const answering = async (status: number, body = '{}'): Promise<string> => {
      keycloak.answerWith((response) => void response.writeHead(status).end(body));
      const { err } = await ops(...words);
      keycloak.answerWith(undefined);
      return err;
    };
    const said = {
      'no secret': [await withSettings({ KEYCLOAK_ADMIN_SECRET: '' }), /KEYCLOAK_ADMIN_SECRET is required/],
      'a wrong one': [await withSettings({ KEYCLOAK_ADMIN_SECRET: 'wrong' }), /does not let nt24-ops in/],
      'no audience': [await withSettings({ OIDC_AUDIENCE: '' }), /OIDC_AUDIENCE is required/],
      'no Keycloak': [await withSettings({ OIDC_ISSUER: 'https://idp.example' }), /set KEYCLOAK_ADMIN_URL/],
      'no role': [await answering(403), /needs the role manage-clients/],
      'a fault of its own': [await answering(500), /answered with status 500/],
      'another page': [await answering(200, '<html>'), /answered with status 200/],
    } as const;
    for (const [what, [err, expected]] of Object.entries(said)) {
      assert.match(err, expected, what);
      assert.ok(!/planted|\n/.test(err), what);
    }
    assert.equal(await isKnown('api-client-none'), false);
  });
});
