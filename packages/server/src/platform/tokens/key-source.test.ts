import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { test } from 'node:test';
import { createKey, startProvider, type Answer, type TestKey } from './identity-provider.test-support.ts';
import { InvalidToken, ProviderUnavailable } from './index.ts';

const key = createKey('first', 'ES256');

test('100 key rotations under continuous verification refuse no honest token', async () => {
  await using provider = await startProvider();
  const verifier = provider.createVerifier();
  let live: TestKey[] = [key];
  let headers = [`Bearer ${await provider.token(key)}`];
  const finished = new AbortController();
  let verified = 0;
  const refused: unknown[] = [];
  provider.publish(live);

  async function verifyContinuously(): Promise<void> {
    while (!finished.signal.aborted) {
      const header = headers[Math.floor(Math.random() * headers.length)];
      await verifier.verify(header).catch((error: unknown) => refused.push(error));
      verified += 1;
      await nextTurn();
    }
  }

  const load = Array.from({ length: 8 }, verifyContinuously);
  for (let rotation = 1; rotation <= 100; rotation += 1) {
    const next = createKey(`rotation-${rotation}`, 'ES256');
    // Tokens live 300 s; their keys stay published as long, as passive ones do in Keycloak.
    live = [next, ...live].slice(0, 12);
    provider.clock.advance(31);
    const tokens = await Promise.all([1, 2, 3].map((jti) => provider.token(next, { jti: `${rotation}-${jti}` })));
    provider.publish(live);
    headers = [...tokens.map((token) => `Bearer ${token}`), ...headers].slice(0, 27);
    const before = verified;
    await until(() => verified >= before + 100);
  }
  finished.abort();
  await Promise.all(load);
  assert.ok(verified >= 10_000);
  assert.deepEqual(refused, []);
});

const outages: Record<string, Answer> = {
  'drops connections': 'drop',
  'answers 500': { status: 500, body: '{"keys":[]}' },
  'answers with no keys': { status: 200, body: '{"keys":[]}' },
  'answers with a page': { status: 200, body: '<html>maintenance</html>' },
};

for (const [name, answer] of Object.entries(outages)) {
  test(`a provider that ${name} for 30 minutes makes no honest token fail`, async () => {
    await using provider = await startProvider();
    provider.publish([key]);
    const verifier = provider.createVerifier();
    await verifier.verify(`Bearer ${await provider.token(key)}`);
    provider.answerWith(answer);
    const before = provider.fetchTimes.length;
    for (let elapsed = 0; elapsed < 30 * 60; elapsed += 10) {
      provider.clock.advance(10);
      await verifier.verify(`Bearer ${await provider.token(key)}`);
      await nextTurn();
    }
    await until(() => verifier.status().lastFetchFailed);
    assert.ok((verifier.status().keysAgeSeconds ?? 0) >= 29 * 60);
    const attempts = provider.fetchTimes.slice(before);
    assert.ok(attempts.length > 2);
    assertApart(attempts, 30);

    provider.publish([key]);
    await until(() => {
      provider.clock.advance(0.5);
      void verifier.verify('Bearer x').catch(() => {});
      return !verifier.status().lastFetchFailed;
    });
  });
}

test('the last good keys are kept for 24 hours and no longer', async () => {
  await using provider = await startProvider();
  provider.publish([key]);
  const verifier = provider.createVerifier();
  await verifier.verify(`Bearer ${await provider.token(key)}`);
  provider.answerWith('drop');
  provider.clock.advance(24 * 3600 - 1);
  const header = `Bearer ${await provider.token(key)}`;
  await verifier.verify(header);
  provider.clock.advance(1);
  await assert.rejects(verifier.verify(header), ProviderUnavailable);
  assert.equal(verifier.status().keysAgeSeconds, undefined);
});

for (const [name, answer] of Object.entries({ healthy: undefined, ...outages })) {
  test(`a flood of unknown kids costs one fetch per 30 s (provider: ${name})`, async () => {
    await using provider = await startProvider();
    provider.publish([key]);
    const verifier = provider.createVerifier();
    await verifier.verify(`Bearer ${await provider.token(key)}`);
    if (answer) provider.answerWith(answer);
    const before = provider.fetchTimes.length;
    for (let round = 0; round < 1000; round += 1) {
      provider.clock.advance(0.25);
      const token = await provider.token({ ...key, kid: `unknown-${round}` });
      const fetches = provider.fetchTimes.length;
      const error = await verifier.verify(`Bearer ${token}`).catch((refusal: unknown) => refusal);
      const isAsked = !answer && provider.fetchTimes.length > fetches;
      assert.ok(error instanceof (isAsked ? InvalidToken : ProviderUnavailable), `round ${round}: ${String(error)}`);
    }
    const attempts = provider.fetchTimes.slice(before);
    assert.ok(attempts.length >= 5 && attempts.length <= 9, `${attempts.length} fetches in 250 s`);
    assertApart(attempts, 30);
  });
}

test('a first load that fails is tried again soon, and meanwhile the answer is that the provider is out of reach', async () => {
  await using provider = await startProvider();
  provider.answerWith('drop');
  const verifier = provider.createVerifier();
  const header = `Bearer ${await provider.token(key)}`;
  await assert.rejects(verifier.verify(header), ProviderUnavailable);
  await assert.rejects(verifier.verify(header), ProviderUnavailable);
  assert.equal(provider.fetchTimes.length, 1);
  assert.deepEqual(verifier.status(), { lastFetchFailed: true });
  provider.publish([key]);
  provider.clock.advance(1);
  await verifier.verify(header);
  assert.deepEqual(verifier.status(), { keysAgeSeconds: 0, lastFetchFailed: false });
});

test('malformed tokens are refused as such while the provider is out of reach', async () => {
  await using provider = await startProvider();
  provider.answerWith('drop');
  await assert.rejects(provider.createVerifier().verify('Bearer a.b.c'), InvalidToken);
});

test('callers at the same time share one fetch', async () => {
  await using provider = await startProvider();
  provider.publish([key]);
  const verifier = provider.createVerifier();
  verifier.start();
  const header = `Bearer ${await provider.token(key)}`;
  await Promise.all(Array.from({ length: 50 }, () => verifier.verify(header)));
  assert.equal(provider.fetchTimes.length, 1);
  const second = createKey('second', 'ES256');
  provider.publish([key, second]);
  const next = `Bearer ${await provider.token(second)}`;
  await Promise.all(Array.from({ length: 50 }, () => verifier.verify(next)));
  assert.equal(provider.fetchTimes.length, 2);
});

test('a token of another issuer does not use up the fetch for a rotated key', async () => {
  await using provider = await startProvider();
  provider.publish([key]);
  const verifier = provider.createVerifier();
  await verifier.verify(`Bearer ${await provider.token(key)}`);
  const second = createKey('second', 'ES256');
  const foreign = await provider.token({ ...second, kid: 'foreign' }, { iss: 'https://idp.example.org/realms/master' });
  await assert.rejects(verifier.verify(`Bearer ${foreign}`), InvalidToken);
  provider.publish([key, second]);
  await verifier.verify(`Bearer ${await provider.token(second)}`);
});

test('a made-up kid makes no honest token of a rotated key fail: it is told when to come again', async () => {
  await using provider = await startProvider();
  provider.publish([key]);
  const verifier = provider.createVerifier();
  await verifier.verify(`Bearer ${await provider.token(key)}`);
  const madeUp = `Bearer ${await provider.token({ ...key, kid: 'made-up' })}`;
  await assert.rejects(verifier.verify(madeUp), InvalidToken);
  const second = createKey('second', 'ES256');
  provider.publish([key, second]);
  provider.clock.advance(1);
  const honest = `Bearer ${await provider.token(second)}`;
  for (const waitSeconds of [29, 19, 9]) {
    await assert.rejects(verifier.verify(honest), { name: 'ProviderUnavailable', retryAfterSeconds: waitSeconds });
    provider.clock.advance(waitSeconds === 9 ? 9 : 10);
  }
  assert.equal((await verifier.verify(honest)).clientId, 'api-client-demo');
});

test('a rotation while the provider is out of reach makes no honest token fail either', async () => {
  await using provider = await startProvider();
  provider.publish([key]);
  const verifier = provider.createVerifier();
  await verifier.verify(`Bearer ${await provider.token(key)}`);
  const second = createKey('second', 'ES256');
  const honest = `Bearer ${await provider.token(second)}`;
  provider.answerWith('drop');
  await assert.rejects(verifier.verify(honest), ProviderUnavailable);
  provider.publish([key, second]);
  provider.clock.advance(31);
  assert.equal((await verifier.verify(honest)).clientId, 'api-client-demo');
});

test('a cached token ends with the key that signed it', async () => {
  await using provider = await startProvider();
  provider.publish([key]);
  const verifier = provider.createVerifier();
  const header = `Bearer ${await provider.token(key, { exp: provider.clock.seconds() + 3600 })}`;
  await verifier.verify(header);
  provider.publish([createKey('second', 'ES256')]);
  provider.clock.advance(300);
  await verifier.verify(header);
  await until(() => verifier.status().keysAgeSeconds === 0);
  await assert.rejects(verifier.verify(header), InvalidToken);
});

const unusable: Record<string, (elsewhere: string) => Answer> = {
  'over 256 KiB': () => ({ status: 200, body: `{"keys":[],"pad":"${'x'.repeat(256 * 1024)}"}` }),
  'a redirect': (elsewhere) => ({ status: 302, location: elsewhere }),
  'only encryption and symmetric keys': () => ({
    status: 200,
    body: JSON.stringify({
      keys: [{ kty: 'oct', kid: 'first', k: 'AAAA' }, { kty: 'RSA', kid: 'first', use: 'enc' }, null, 7],
    }),
  }),
  'an answer that never comes': () => 'hang',
};

for (const [name, answer] of Object.entries(unusable)) {
  test(`a key set that is ${name} is not taken`, async () => {
    await using provider = await startProvider();
    await using elsewhere = await startProvider();
    elsewhere.publish([key]);
    provider.answerWith(answer(elsewhere.issuer));
    await assert.rejects(provider.createVerifier().verify(`Bearer ${await provider.token(key)}`), ProviderUnavailable);
    assert.equal(elsewhere.fetchTimes.length, 0);
  });
}

async function until(condition: () => boolean): Promise<void> {
  for (let turns = 0; turns < 100_000; turns += 1) {
    if (condition()) return;
    await nextTurn();
  }
  assert.fail('what was waited for did not happen');
}

function assertApart(times: readonly number[], seconds: number): void {
  const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  assert.ok(
    gaps.every((gap) => gap >= seconds),
    `gaps of ${gaps.join(', ')} s`,
  );
}
