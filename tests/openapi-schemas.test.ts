import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { dereferenced } from '../packages/harness/src/dereferenced.ts';

/** What generators of clients make good types of, and what they trip over (decision 0029). */

type Schema = Readonly<Record<string, unknown>>;

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Body {
  readonly required?: boolean;
  readonly description?: string;
  readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly security: unknown;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Body;
  readonly responses: Readonly<
    Record<string, { readonly description: string; readonly content?: Body['content']; readonly headers?: unknown }>
  >;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const document = JSON.parse(read('../openapi.json')) as Document;
const { schemas } = document.components;
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));

/** Every schema that stands in the document itself, with the place where it stands; the members of an object are schemas of their own. */
function* within(place: string, schema: Schema): Generator<[string, Schema]> {
  yield [place, schema];
  const {
    properties = {},
    items,
    additionalProperties,
  } = schema as {
    properties?: Record<string, Schema>;
    items?: Schema;
    additionalProperties?: Schema | boolean;
  };
  for (const [name, member] of Object.entries(properties)) yield* within(`${place}.${name}`, member);
  if (items) yield* within(`${place}[]`, items);
  if (typeof additionalProperties === 'object') yield* within(`${place}.*`, additionalProperties);
}

function mediaSchemas({ operationId, requestBody, responses }: Operation): [string, Schema][] {
  const contents = [
    ['body', requestBody?.content] as const,
    ...Object.entries(responses).map(([status, { content }]) => [status, content] as const),
  ];
  return contents.flatMap(([what, content]) =>
    Object.values(content ?? {}).map(({ schema }): [string, Schema] => [`${operationId} ${what}`, schema]),
  );
}

const parameters = operations.flatMap(({ operationId, parameters: all = [] }) =>
  all.map(({ name, schema }): [string, Schema] => [`${operationId} ${name}`, schema]),
);
const roots = [...operations.flatMap(mediaSchemas), ...parameters];
const inline = [
  ...roots.flatMap(([place, schema]) => [...within(place, schema)]),
  // A component itself has its name; what stands in it has none.
  ...Object.entries(schemas).flatMap(([name, schema]) => [...within(name, schema)].slice(1)),
];
const everywhere = [...inline, ...Object.entries(schemas)];

/** Of JSON Schema 2020-12 what OpenAPI 3.0 had as well; `type` may also be a list of one type and null. */
const KEYWORDS = new Set(
  `type format enum pattern minLength maxLength minimum maximum minItems maxItems uniqueItems items properties required
   additionalProperties description default writeOnly $ref`.split(/\s+/),
);

describe('the schemas of the OpenAPI document', () => {
  it('give every object a name', () => {
    assert.ok(Object.keys(schemas).length >= 40, `only ${Object.keys(schemas).length} schemas`);
    const nameless = inline.filter(([, schema]) => 'properties' in schema).map(([place]) => place);
    assert.deepEqual(nameless, []);
    for (const name of ['Invitation', 'Buyer', 'Webhook', 'KycDocument', 'Problem', 'InvitationPage', 'Pagination'])
      assert.equal(schemas[name]?.['type'], 'object', name);
  });

  it('give every enumeration a name', () => {
    const nameless = inline.filter(([, schema]) => 'enum' in schema).map(([place]) => place);
    assert.deepEqual(nameless, []);
    assert.ok(Object.values(schemas).filter((schema) => 'enum' in schema).length >= 15);
  });

  it('have good names, each of them in use, and of one content one name', () => {
    const used = new Set(
      everywhere.flatMap(([, { $ref }]) => (typeof $ref === 'string' ? [$ref.split('/').at(-1)] : [])),
    );
    const bodies = new Map<string, string>();
    for (const [name, schema] of Object.entries(schemas)) {
      assert.match(name, /^[A-Z][a-z]+(?:[A-Z][a-z]+)*$/);
      assert.ok(used.has(name), `${name} is used nowhere`);
      const same = bodies.get(JSON.stringify(schema));
      assert.equal(same, undefined, `${name} is ${same}`);
      bodies.set(JSON.stringify(schema), name);
    }
  });

  it('use nothing that generators trip over', () => {
    for (const [place, schema] of everywhere) {
      for (const keyword of Object.keys(schema)) assert.ok(KEYWORDS.has(keyword), `${place}: ${keyword}`);
      const { type, $ref } = schema;
      if (Array.isArray(type)) assert.ok(type.length === 2 && type[1] === 'null', `${place}: ${type.join()}`);
      if ($ref !== undefined) assert.deepEqual(Object.keys(schema), ['$ref'], `${place}: beside a reference`);
    }
  });

  it('write patterns that any language can read, and can put between quotation marks', () => {
    const patterns = everywhere.flatMap(([place, { pattern }]) =>
      typeof pattern === 'string' ? [[place, pattern] as const] : [],
    );
    assert.ok(patterns.length >= 20, `only ${patterns.length} patterns`);
    for (const [place, pattern] of patterns) {
      assert.match(pattern, /^\^/, place);
      assert.doesNotMatch(pattern, /["'`]|\(\?|\\(?![*tdx])/, `${place}: ${pattern}`);
      assert.ok(new RegExp(pattern, 'u'), place);
    }
  });
});

describe('what a call may hold, in the OpenAPI document', () => {
  const named = (name: string): Schema[] =>
    operations.flatMap(({ parameters: all = [] }) =>
      all.filter((one) => one.name === name).map(({ schema }) => schema),
    );

  it('is bounded in every text of the query, and of the headers that are read', () => {
    const bounds = ['pattern', 'maxLength', 'format', '$ref'];
    // Of the others any text is taken: what is no tag of ours has not been read before.
    const texts = parameters.filter(
      ([place, { type, $ref }]) => ($ref !== undefined || type === 'string') && !place.endsWith('If-None-Match'),
    );
    const unbounded = texts.filter(([, schema]) => !bounds.some((bound) => bound in schema)).map(([place]) => place);
    assert.deepEqual(unbounded, []);
  });

  it('says which Idempotency-Key is one, but where the vendor has published another text', () => {
    const keys = named('Idempotency-Key');
    assert.ok(keys.length >= 12);
    for (const { minLength, maxLength } of keys) assert.deepEqual([minLength, maxLength], [1, 255]);
    assert.equal(keys.filter(({ pattern }) => pattern === undefined).length, 1, 'of the founding operation alone');
  });

  it('says by what a list is sorted, and how its cursor looks', () => {
    const sorts = named('sort');
    assert.ok(sorts.length >= 5);
    for (const { pattern } of sorts) assert.match(String(pattern), /^\^\((createdAt|submittedAt)[|)]/);
    for (const { pattern, maxLength } of named('cursor')) assert.ok(pattern !== undefined && maxLength === 500);
  });

  it('says which countries and languages there are', () => {
    const { CountryCode: countries, CreateInvitationBody: body } = schemas;
    assert.equal((countries?.['enum'] as string[] | undefined)?.length, 249);
    const members = body?.['properties'] as Record<string, Schema> | undefined;
    assert.match(String(members?.['locale']?.['pattern']), /\[dD\]\[eE\]/);
  });

  it('says of a body that may be left out that it may be null', () => {
    const optional = operations.filter(({ requestBody }) => requestBody && requestBody.required !== true);
    assert.ok(optional.length >= 4, `only ${optional.length}`);
    for (const { requestBody } of optional) {
      assert.match(requestBody?.description ?? '', /`null`/);
      const [{ schema } = {}] = Object.values(dereferenced(document, requestBody?.content ?? {}));
      assert.deepEqual(schema?.['type'], ['object', 'null']);
    }
  });
});

describe('the founding operation, in the OpenAPI document', () => {
  const published = parse(read('../bench/founding-operation.openapi.yaml')) as Document & {
    readonly components: { readonly securitySchemes: { readonly bearer: object } };
  };
  const [path = '', methods] = Object.entries(published.paths)[0] ?? [];
  const post = methods?.['post'];
  const ours = dereferenced(document, document.paths[`/v1${path}`]?.['post']);

  /** Words aside: what is told beside what is published makes it no other. */
  const bare = (schema: unknown): unknown =>
    JSON.parse(JSON.stringify(schema, (name, value: unknown) => (name === 'description' ? undefined : value)));

  it('is what was published, to the letter', () => {
    assert.ok(post && ours);
    assert.equal(ours.operationId, post.operationId);
    assert.equal(ours.summary, post.summary);
    assert.deepEqual(ours.security, post.security);
    const byName = new Map(ours.parameters?.map((one) => [one.name, one]));
    for (const { name, in: place, required, schema } of post.parameters ?? []) {
      const { in: ourPlace, required: isRequired, schema: ourSchema } = byName.get(name) ?? {};
      assert.deepEqual({ place: ourPlace, required: isRequired, schema: bare(ourSchema) }, { place, required, schema });
      byName.delete(name);
    }
    assert.ok(
      [...byName.values()].every(({ required }) => required !== true),
      'nothing else has to be sent',
    );
    const json = 'application/json';
    assert.equal(ours.requestBody?.required, true);
    assert.deepEqual(Object.keys(ours.requestBody.content), [json]);
    assert.deepEqual(bare(ours.requestBody.content[json]?.schema), post.requestBody?.content[json]?.schema);
    assert.deepEqual(
      Object.keys(ours.responses).filter((status) => status < '300'),
      Object.keys(post.responses),
    );
    assert.equal(ours.responses['200']?.description, post.responses['200']?.description);
    assert.deepEqual(ours.responses['200']?.content?.[json]?.schema, post.responses['200']?.content?.[json]?.schema);
  });

  it('answers with the schema that all invitations have', () => {
    const { schema } = document.paths[`/v1${path}`]?.['post']?.responses['200']?.content?.['application/json'] ?? {};
    assert.deepEqual(schema, { $ref: '#/components/schemas/Invitation' });
  });
});
