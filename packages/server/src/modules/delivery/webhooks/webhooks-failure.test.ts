import assert from 'node:assert/strict';
import { type AddressInfo, createServer } from 'node:net';
import { describe, it } from 'node:test';
import sql from 'sql-template-tag';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { freePort } from '../../../../../harness/src/free-port.ts';
import { createWebhookCalls, type DeliveryView, type WebhookCalls } from '../../../../../harness/src/webhook-calls.ts';
import { stageDeliveries } from './webhooks-delivery.test-support.ts';

describe('what the list of deliveries tells', () => {
  const stage = stageDeliveries();

  async function attempted(calls: WebhookCalls, url: string): Promise<DeliveryView> {
    const { id } = await calls.made({ url });
    await calls.fired(id);
    let found: DeliveryView | undefined;
    await eventually(`an attempt at ${url}`, async () => {
      const page = (await (await calls.get(`/${id}/deliveries`)).json()) as { data: DeliveryView[] };
      found = page.data.find(({ attempts }) => attempts > 0);
      return found !== undefined;
    });
    assert.ok(found);
    return found;
  }

  it('says why the last attempt failed, and nothing of one that did not', async () => {
    const calls = await createWebhookCalls(stage.service);
    const babbler = createServer((socket) => void socket.on('error', () => undefined).end('no HTTP\r\n\r\n'));
    await new Promise<void>((resolve) => void babbler.listen(0, '127.0.0.1', resolve));
    const { port } = babbler.address() as AddressInfo;
    stage.receiver.answer = ({ path }, response) => {
      if (path === '/cut') response.destroy();
      else response.writeHead(path === '/fails' ? 500 : 204).end();
    };
    const cases: [string, string | undefined, number | undefined][] = [
      [stage.receiver.urlOf('/fails'), 'status', 500],
      [stage.receiver.urlOf('/cut'), 'bad-answer', undefined],
      [`http://127.0.0.1:${port}/`, 'bad-answer', undefined],
      [`https://127.0.0.1:${port}/`, 'tls', undefined],
      [`http://127.0.0.1:${await freePort()}/`, 'refused', undefined],
      [stage.receiver.urlOf('/good'), undefined, 204],
    ];
    for (const [url, failure, httpStatus] of cases) {
      const delivery = await attempted(calls, url);
      assert.deepEqual([delivery.failure, delivery.httpStatus], [failure, httpStatus], url);
    }
    babbler.close();
  });

  it('marks tests, for the receiver and in the history, and nothing else', async () => {
    const calls = await createWebhookCalls(stage.service);
    const url = stage.receiver.urlOf('/marked');
    const { id } = await calls.made({ url, events: ['self_service_invitation.*'] });
    await stage.scene.events(calls.org.sellerId, 1);
    const { id: testId } = await calls.fired(id);
    await eventually('both came, and are settled', async () => (await stage.scene.deliveredCount(id)) === 2);
    const marks = stage.receiver
      .at('/marked')
      .map(({ headers, envelope }) => [envelope.type, headers['x-novatrade-test']]);
    assert.deepEqual(
      marks.toSorted(([a = ''], [b = '']) => (String(a) < String(b) ? -1 : 1)),
      [
        ['export_file.generated', 'true'],
        ['self_service_invitation.used', undefined],
      ],
    );
    const page = (await (await calls.get(`/${id}/deliveries`)).json()) as { data: DeliveryView[] };
    for (const delivery of page.data) assert.equal(delivery.test, delivery.id === testId);
    assert.equal(page.data.length, 2);
    const replayed = await calls.post(`/${id}/deliveries/${testId}/replay`, {});
    assert.equal(((await replayed.json()) as DeliveryView).test, true);
    await eventually('the replay came', () => stage.receiver.at('/marked').length === 3);
    assert.equal(stage.receiver.at('/marked')[2]?.headers['x-novatrade-test'], 'true');
    const rows = await stage.service.db.read(sql`select from webhook_deliveries where endpoint_id = ${id} and is_test`);
    assert.equal(rows.length, 1);
  });
});
