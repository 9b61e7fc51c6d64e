import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { sceneWithInvitation } from '../packages/harness/src/scene.ts';
import { createWebhookScene } from '../packages/harness/src/webhook-scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';

describe('what an operator watches', () => {
  let service: TestService;
  before(async () => void (service = await startService()));
  after(() => service.close());

  it('says that it lives and is ready', async () => {
    for (const [path, status] of [
      ['/health/live', 'live'],
      ['/health/ready', 'ready'],
    ] as const) {
      const response = await fetch(service.url + path);
      assert.equal(response.status, 200);
      assert.deepEqual(await response.json(), { status });
    }
  });

  it('counts calls by operation and status, never by address', async () => {
    const { sellerId, token } = await service.organization();
    await service.call('GET', `/v1/partners/${sellerId}/buyers`, { token: await token() });
    await fetch(`${service.url}/i/AQAAAAHaDIDF1MNOhoEwEw_3k_1FegoiG4ceOdg4mbemR1I04w`);
    const text = await (await fetch(`${service.url}/metrics`)).text();
    assert.match(text, /nt24_http_request_duration_seconds_count\{operation="listBuyers",status="200"\} 1/);
    assert.match(text, /nt24_database_connections\{state="total"\} \d/);
    assert.match(text, /nt24_idp_last_fetch_failed 0/);
    assert.match(text, /nt24_idp_keys_age_seconds \d/);
    assert.ok(!text.includes(sellerId) && !text.includes('AQAAAAHaDIDF1'), 'no ids and no tokens');
  });

  it('tells what waits for the workers, also when none lives', async () => {
    const waiting = async (): Promise<unknown> => {
      const text = await (await fetch(`${service.url}/metrics`)).text();
      const counts = [...text.matchAll(/^nt24_waiting_work\{work="(\w+)"\} (\d+)$/gm)];
      return Object.fromEntries(counts.map(([, work, count]) => [work, Number(count)]));
    };
    assert.deepEqual(await waiting(), { jobs: 0, events: 0, deliveries: 0 });
    const scene = await sceneWithInvitation(service);
    const body = { url: 'https://hooks.example/a', events: ['kyc.*'], secret: `whsec_${'A'.repeat(43)}=` };
    const made = await service.call('POST', '/v1/webhooks', { token: scene.token, body });
    const { id } = (await made.json()) as { id: string };
    const test = { eventType: 'kyc.vies_check_failed', data: {} };
    await service.call('POST', `/v1/webhooks/${id}/test`, { token: scene.token, body: test });
    await createWebhookScene(service).events(scene.org.sellerId, 1);
    await service.db.write(sql`update events set created_at = now() - interval '1 hour'`);
    assert.deepEqual(await waiting(), { jobs: 1, events: 1, deliveries: 1 });
    const text = await (await fetch(`${service.url}/metrics`)).text();
    const [, age] = /^nt24_waiting_work_oldest_seconds\{work="events"\} ([\d.]+)$/m.exec(text) ?? [];
    assert.ok(Number(age) >= 3_600 && Number(age) < 3_700, age);
  });

  it('writes one JSON line a request, with its trace id and without its address', async () => {
    const { sellerId, clientId, token } = await service.organization();
    const traceId = '0b6f3c1e-4f0e-4d2b-8d49-6a1f0f0c9a55';
    const headers = { 'x-request-id': traceId };
    await service.call('GET', `/v1/partners/${sellerId}/buyers?vatNumber=PT1`, { token: await token(), headers });
    const lines = service.logLines.map((line) => JSON.parse(line)).filter((line) => line.traceId === traceId);
    assert.equal(lines.length, 1);
    const [{ method, operation, status, client }] = lines;
    assert.deepEqual(
      { method, operation, status, client },
      { method: 'GET', operation: 'listBuyers', status: 200, client: clientId },
    );
    assert.ok(!JSON.stringify(lines).includes('PT1'));
  });
});
