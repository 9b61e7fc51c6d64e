import assert from 'node:assert/strict';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { SignJWT } from 'jose';
import { expectProblem } from '../../../../harness/src/problem.ts';
import { startService, type TestService } from '../../../../harness/src/service.ts';

describe('a token that names a key nobody knows', () => {
  let service: TestService;
  let privateKey: KeyObject;
  before(async () => {
    service = await startService();
    ({ privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' }));
  });
  after(() => service.close());

  const call = async (kid: string): Promise<Response> => {
    const claims = { azp: 'api-client-none', typ: 'Bearer' };
    const token = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', typ: 'JWT', kid })
      .setIssuer(service.config.oidc.issuer)
      .setIssuedAt()
      .setExpirationTime('5 min')
      .sign(privateKey);
    return service.call('GET', '/v1/me', { token });
  };

  it('is refused by keys fetched for it, and within 30 s of that told to come again, as a rotated key would be', async () => {
    await expectProblem(await call('made-up'), 'unauthorized');
    const second = await call('published-since');
    const retryAfter = Number(second.headers.get('retry-after'));
    await expectProblem(second, 'unavailable');
    assert.ok(retryAfter >= 1 && retryAfter <= 30, `${retryAfter}`);
    const org = await service.organization();
    assert.equal((await service.call('GET', '/v1/me', { token: await org.token() })).status, 200);
  });
});
