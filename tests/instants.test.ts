import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fillPath, type Operation, operationsOf } from '../packages/harness/src/operations.ts';
import { expectProblem } from '../packages/harness/src/problem.ts';
import { type BuyerScene, invite, sceneWithBuyer } from '../packages/harness/src/scene.ts';
import { instantOf } from '../packages/server/src/platform/clock.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';

const BLANKS = ['\u00a0', '\u2003', '\u3000', '\ufeff', '\t', '\n', '\u2028', '  ', '_', ''];
const REFUSED = [
  ...BLANKS.map((blank) => `2026-01-01${blank}00:00:00Z`),
  '2026-12-31T23:59:60.5Z',
  '2026-12-31T23:59:60Z',
  '2026-12-31T24:59:60+01:00',
  '2026-12-31T24:00:00Z',
  '2026-12-31T23:60:00Z',
  '2026-02-29T00:00:00Z',
  '2026-01-01T00:00:00',
  '2026-01-01T00:00:00+00',
  '2026-01-01T00:00:00+00:60',
  '2026-01-01T00:00:00+1600',
  '2026-01-01T00:00:00 0000',
  '0000-01-01T00:00:00Z',
  '+02026-01-01T00:00:00Z',
  '2026-01-01T00:00:00Z ',
  '\u0662026-01-01T00:00:00Z',
  'infinity',
  'now',
];
const ACCEPTED = [
  '2026-01-01T00:00:00Z',
  '2026-01-01t00:00:00z',
  '2026-01-01 00:00:00Z',
  '2026-01-01T00:00:00+0000',
  '2026-01-01T00:00:00.123456789012+01:00',
  '2026-01-01T00:00:00-0130',
  '2024-02-29T23:59:59.999Z',
  '0001-01-01T00:00:00+15:59',
  '9999-12-31T23:59:59-15:59',
];

describe('instants', () => {
  let service: TestService;
  let scene: BuyerScene;
  let asked: { readonly operation: Operation; readonly address: string; readonly name: string }[];
  before(async () => {
    service = await startService();
    scene = await sceneWithBuyer(service);
    const webhook = { url: 'https://hooks.example/', events: ['kyc.*'] };
    const made = await service.call('POST', '/v1/webhooks', { token: scene.token, body: webhook });
    const { id } = (await made.json()) as { id: string };
    asked = (await operationsOf(service)).flatMap((operation) =>
      operation.query
        .filter(({ schema }) => schema.format === 'date-time')
        .map(({ name }) => {
          const path = fillPath(operation.template, { sellerId: scene.org.sellerId, buyerId: scene.buyerId, id });
          return { operation, name, address: `${path}?${name}=` };
        }),
    );
  });
  after(() => service.close());

  it('of a query are those of RFC 3339 that a clock has; the rest is 422, never a failure of the service', async () => {
    assert.deepEqual(asked.map(({ name }) => name).sort(), ['createdAfter', 'createdAfter', 'since']);
    for (const { operation, address, name } of asked) {
      for (const text of REFUSED) {
        const answer = await service.call('GET', address + encodeURIComponent(text), { token: scene.token });
        const about = `${operation.operationId} ${JSON.stringify(text)}`;
        const { errors } = await expectProblem(answer, 'validation-error', about);
        assert.deepEqual(
          errors?.map(({ field }) => field),
          [name],
          about,
        );
      }
      for (const text of ACCEPTED) {
        const answer = await service.call('GET', address + encodeURIComponent(text), { token: scene.token });
        assert.equal(answer.status, 200, `${operation.operationId} ${text} ${await answer.text()}`);
      }
    }
  });

  it('are the same instant however they are written', async () => {
    const { invitation } = await invite(service, scene);
    const createdMs = Date.parse(invitation.createdAt);
    const count = async (text: string): Promise<number> => {
      const address = `${scene.partner}/self-service-invitations?createdAfter=${encodeURIComponent(text)}`;
      const answer = await service.call('GET', address, { token: scene.token });
      return ((await answer.json()) as { data: unknown[] }).data.length;
    };
    for (const [shiftMs, found] of [
      [-1, 1],
      [0, 0],
    ] as const) {
      const utc = instantOf(createdMs + shiftMs).toISOString();
      const elsewhere = instantOf(createdMs + shiftMs + 5_400_000).toISOString();
      for (const text of [
        utc,
        utc.replace('Z', '+0000'),
        utc.replace('T', ' '),
        elsewhere.replace('Z', '+01:30'),
        elsewhere.replace('Z', '+0130'),
      ]) {
        assert.equal(await count(text), found, text);
      }
    }
  });
});
