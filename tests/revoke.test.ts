import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startService, type TestService } from './support/service.ts';

describe('revoke', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  it('smoke', async () => {
    const org = await service.organization();
    const token = await org.token();
    console.log((await (await service.call('GET', '/v1/me', { token })).json()));
    const b = await service.call('POST', `/v1/partners/${org.sellerId}/buyers`, { token, body: { kycMode: 'NT24_LED', vatNumber: 'PT501964843', companyName: 'Garagem', address: { street: 'a', postCode: 'b', city: 'c', country: 'PT' } } });
    console.log(b.status, Object.fromEntries(b.headers));
    const buyer = await b.json() as {uuid: string};
    console.log(buyer);
    const base = `/v1/partners/${org.sellerId}/buyers/${buyer.uuid}/kyc/self-service-invitations`;
    const i = await service.call('POST', base, { token, body: { recipientEmail: 'a@b.example' } });
    const inv = await i.json() as {uuid: string};
    console.log(i.status, inv);
    for (const [k, body] of [['k1', {reason: 'x'}], ['k1', {reason: 'x'}], ['k1', {reason: 'y'}], ['k2', {reason: 'y'}]] as const) {
      const before = service.db.roundTrips();
      const r = await service.call('POST', `${base}/${inv.uuid}/revoke`, { token, key: k, body });
      console.log(r.status, await r.text(), r.headers.get('idempotent-replayed'), service.db.roundTrips() - before);
    }
    console.log(await (await service.call('GET', `${base}/${inv.uuid}/activity`, { token })).text());
    console.log(await (await service.call('GET', `${base}?status=REVOKED`, { token })).text());
    console.log((await (await service.call('GET', `/v1/openapi.json`)).text()).length);
    console.log(service.logLines.filter(l => l.includes('error')).join(''));
    assert.ok(true);
  });
});
