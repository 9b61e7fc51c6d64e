import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fillPath, type Operation, operationsOf, type SchemaView } from '../packages/harness/src/operations.ts';
import { type ProblemView } from '../packages/harness/src/problem.ts';
import { type BuyerScene, sceneWithBuyer } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';

const BODY_BYTES = 250_000;
const MOST_BYTES = 64 * 1024;
const MOST_ENTRIES = 20;

interface DeepSchema extends SchemaView {
  readonly maxItems?: number;
  readonly items?: DeepSchema;
  readonly additionalProperties?: unknown;
}

describe('a problem is small, however much of a body is wrong', () => {
  let service: TestService;
  let scene: BuyerScene;
  let operations: Operation[];
  before(async () => {
    service = await startService();
    scene = await sceneWithBuyer(service);
    operations = (await operationsOf(service)).filter(({ json }) => json);
  });
  after(() => service.close());

  async function refused({ operationId, method, template }: Operation, body: string): Promise<ProblemView> {
    const path = fillPath(template, { sellerId: scene.org.sellerId, buyerId: scene.buyerId });
    const answer = await service.call(method, path, { token: scene.token, body, headers: { 'if-match': '"0"' } });
    const text = await answer.text();
    const about = `${operationId} ${body.slice(0, 80)}: ${answer.status} ${text.slice(0, 300)}`;
    assert.equal(answer.status, 422, about);
    assert.ok(Buffer.byteLength(text) <= MOST_BYTES, `${Buffer.byteLength(text)} bytes, ${about}`);
    const problem = JSON.parse(text) as ProblemView;
    const entries = problem.errors?.length ?? 0;
    assert.ok(entries > 0 && entries <= MOST_ENTRIES, `${entries} entries, ${about}`);
    return problem;
  }

  it('of an array the length is told, and of the items too many nothing', async () => {
    let cases = 0;
    for (const operation of operations) {
      for (const [path, schema] of partsOf(operation.json?.schema ?? {})) {
        if (!kindsOf(schema).includes('array')) continue;
        assert.ok(schema.maxItems, `${operation.operationId} ${path.join('.')} has no maxItems`);
        for (const item of ['null', '0', '{}', '"x"', '[]']) {
          const items = `[${Array(Math.floor(BODY_BYTES / (item.length + 1)))
            .fill(item)
            .join()}]`;
          const { errors } = await refused(operation, bodyWith(operation, path, items));
          const field = path.join('.');
          const told = errors?.filter((entry) => entry.field.startsWith(field));
          assert.deepEqual(told, [{ field, message: `must NOT have more than ${schema.maxItems} items` }]);
          cases += 1;
        }
      }
    }
    assert.ok(cases >= 20, String(cases));
  });

  it('an array of as many items as may be, all of them wrong, is told by twenty of them', async () => {
    const upsert = operations.find(({ operationId }) => operationId === 'upsertBuyer');
    assert.ok(upsert);
    const { detail, errors } = await refused(
      upsert,
      bodyWith(upsert, ['contacts'], `[${Array(50).fill('{}').join()}]`),
    );
    assert.equal(errors?.length, MOST_ENTRIES);
    assert.equal(errors?.[0]?.field, 'contacts.0.firstName');
    assert.match(detail, /and others/);
  });

  it('members that nobody knows, and what stands in strings, are cut', async () => {
    let cases = 0;
    for (const operation of operations) {
      for (const [path, schema] of partsOf(operation.json?.schema ?? {})) {
        if (schema.additionalProperties === false) {
          for (const members of [shortMembers(), longMembers(), oneMember()]) {
            await refused(operation, bodyWith(operation, path, members));
            cases += 1;
          }
        }
        if (kindsOf(schema).includes('string')) {
          const text = JSON.stringify('\u{1}'.repeat(BODY_BYTES / 6));
          const { errors } = await refused(operation, bodyWith(operation, path, text));
          for (const { rejectedValue } of errors ?? []) assert.ok(String(rejectedValue ?? '').length <= 200);
          cases += 1;
        }
      }
    }
    assert.ok(cases >= 40, String(cases));
  });

  it('an address that is taken apart later is cut alike', async () => {
    const invite = operations.find(({ operationId }) => operationId === 'createInvitation');
    assert.ok(invite);
    const address = JSON.stringify(`https://user@${'a'.repeat(60)}.example/${'b'.repeat(1_800)}`);
    const { errors } = await refused(invite, bodyWith(invite, ['redirectUrl'], address));
    assert.equal(errors?.[0]?.field, 'redirectUrl');
    assert.equal(String(errors?.[0]?.rejectedValue).length, 200);
  });

  it('a query of many members that nobody knows is cut too', async () => {
    const members = Array.from({ length: 2_000 }, (_, n) => `k${n}=`).join('&');
    const answer = await service.call('GET', `${scene.partner}/buyers?${members}`, { token: scene.token });
    const text = await answer.text();
    assert.equal(answer.status, 422, text.slice(0, 300));
    assert.ok(Buffer.byteLength(text) <= MOST_BYTES, String(Buffer.byteLength(text)));
    assert.equal((JSON.parse(text) as ProblemView).errors?.length, MOST_ENTRIES);
  });
});

function kindsOf({ type }: SchemaView): readonly string[] {
  return typeof type === 'string' ? [type] : (type ?? []);
}

/** The schema itself and all that its members may be, items of arrays left out. */
function* partsOf(schema: DeepSchema, path: readonly string[] = []): Generator<[readonly string[], DeepSchema]> {
  yield [path, schema];
  for (const [name, member] of Object.entries(schema.properties ?? {})) yield* partsOf(member, [...path, name]);
}

/** The operation's example with this JSON in the place; no JSON but the example could hold a member twice. */
function bodyWith({ json }: Operation, path: readonly string[], text: string): string {
  const placed = (value: unknown, [name, ...rest]: readonly string[]): string => {
    if (name === undefined) return text;
    const { [name]: inner, ...others } = (value ?? {}) as Record<string, unknown>;
    const members = Object.entries(others).map(([key, other]) => `${JSON.stringify(key)}:${JSON.stringify(other)}`);
    return `{${[...members, `${JSON.stringify(name)}:${placed(inner, rest)}`].join()}}`;
  };
  return placed(json?.example, path);
}

function shortMembers(): string {
  return `{${Array.from({ length: 20_000 }, (_, n) => `"k${n.toString(36)}":1`).join()}}`;
}

function longMembers(): string {
  return `{${Array.from({ length: 40 }, (_, n) => `"${n}${'\\u0001'.repeat(1_000)}":1`).join()}}`;
}

function oneMember(): string {
  return `{"${'k'.repeat(BODY_BYTES)}":1}`;
}
