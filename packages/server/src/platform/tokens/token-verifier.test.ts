import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { SignJWT } from 'jose';
import { attackHeaders } from './attack-tokens.test-support.ts';
import { createKey, startProvider, type TestProvider } from './identity-provider.test-support.ts';
import { InvalidToken, ProviderUnavailable } from './index.ts';

const rsaKey = createKey('rsa', 'RS256');
const psKey = createKey('ps', 'PS256');
const ecKey = createKey('ec', 'ES256');
const edKey = createKey('ed', 'EdDSA');
const ed25519Key = createKey('ed25519', 'Ed25519');
const keys = [rsaKey, psKey, ecKey, edKey, ed25519Key];

let provider: TestProvider;
before(async () => {
  provider = await startProvider();
  provider.publish(keys);
});
after(() => provider[Symbol.asyncDispose]());

test('every attack token is refused', async (t) => {
  const verifier = provider.createVerifier();
  const attacks = await attackHeaders(provider, rsaKey, ecKey);
  assert.ok(attacks.size >= 70, `only ${attacks.size} attacks`);
  for (const [name, header] of attacks) {
    // One that names a key of its own is judged by keys fetched for it; the next one within 30 s is told to come again.
    const judge = name.includes('kid') ? provider.createVerifier() : verifier;
    await t.test(name, () => assert.rejects(judge.verify(header), InvalidToken));
  }
  const honest = await provider.token(rsaKey);
  assert.equal((await verifier.verify(`Bearer ${honest}`)).clientId, 'api-client-demo');
});

for (const key of keys) {
  test(`an honest ${key.alg} token is accepted`, async () => {
    const verifier = provider.createVerifier();
    const token = await provider.token(key);
    const expiresAt = new Date((provider.clock.seconds() + 300) * 1000);
    assert.deepEqual(await verifier.verify(`Bearer ${token}`), { clientId: 'api-client-demo', expiresAt });
    assert.deepEqual(await verifier.verify(`bEARER ${token}`), { clientId: 'api-client-demo', expiresAt });
  });
}

test('honest variants are accepted', async (t) => {
  const verifier = provider.createVerifier();
  const variants = {
    'client_id without azp': { azp: undefined },
    'azp without client_id': { client_id: undefined },
    'the service account by name': { preferred_username: 'service-account-api-client-demo', acr: '1' },
    'several audiences': { aud: ['account', 'nt24-api'] },
    'no payload typ': { typ: undefined },
    'expired 29 s ago': { exp: provider.clock.seconds() - 29 },
    'issued 29 s from now': { iat: provider.clock.seconds() + 29 },
    'valid from 29 s from now': { nbf: provider.clock.seconds() + 29 },
    'claims that are not ours': { realm_access: { roles: ['offline_access'] }, 'allowed-origins': ['/*'] },
  };
  for (const [name, changes] of Object.entries(variants)) {
    const token = await provider.token(rsaKey, changes);
    await t.test(name, async () => {
      assert.equal((await verifier.verify(`Bearer ${token}`)).clientId, 'api-client-demo');
    });
  }
  for (const typ of ['at+jwt', 'AT+JWT', 'application/at+jwt', 'jwt']) {
    const token = await new SignJWT(provider.claims())
      .setProtectedHeader({ alg: 'RS256', typ, kid: 'rsa' })
      .sign(rsaKey.privateKey);
    await t.test(`header typ ${typ}`, async () => {
      assert.equal((await verifier.verify(`Bearer ${token}`)).clientId, 'api-client-demo');
    });
  }
});

test('without a configured audience any audience will do', async () => {
  const verifier = provider.createVerifier({ audience: undefined } as object);
  const token = await provider.token(rsaKey, { aud: 'account' });
  assert.equal((await verifier.verify(`Bearer ${token}`)).clientId, 'api-client-demo');
});

test('20,000 mutations of honest tokens are refused', async () => {
  const verifier = provider.createVerifier();
  const honest = await Promise.all([rsaKey, ecKey, edKey, psKey].map((key) => provider.token(key)));
  for (const token of honest) await verifier.verify(`Bearer ${token}`);
  const accepted: string[] = [];
  for (let round = 0; round < 20_000; round += 1) {
    const original = honest[round % honest.length] ?? '';
    const mutant = mutate(original);
    const outcome = await verifier.verify(`Bearer ${mutant}`).catch((error: unknown) => error);
    const isRefused = outcome instanceof InvalidToken || outcome instanceof ProviderUnavailable;
    if (!isRefused) accepted.push(mutant);
  }
  assert.deepEqual(accepted, []);
});

/** One to three random edits; never the original. */
function mutate(original: string): string {
  let text = original;
  for (let edits = 1 + random(3); edits > 0 || text === original; edits -= 1) text = edit(text);
  return text;
}

function edit(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_-_.=+/ ,%';
  const at = random(text.length);
  const letter = alphabet.charAt(random(alphabet.length));
  const edits = [
    () => text.slice(0, at) + letter + text.slice(at + 1),
    () => text.slice(0, at) + letter + text.slice(at),
    () => text.slice(0, at) + text.slice(at + 1),
    () => text.slice(0, at) + text.slice(at + 1, at + 2) + text.slice(at, at + 1) + text.slice(at + 2),
    () => text.slice(0, -1) + letter,
    () => text.slice(0, at),
    () => flipBit(text, at),
  ];
  return edits[random(edits.length)]?.() ?? text;
}

/** Changes one bit of a decoded segment, so that the text stays well-formed. */
function flipBit(text: string, at: number): string {
  const segments = text.split('.');
  const which = at % segments.length;
  const bytes = Buffer.from(segments[which] ?? '', 'base64url');
  const index = random(bytes.length);
  bytes[index] = (bytes[index] ?? 0) ^ (1 << random(8));
  segments[which] = bytes.toString('base64url');
  return segments.join('.');
}

function random(below: number): number {
  return Math.floor(Math.random() * below);
}

test('a token from the cache is not accepted beyond its end', async () => {
  const verifier = provider.createVerifier();
  const header = `Bearer ${await provider.token(rsaKey)}`;
  await verifier.verify(header);
  provider.clock.advance(299);
  await verifier.verify(header);
  provider.clock.advance(32);
  await assert.rejects(verifier.verify(header), InvalidToken);
});
