import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { expectProblem } from '../packages/harness/src/problem.ts';
import { fillPath, type Operation, operationsOf, type SchemaView } from '../packages/harness/src/operations.ts';
import { type InvitationScene, sceneWithInvitation } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';

const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
const UNREADABLE: Readonly<Record<string, string>> = {
  'an empty body': '',
  'white space': ' ',
  'half an object': '{"a":',
  'a trailing comma': '{"a":1,}',
  'text after the end': '{}{}',
  'a comment': '{/**/}',
  'single quotes': "{'a':1}",
  NaN: '{"a":NaN}',
  'a raw control character': '{"a":"\n"}',
  'nesting of 33': nested(33),
  'nesting of 100,000': '['.repeat(100_000),
  'a duplicate member': '{"a":1,"a":2}',
  'a duplicate member of equal value': '{"a":1,"a":1}',
  'a duplicate member by escape': '{"ab":1,"a\\u0062":1}',
  'a nested duplicate member': '{"x":[{"a":1,"a":1}]}',
  '2^53': '{"a":9007199254740992}',
  '-2^53': '{"a":[-9007199254740992]}',
  'a number beyond all': '{"a":1e999}',
  __proto__: '{"__proto__":{"x":1}}',
  'a nested __proto__': '{"a":[{"\\u005f_proto__":1}]}',
};
const WRONG_KINDS = ['[]', '"text"', '7', 'true', 'null', nested(32)];

/** A value of the schema's type that is none of the kinds it takes. */
/** By format, where that takes most texts. */
const WRONG_TEXTS: Readonly<Record<string, readonly string[]>> = {
  'visible-text': ['\u200b'],
  'one-line-text': ['\u200b', 'two\nlines', 'two\u2028lines', 'back\u202ewards', 'a\u0007'],
};

function wrongValues(schema: SchemaView): unknown[] {
  const always = [null, {}, [[]]];
  if (Array.isArray(schema.type))
    return wrongValues({ ...schema, type: schema.type[0] }).filter((value) => value !== null);
  if (schema.type === 'array') return [null, {}, 'x', 7, [null], ['NO_SUCH']];
  if (schema.type === 'object') return [null, [], 'x', 7];
  if (schema.type === 'boolean') return [...always, 'true', 1];
  if (schema.type === 'integer')
    return [...always, '1', 1.5, true, -1, 1_000_000, ...(schema.minimum === 0 ? [] : [0])];
  return [
    ...always,
    7,
    true,
    'a\u0000',
    'a\ud800',
    ...(schema.maxLength === undefined ? [] : ['x'.repeat(schema.maxLength + 1)]),
    ...(schema.enum || schema.format ? (WRONG_TEXTS[schema.format ?? ''] ?? ['no such']) : []),
  ];
}

const WRONG_QUERY: Readonly<Record<string, readonly string[]>> = {
  page: ['-1', 'x', '1.5', '', '1000001', '1&page=2', '%00'],
  size: ['0', '101', '-1', 'x', '', '20&size=20'],
  sort: ['x', 'createdAt,up', 'createdAt,asc,asc', ',', '__proto__', 'id%3Bdrop', 'createdAt&sort=createdAt', '%00'],
  status: ['active', '', 'ACTIVE&status=ACTIVE', '%00'],
  kind: ['kyc', ''],
  type: ['NO_SUCH', ''],
  buyerId: ['x', '', 'urn:uuid:00000000-0000-4000-8000-000000000000', '%7B00000000-0000-4000-8000-000000000000%7D'],
  invitationUuid: ['x', '', 'urn:uuid:00000000-0000-4000-8000-000000000000'],
  cursor: ['x', 'e30', 'bnVsbA', 'a'.repeat(501), '%00', '&cursor='],
  createdAfter: [
    '',
    'yesterday',
    '2026-01-01',
    '2026-02-30T00:00:00Z',
    '0000-01-01T00:00:00Z',
    '2026-01-01T00:00:00%2B23:00',
    '2026-01-01T25:00:00Z',
  ],
  since: ['', 'yesterday', '2026-01-01', '2026-02-30T00:00:00Z', '%00'],
  recipientEmail: [`${'x'.repeat(255)}`, '%00', 'a&recipientEmail=b'],
  vatNumber: ['X'.repeat(21), '%00', 'a&vatNumber=b'],
  file: ['-1', 'x', ''],
  after: ['', 'x', 'evt_', `evt_${'0'.repeat(32)}`, `evt_${'A'.repeat(32)}`, `evt_${'0'.repeat(32)}&after=x`, '%00'],
  types: ['', 'x', '*', 'kyc', 'no.*', 'kyc.*,', 'kyc.*,kyc.*', 'kyc.*&types=prospect.*', '%00'],
  wait: ['-1', '21', '0.5', 'x', '', '1&wait=1', '%00'],
  expand: ['x', '', 'missingDocuments,x', 'missingDocuments&expand=missingDocuments', '%00'],
  language: ['x', '', 'ja', 'de_DE', 'german', 'de&language=el', '%00'],
  variant: ['Original', 'raw', '', 'original&variant=review'],
  format: ['SVG', 'pdf', '', 'svg&format=png', '%00'],
  errorCorrection: ['m', 'X', '', 'L&errorCorrection=H'],
  locale: ['x', '', 'ja', 'de_DE', 'german', 'de&locale=el', '%00'],
};

describe('bad input, over every operation of the OpenAPI document', () => {
  let service: TestService;
  let scene: InvitationScene;
  let webhookId: string;
  let operations: Operation[];
  before(async () => {
    service = await startService();
    scene = await sceneWithInvitation(service);
    const webhook = { url: 'https://hooks.example/', events: ['kyc.*'] };
    const made = await service.call('POST', '/v1/webhooks', { token: scene.token, body: webhook });
    webhookId = ((await made.json()) as { id: string }).id;
    operations = await operationsOf(service);
  });
  after(async () => {
    assert.deepEqual(
      service.logLines.filter((line) => line.includes('"internal-error"')),
      [],
    );
    await service.close();
  });

  const ids = (): Record<string, string> => ({
    sellerId: scene.org.sellerId,
    buyerId: scene.buyerId,
    invitationUuid: scene.invitation.uuid,
    id: webhookId,
  });
  const pathOf = ({ template }: Operation): string => fillPath(template, ids());
  const send = (operation: Operation, body: unknown, headers: Record<string, string> = {}): Promise<Response> =>
    service.call(operation.method, pathOf(operation), {
      token: scene.token,
      ...(body !== undefined && { body }),
      headers: { 'if-match': '"0"', ...headers },
    });
  const jsonOperations = (): Operation[] => {
    const found = operations.filter(({ json }) => json);
    assert.ok(found.length >= 8);
    return found;
  };
  const mayBeEmpty = ({ operationId }: Operation): boolean =>
    /^(block|unblock|resend|replay|startVerification|requestViesCheck)/.test(operationId);

  it('unreadable bodies are 400', async () => {
    for (const operation of jsonOperations()) {
      for (const [what, body] of Object.entries(UNREADABLE)) {
        if (body === '' && mayBeEmpty(operation)) continue;
        await expectProblem(await send(operation, body), 'malformed-request', `${operation.operationId}: ${what}`);
      }
      const invalidUtf8 = await fetch(service.url + pathOf(operation), {
        method: operation.method,
        headers: {
          authorization: `Bearer ${scene.token}`,
          'idempotency-key': 'k',
          'content-type': 'application/json',
        },
        body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]),
      });
      await expectProblem(invalidUtf8, 'malformed-request', operation.operationId);
    }
  });

  it('a missing body is 400 where one is required', async () => {
    for (const operation of jsonOperations().filter((one) => !mayBeEmpty(one))) {
      await expectProblem(await send(operation, undefined), 'malformed-request', operation.operationId);
    }
  });

  it('a missing Idempotency-Key is 400 on every write, a missing If-Match where one is needed', async () => {
    for (const operation of operations.filter(({ method }) => method !== 'GET')) {
      const body = operation.json?.example;
      const problem = await expectProblem(
        await send(operation, body, { 'idempotency-key': '' }),
        'malformed-request',
        operation.operationId,
      );
      assert.match(problem.detail, /Idempotency-Key/);
    }
    for (const operation of operations.filter(({ needsIfMatch }) => needsIfMatch)) {
      for (const ifMatch of ['', '0', '"x', 'w/"0"', '*, "0"']) {
        const answer = await send(operation, operation.json?.example, { 'if-match': ifMatch });
        assert.match((await expectProblem(answer, 'malformed-request', ifMatch)).detail, /If-Match/);
      }
    }
  });

  it('an X-Purpose that the log cannot hold is 400 on every call that takes one', async () => {
    const taking = operations.filter(({ takesPurpose }) => takesPurpose);
    assert.ok(taking.length >= 6);
    for (const operation of taking) {
      for (const purpose of ['x'.repeat(201), 'caf\u00e9']) {
        const answer = await send(operation, operation.json?.example, { 'x-purpose': purpose });
        assert.match((await expectProblem(answer, 'malformed-request', operation.operationId)).detail, /X-Purpose/);
      }
    }
    for (const path of [scene.path, scene.invitations, `${scene.buyer}/kyc/documents`]) {
      const headers = { 'x-purpose': 'onboarding review' };
      assert.equal((await service.call('GET', path, { token: scene.token, headers })).status, 200);
    }
  });

  it('other media types are 415', async () => {
    for (const operation of operations.filter(({ method }) => method !== 'GET')) {
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/merge-patch+json', 'x']) {
        const answer = await send(operation, 'a=b', { 'content-type': type });
        await expectProblem(answer, 'unsupported-media-type', `${operation.operationId} ${type}`);
      }
      if (!operation.json) continue;
      const zipped = await send(operation, '{}', { 'content-encoding': 'gzip' });
      await expectProblem(zipped, 'unsupported-media-type', operation.operationId);
    }
  });

  it('bodies over 256 KiB are 413', async () => {
    for (const operation of jsonOperations()) {
      for (const size of [262_145, 3_000_000]) {
        const answer = await send(operation, JSON.stringify({ x: 'x'.repeat(size) }));
        await expectProblem(answer, 'payload-too-large', operation.operationId);
      }
    }
  });

  it('bodies that are no object are 422', async () => {
    for (const operation of jsonOperations()) {
      for (const body of WRONG_KINDS) {
        // Where none is required, null is none.
        if (body === 'null' && !operation.bodyRequired) continue;
        const { errors } = await expectProblem(
          await send(operation, body),
          'validation-error',
          `${operation.operationId} ${body}`,
        );
        assert.ok((errors?.length ?? 0) > 0);
      }
    }
  });

  it('unknown members are 422 that names them, but for revoke', async () => {
    for (const operation of jsonOperations()) {
      if (operation.operationId.startsWith('revokeInvitation')) continue;
      const answer = await send(operation, { ...operation.json?.example, 'x-unknown': 1 });
      const { errors } = await expectProblem(answer, 'validation-error', operation.operationId);
      assert.deepEqual(
        errors?.map(({ field }) => field),
        ['x-unknown'],
      );
    }
  });

  it('every member missing, of a wrong type or outside its limits is 422 that names it', async () => {
    let cases = 0;
    for (const operation of jsonOperations()) {
      const { schema, example } = operation.json ?? { schema: {}, example: {} };
      for (const [path, member] of leavesOf(schema)) {
        for (const value of wrongValues(member)) {
          const about = `${operation.operationId} ${path.join('.')} ${JSON.stringify(value)}`;
          const answer = await send(operation, withMember(example, path, value));
          const { errors } = await expectProblem(answer, 'validation-error', about);
          assert.ok(
            errors?.some(({ field }) => field.startsWith(path.join('.'))),
            about,
          );
          cases += 1;
        }
      }
      for (const name of schema.required ?? []) {
        const { [name]: _left, ...rest } = example;
        const { errors } = await expectProblem(await send(operation, rest), 'validation-error', operation.operationId);
        assert.deepEqual(errors, [{ field: name, message: 'is required' }]);
      }
    }
    assert.ok(cases > 100, String(cases));
  });

  it('every query member that is wrong, repeated or unknown is 422 that names it', async () => {
    let cases = 0;
    for (const operation of operations.filter(({ query }) => query.length > 0)) {
      for (const { name } of [...operation.query, { name: 'x-unknown' }]) {
        for (const value of name === 'x-unknown' ? ['1'] : (WRONG_QUERY[name] ?? assert.fail(`no cases for ${name}`))) {
          const about = `${operation.operationId} ${name}=${value}`;
          const answer = await service.call('GET', `${pathOf(operation)}?${name}=${value}`, { token: scene.token });
          const { errors } = await expectProblem(answer, 'validation-error', about);
          // Of a list, which one of it.
          const fields = new Set(errors?.map(({ field }) => field.replace(/\.\d+$/, '')));
          assert.deepEqual([...fields], [name], about);
          cases += 1;
        }
      }
    }
    assert.ok(cases > 50, String(cases));
  });

  it('ids that are none are 404, or 403 for the seller', async () => {
    const odd = ['x', '%00', '..%2f..', 'a'.repeat(99), "'%20or%201=1", '%F0%9F%98%80', '{}', 'null'];
    for (const operation of operations.filter(({ template }) => template.includes('{'))) {
      for (const [, name = ''] of operation.template.matchAll(/\{(\w+)\}/g)) {
        for (const id of odd) {
          const path = fillPath(operation.template, { ...ids(), [name]: id });
          const answer = await service.call(operation.method, path, {
            token: scene.token,
            ...(operation.json && { body: operation.json.example }),
            ...(operation.method !== 'GET' &&
              !operation.json && { headers: { 'content-type': 'text/plain' }, body: 'x' }),
            ...(operation.needsIfMatch && { headers: { 'if-match': '"0"' } }),
          });
          const slug = name === 'sellerId' ? 'forbidden' : 'not-found';
          if (!operation.json && operation.method !== 'GET' && name !== 'sellerId') assert.equal(answer.status, 415);
          else await expectProblem(answer, slug, `${operation.operationId} ${name} ${id}`);
        }
      }
    }
  });

  it('a method that an address does not have is 405 with Allow, whatever the body', async () => {
    const byPath = Map.groupBy(operations, ({ template }) => template);
    for (const [template, known] of byPath) {
      const methods = known.map(({ method }) => method);
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
        if (methods.includes(method)) continue;
        const answer = await service.call(method, fillPath(template, {}), {
          token: scene.token,
          ...(method !== 'GET' && { body: '{"broken' }),
        });
        const allow = answer.headers.get('allow')?.split(', ') ?? [];
        assert.deepEqual(allow.filter((one) => one !== 'HEAD').sort(), methods.sort());
        await expectProblem(answer, 'method-not-allowed', `${method} ${template}`);
      }
    }
  });

  it('nothing of all this was done', async () => {
    const buyer = (await (await service.call('GET', scene.buyer, { token: scene.token })).json()) as {
      version: number;
    };
    assert.equal(buyer.version, 0);
    const now = await service.call('GET', scene.path, { token: scene.token });
    assert.deepEqual(await now.json(), scene.invitation);
  });
});

/** All members that can be set, with their path; the example's parents are kept. */
function* leavesOf(schema: SchemaView, above: readonly string[] = []): Generator<[string[], SchemaView]> {
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    const path = [...above, name];
    yield [path, member];
    yield* leavesOf(member, path);
  }
}

function withMember(body: Readonly<Record<string, unknown>>, path: readonly string[], value: unknown): object {
  const [name = '', ...rest] = path;
  if (rest.length === 0) return { ...body, [name]: value };
  return { ...body, [name]: withMember((body[name] ?? {}) as Record<string, unknown>, rest, value) };
}
