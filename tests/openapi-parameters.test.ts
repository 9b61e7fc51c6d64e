import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { dereferenced } from '../packages/harness/src/dereferenced.ts';
import { fillPath } from '../packages/harness/src/operations.ts';
import { type InvitationScene, sceneWithInvitation } from '../packages/harness/src/scene.ts';
import { settled } from '../packages/harness/src/settled.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { createWebhookScene } from '../packages/harness/src/webhook-scene.ts';

/** Whether the server takes the same values in headers and queries as the document says. */

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Of a list, which is written with commas. */
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Schema;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly parameters?: readonly Parameter[] }>>>>;
}

const document = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')) as Document;
const cases = Object.entries(dereferenced(document, document.paths)).flatMap(([template, methods]) =>
  Object.entries(methods).flatMap(([method, { parameters = [] }]) =>
    parameters.map((parameter) => ({ template, method: method.toUpperCase(), parameter })),
  ),
);
/** A cursor is good for the list that gave it, as the event is that `after` names; and an instant may be written in more ways than its format knows: each has a case of its own. */
const queries = cases.filter(
  ({ parameter }) =>
    parameter.in === 'query' &&
    !['cursor', 'after'].includes(parameter.name) &&
    parameter.schema.format !== 'date-time',
);
const instants = cases.filter(({ parameter }) => parameter.schema.format === 'date-time');

// As a query and a header come: a number is its digits.
const ajv = formats.default(new Ajv2020({ strict: false, coerceTypes: true }), ['uuid']);
const fits = ({ name, schema }: Parameter, value: string): boolean =>
  ajv.validate(
    { type: 'object', properties: { [name]: schema } },
    { [name]: schema.type === 'array' ? value.split(',') : value },
  );

function goodOf(schema: Schema): fc.Arbitrary<string> {
  const { minimum = 0, maximum = 0, minLength = 0, maxLength = 20 } = schema;
  if (schema.items) return fc.array(goodOf(schema.items), { minLength: 0, maxLength: 3 }).map((items) => items.join());
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.type === 'integer') return fc.integer({ min: minimum - 2, max: maximum + 2 }).map(String);
  if (schema.format === 'uuid') return fc.uuid();
  if (schema.pattern !== undefined) return fc.stringMatching(new RegExp(schema.pattern));
  return fc.string({ unit: 'grapheme', minLength, maxLength: maxLength + 1 });
}

/** One more character, one less, or another one. */
function nearly(good: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const place = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  const change = fc.constantFrom('insert', 'remove', 'replace');
  return fc
    .tuple(good, place, change, fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 1 }))
    .map(([text, share, what, other]) => {
      const at = Math.floor(share * (text.length + 1));
      return text.slice(0, at) + (what === 'remove' ? '' : other) + text.slice(what === 'insert' ? at : at + 1);
    });
}

/** Good ones, near misses, and what is nothing of the kind. What no database can store is refused everywhere (contract 2.6). */
function anyOf(schema: Schema): fc.Arbitrary<string> {
  const good = goodOf(schema);
  const long = fc.constantFrom(254, 255, 256, 500, 501).map((length) => 'a'.repeat(length));
  return fc
    .oneof({ weight: 4, arbitrary: good }, { weight: 4, arbitrary: nearly(good) }, fc.string(), long, fc.constant(''))
    .filter((text) => text.isWellFormed() && !text.includes('\u0000'));
}

/** As it arrives: HTTP cuts the blanks off (RFC 9110, 5.5), and has no control characters. */
const asHeader = (text: string): string =>
  text.replaceAll(/[^\t -~\u0080-\u00ff]/g, '').replaceAll(/^[ \t]+|[ \t]+$/g, '');

describe('headers and queries, by the document and by the server', () => {
  let service: TestService;
  let scene: InvitationScene;
  let ids: Readonly<Record<string, string>>;
  before(async () => {
    service = await startService();
    scene = await sceneWithInvitation(service);
    const { token, org, buyerId, invitation } = scene;
    const body = { url: 'https://hooks.example/', events: ['kyc.*'] };
    const made = await service.call('POST', '/v1/webhooks', { token, body });
    const { id } = (await made.json()) as { id: string };
    const events = createWebhookScene(service);
    // Else whoever asks for events waits for them.
    await events.events(org.sellerId, 1);
    await events.tell();
    ids = { sellerId: org.sellerId, buyerId, invitationUuid: invitation.uuid, id };
  });
  after(() => service.close());

  const statusOf = async (method: string, path: string, headers: Record<string, string> = {}): Promise<number> => {
    const body = method === 'PATCH' ? {} : undefined;
    const answer = await service.call(method, path, { token: scene.token, headers, body });
    await answer.arrayBuffer();
    return answer.status;
  };
  const buyerPath = (): string => `/v1/partners/${scene.org.sellerId}/buyers/${scene.buyerId}`;

  const askQuery = (template: string, name: string, value: string): Promise<number> =>
    statusOf('GET', `${fillPath(template, ids)}?${name}=${encodeURIComponent(value)}`);

  for (const { template, parameter } of queries) {
    it(`take the same ${parameter.name} at ${template}`, async () => {
      const property = fc.asyncProperty(anyOf(parameter.schema), async (value) => {
        const status = await askQuery(template, parameter.name, value);
        assert.ok(status === 422 || status < 300 || status === 404, String(status));
        assert.equal(status !== 422, fits(parameter, value), JSON.stringify(value));
      });
      await fc.assert(property, { numRuns: 40 });
    });
  }

  const headers: Readonly<Record<string, () => readonly [string, string]>> = {
    'Idempotency-Key': () => ['POST', `${buyerPath()}/block`],
    'If-Match': () => ['PATCH', buyerPath()],
    'X-Purpose': () => ['GET', scene.path],
  };
  for (const [name, target] of Object.entries(headers)) {
    it(`take the same ${name}`, async () => {
      const found = cases.filter(({ parameter: one }) => one.name === name && (one.schema.pattern ?? '') !== '');
      assert.equal(new Set(found.map(({ parameter }) => JSON.stringify(parameter))).size, 1, 'said in one way');
      const [{ parameter } = { parameter: undefined }] = found;
      assert.ok(parameter);
      const property = fc.asyncProperty(anyOf(parameter.schema).map(asHeader), async (value) => {
        const [method, path] = target();
        // A key that was used before is met again by other words of the request.
        const status = await statusOf(method, path, { [name.toLowerCase()]: value });
        assert.ok([200, 400, 409].includes(status), String(status));
        assert.equal(status !== 400, fits(parameter, value), JSON.stringify(value));
      });
      await fc.assert(property, { numRuns: 300 });
    });
  }

  for (const { template, parameter } of instants) {
    it(`take every instant as ${parameter.name} at ${template}`, async () => {
      const offset = fc.tuple(
        fc.constantFrom('+', '-'),
        fc.integer({ min: 0, max: 15 }),
        fc.integer({ min: 0, max: 59 }),
      );
      const written = fc
        .tuple(
          fc.date({ min: new Date('1000-01-01'), max: new Date('9000-01-01'), noInvalidDate: true }),
          fc.constantFrom('T', 't', ' '),
          fc.oneof(
            fc.constantFrom('Z', 'z', '+0000'),
            offset.map(([sign, h, m]) => `${sign}${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`),
          ),
        )
        .map(([date, between, zone]) => date.toISOString().replace('T', between).replace('Z', zone));
      const good = fc.asyncProperty(written, async (value) => {
        assert.equal(await askQuery(template, parameter.name, value), 200, value);
      });
      await fc.assert(good, { numRuns: 40 });
      const other = fc.string({ unit: 'binary-ascii' }).filter((text) => !text.includes('\u0000'));
      const bad = fc.asyncProperty(other, async (value) => {
        assert.equal(await askQuery(template, parameter.name, value), 422, value);
      });
      await fc.assert(bad, { numRuns: 20 });
    });
  }

  it('gives cursors as the document says they look, and takes no others', async () => {
    const { template, parameter } = cases.find((one) => one.parameter.name === 'cursor') ?? assert.fail();
    assert.equal(await askQuery(template, 'cursor', ''), 200);
    await settled(service);
    const list = await service.call('GET', `${fillPath(template, ids)}?size=1&cursor=`, { token: scene.token });
    const { pagination } = (await list.json()) as { pagination: { nextCursor?: string } };
    const { nextCursor = '' } = pagination;
    assert.ok(fits(parameter, nextCursor), nextCursor);
    const property = fc.asyncProperty(nearly(fc.constant(nextCursor)), async (value) => {
      if (!fits(parameter, value)) assert.equal(await askQuery(template, 'cursor', value), 422, value);
    });
    await fc.assert(property, { numRuns: 60 });
  });
});
