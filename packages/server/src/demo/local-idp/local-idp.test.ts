import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import Fastify, { type FastifyInstance } from 'fastify';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { freePort } from '../../../../harness/src/free-port.ts';
import { systemClock } from '../../platform/clock.ts';
import { createLogger } from '../../platform/logger.ts';
import { createTokenVerifier, type TokenVerifier } from '../../platform/tokens/index.ts';
import { createLocalIdp, LOCAL_IDP_AUDIENCE } from './local-idp.ts';
import { registerLocalIdp } from './register-local-idp.ts';

const log = createLogger('silent');
const secret = 'secret with + / = & % :';

let dataDir: string;
let issuer: string;
let app: FastifyInstance;
let verifier: TokenVerifier;

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'local-idp-'));
  await writeClients({ 'api-client-a': secret });
  issuer = `http://127.0.0.1:${await freePort()}/realms/nt24-idp`;
  await startApp();
  verifier = createTokenVerifier({ issuer, audience: LOCAL_IDP_AUDIENCE, clock: systemClock, log });
});

after(async () => {
  verifier.close();
  await app.close();
  await rm(dataDir, { recursive: true });
});

async function startApp(): Promise<void> {
  app = Fastify();
  await registerLocalIdp(app, createLocalIdp({ issuer, dataDir, log }));
  app.post('/elsewhere', (request, reply) => reply.send(request.body));
  await app.listen({ host: '127.0.0.1', port: Number(new URL(issuer).port) });
}

async function writeClients(clients: object): Promise<void> {
  await writeFile(join(dataDir, 'local-idp-clients.json'), JSON.stringify(clients), { mode: 0o600 });
}

function askForToken(form: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${issuer}/protocol/openid-connect/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ grant_type: 'client_credentials', ...form }),
  });
}

async function obtainToken(clientId: string, clientSecret: string): Promise<string> {
  const response = await askForToken({ client_id: clientId, client_secret: clientSecret });
  assert.equal(response.status, 200);
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}

function basic(clientId: string, clientSecret: string): Record<string, string> {
  const credentials = [clientId, clientSecret].map(encodeURIComponent).join(':');
  return { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` };
}

test('a token has the claims that the contract names, and the verifier takes it', async () => {
  const token = await obtainToken('api-client-a', secret);
  const { kid, ...header } = decodeProtectedHeader(token);
  assert.deepEqual(header, { alg: 'RS256', typ: 'at+jwt' });
  assert.equal(typeof kid, 'string');
  const { iat = 0, exp, jti, ...claims } = decodeJwt(token);
  assert.equal(exp, iat + 300);
  assert.equal(typeof jti, 'string');
  assert.deepEqual(claims, {
    iss: issuer,
    aud: 'nt24-api',
    sub: 'api-client-a',
    azp: 'api-client-a',
    client_id: 'api-client-a',
    typ: 'Bearer',
  });
  const expiresAt = new Date((iat + 300) * 1000);
  assert.deepEqual(await verifier.verify(`Bearer ${token}`), { clientId: 'api-client-a', expiresAt });
});

test('client_secret_basic works too, and the answer is a standard one', async () => {
  const response = await askForToken({}, basic('api-client-a', secret));
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  const { access_token: token, ...rest } = (await response.json()) as { access_token: string };
  assert.deepEqual(rest, { expires_in: 300, token_type: 'Bearer' });
  await verifier.verify(`Bearer ${token}`);
});

test('wrong credentials are 401 invalid_client', async () => {
  const answers = await Promise.all([
    askForToken({ client_id: 'api-client-a', client_secret: 'wrong' }),
    askForToken({}, basic('api-client-a', 'wrong')),
    askForToken({ client_id: 'api-client-unknown', client_secret: secret }),
    askForToken({ client_id: '__proto__', client_secret: secret }),
    askForToken({ client_id: 'api-client-a' }),
  ]);
  for (const answer of answers) {
    assert.equal(answer.status, 401);
    assert.equal(((await answer.json()) as { error: string }).error, 'invalid_client');
  }
});

test('no other grant, resource or page is offered', async () => {
  const credentials = { client_id: 'api-client-a', client_secret: secret };
  for (const grant of ['password', 'authorization_code', 'refresh_token', 'implicit']) {
    assert.equal((await askForToken({ ...credentials, grant_type: grant })).status, 400);
  }
  assert.equal((await askForToken({ ...credentials, resource: 'urn:other' })).status, 400);
  for (const path of ['/auth', '/me', '/reg', '/session/end', '/request', '']) {
    assert.equal((await fetch(`${issuer}${path}`)).status, 404);
  }
});

test('discovery names the paths of the Keycloak realm', async () => {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`);
  const document = (await response.json()) as Record<string, unknown>;
  assert.equal(document['issuer'], issuer);
  assert.equal(document['token_endpoint'], `${issuer}/protocol/openid-connect/token`);
  assert.equal(document['jwks_uri'], `${issuer}/protocol/openid-connect/certs`);
  assert.deepEqual(document['grant_types_supported'], ['client_credentials']);
});

test('the published keys hold nothing private', async () => {
  const response = await fetch(`${issuer}/protocol/openid-connect/certs`);
  const { keys } = (await response.json()) as { keys: object[] };
  assert.deepEqual(
    keys.map((key) => Object.keys(key).toSorted()),
    [['alg', 'e', 'kid', 'kty', 'n', 'use']],
  );
});

test('a client written to the file works at once, a removed one no longer, and a broken file changes nothing', async () => {
  await writeClients({ 'api-client-a': secret, 'api-client-b': 'b' });
  await obtainToken('api-client-b', 'b');
  await writeClients({ 'api-client-a': secret, 'api-client-b': 'c' });
  await obtainToken('api-client-b', 'c');
  assert.equal((await askForToken({ client_id: 'api-client-b', client_secret: 'b' })).status, 401);
  await writeFile(join(dataDir, 'local-idp-clients.json'), '{"api-client-a":');
  await obtainToken('api-client-a', secret);
  await writeClients({ 'api-client-a': secret });
  assert.equal((await askForToken({ client_id: 'api-client-b', client_secret: 'c' })).status, 401);
});

test('the keys survive a restart and are for the owner alone', async () => {
  const token = await obtainToken('api-client-a', secret);
  const path = join(dataDir, 'local-idp-keys.json');
  const kept = await readFile(path, 'utf8');
  await app.close();
  await startApp();
  assert.equal(await readFile(path, 'utf8'), kept);
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  const fresh = createTokenVerifier({ issuer, audience: LOCAL_IDP_AUDIENCE, clock: systemClock, log });
  await fresh.verify(`Bearer ${token}`);
  await fresh.verify(`Bearer ${await obtainToken('api-client-a', secret)}`);
  fresh.close();
});

test('a broken key file stops the start with a message that does not quote it', async () => {
  const broken = await mkdtemp(join(tmpdir(), 'local-idp-'));
  await writeFile(join(broken, 'local-idp-keys.json'), '{"keys":[{"d":"private');
  assert.throws(
    () => createLocalIdp({ issuer, dataDir: broken, log }),
    (error: Error) =>
      /local-idp-keys\.json holds no signing keys/.test(error.message) && !/private/.test(error.message),
  );
  await rm(broken, { recursive: true });
});

test('a body that is not a form, or too large, is refused as 400; the rest of the app still reads bodies', async () => {
  const post = (path: string, contentType: string, body: string): Promise<Response> =>
    fetch(new URL(path, issuer), { method: 'POST', headers: { 'content-type': contentType }, body });
  const path = `${new URL(issuer).pathname}/protocol/openid-connect/token`;
  assert.equal((await post(path, 'application/json', '{}')).status, 400);
  assert.equal((await post(path, 'application/x-www-form-urlencoded', `a=${'x'.repeat(60_000)}`)).status, 400);
  assert.deepEqual(await (await post('/elsewhere', 'application/json', '{"a":1}')).json(), { a: 1 });
});

test('nothing is written to the console', (t) => {
  const written: unknown[] = [];
  for (const method of ['info', 'warn', 'error', 'log'] as const) {
    t.mock.method(console, method, (...words: unknown[]) => written.push(words));
  }
  createLocalIdp({ issuer, dataDir, log });
  assert.deepEqual(written, []);
});
