import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JWTPayload } from 'jose';
import { createKey, startProvider } from './identity-provider.test-support.ts';

const key = createKey('rsa', 'RS256');

test('a refused token says by a word of a closed list what is wrong with it', async () => {
  await using provider = await startProvider();
  provider.publish([key]);
  const verifier = provider.createVerifier();
  const now = provider.clock.seconds();
  const cases: [string, JWTPayload][] = [
    ['audience', { aud: 'account' }],
    ['expired', { exp: now - 31 }],
    ['not-yet-valid', { nbf: now + 31 }],
    ['type', { typ: 'ID' }],
    ['type', { typ: 'Refresh' }],
    ['claims', { azp: undefined, client_id: undefined }],
    ['claims', { exp: now + 90_000 }],
    ['claims', { azp: 'api-client-other' }],
    ['person', { sid: 'HeixRYrOWiyMxHe4J8qC0t8v' }],
    ['issuer', { iss: `${provider.issuer}/` }],
  ];
  for (const [fault, changes] of cases) {
    const token = await provider.token(key, changes);
    await assert.rejects(verifier.verify(`Bearer ${token}`), { name: 'InvalidToken', fault }, JSON.stringify(changes));
  }
});
