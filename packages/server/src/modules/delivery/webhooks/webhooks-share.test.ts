import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { eventually } from '../../../../../harness/src/eventually.ts';
import { placeOf } from '../../../../../harness/src/webhook-scene.ts';
import { stageDeliveries } from './webhooks-delivery.test-support.ts';

const EVENTS = 400;

describe('how many webhooks an endpoint is sent at once', () => {
  const stage = stageDeliveries();

  /** Answers nobody until as many are there at once as are wanted, then all of them. */
  function counter() {
    const waiting: ServerResponse[] = [];
    return {
      take: (response: ServerResponse): void => void waiting.push(response),
      count: (): number => waiting.length,
      answerAll(status: number): void {
        for (const response of waiting.splice(0)) response.writeHead(status).end();
      },
    };
  }

  /** As many at once as each of the sizes says, and no more, all of them answered well before the next. */
  async function grownThrough(
    sizes: readonly number[],
    there: ReturnType<typeof counter>,
    endpoints: readonly string[],
  ): Promise<void> {
    for (const [n, size] of sizes.entries()) {
      if (n > 0) there.answerAll(204);
      await eventually(`${size} at once`, async () => (await settledAt(there, endpoints)) === size);
    }
  }

  async function backlogAt(path: string): Promise<string> {
    const { organizationId, sellerId } = await stage.service.organization();
    const endpoint = await stage.scene.endpoint({ organizationId, url: stage.receiver.urlOf(path) });
    await stage.scene.events(sellerId, EVENTS);
    return endpoint;
  }

  it('grows from 8 to 64 while all is answered well, and falls at the first failure; all arrive once, in order', async () => {
    const there = counter();
    stage.receiver.answer = (_webhook, response) => there.take(response);
    const endpoint = await backlogAt('/growing');
    await grownThrough([8, 16, 32, 64, 64], there, [endpoint]);
    const before = stage.receiver.received.length;
    there.answerAll(500);
    await eventually('the failures count', async () => (await stage.scene.statusOf(endpoint)) === 'PAUSED');
    // One that is written down later would count against what comes after the resume.
    await eventually('all of them', async () => (await settledAt(there, [endpoint])) === 0);
    await stage.scene.resume(endpoint);
    await eventually('eight again', async () => (await settledAt(there, [endpoint])) === 8);
    stage.receiver.answer = (_webhook, response) => void response.writeHead(204).end();
    there.answerAll(204);
    await eventually('all of it', async () => (await stage.scene.deliveredCount(endpoint)) === EVENTS);
    const places = stage.receiver.at('/growing').map(({ envelope }) => placeOf(envelope));
    assert.equal(new Set(places).size, EVENTS);
    assert.equal(places.length, EVENTS + 64, 'nothing came twice but what had failed');
    // Those of one claim may overtake each other, nothing else may.
    for (const [n, place] of places.slice(0, before).entries()) assert.ok(Math.abs(place - 1 - n) < 64);
  });

  it('lets no grown endpoint that hangs hold up a healthy one', async () => {
    const { organizationId, sellerId } = await stage.service.organization();
    const there = counter();
    stage.receiver.answer = ({ path }, response) => {
      if (path === '/healthy') response.writeHead(204).end();
      else there.take(response);
    };
    const hanging = await Promise.all(['/one', '/two', '/three'].map((path) => backlogAt(path)));
    // Each would have 64, but what they have beyond their first eight comes out of one room. Then they hang, all of them.
    const most = 3 * 8 + 128;
    await grownThrough([24, 48, 96, most], there, hanging);
    await stage.scene.endpoint({ organizationId, url: stage.receiver.urlOf('/healthy') });
    await stage.scene.events(sellerId, 40);
    await eventually('the healthy one has all', () => stage.receiver.at('/healthy').length === 40, 5_000);
    assert.equal(there.count(), most, 'and no more of theirs');
  });

  it('keeps its connections while it has more to send, and the endpoint’s own', async () => {
    const sockets = new Map<string, Set<unknown>>();
    stage.receiver.answer = ({ path }, response) => {
      sockets.set(path, (sockets.get(path) ?? new Set()).add(response.socket));
      response.writeHead(204).end();
    };
    const endpoints = await Promise.all([backlogAt('/one'), backlogAt('/two')]);
    for (const endpoint of endpoints)
      await eventually('all of it', async () => (await stage.scene.deliveredCount(endpoint)) === EVENTS);
    const [one = new Set(), two = new Set()] = [sockets.get('/one'), sockets.get('/two')];
    for (const own of [one, two]) assert.ok(own.size <= 64, `${own.size} connections for ${EVENTS}`);
    assert.deepEqual(
      [...one].filter((socket) => two.has(socket)),
      [],
      'none is shared',
    );
  });

  /** How many are there, once all that were taken are. */
  async function settledAt(
    there: ReturnType<typeof counter>,
    endpoints: readonly string[],
  ): Promise<number | undefined> {
    const taken = await Promise.all(endpoints.map((endpoint) => stage.scene.leasedCount(endpoint)));
    return there.count() === taken.reduce((sum, count) => sum + count, 0) ? there.count() : undefined;
  }
});
