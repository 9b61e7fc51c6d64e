import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { dereferenced } from '../packages/harness/src/dereferenced.ts';
import { declared } from '../packages/server/src/modules.ts';

interface Media {
  readonly schema: object;
  readonly example?: unknown;
}

interface Operation {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly required?: boolean }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, Media>> }>>;
}

interface Document {
  readonly openapi: string;
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: { readonly Problem: { readonly description: string } } };
}

/** Members of answers that say something of a person. */
const PERSONAL = ['recipientEmail', 'firstName', 'lastName', 'phone', 'fileName'];

const text = readFileSync(new URL('../openapi.json', import.meta.url), 'utf8');
const document = JSON.parse(text) as Document;
const operations = Object.entries(dereferenced(document, document.paths)).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe('the OpenAPI document', () => {
  it('is 3.1 and names every operation once', () => {
    assert.match(document.openapi, /^3\.1\./);
    const names = operations.map(({ operation }) => operation.operationId);
    assert.ok(names.length >= 18, `only ${names.length} operations`);
    assert.equal(new Set(names).size, names.length);
    assert.ok(names.every((name) => /^[a-z][A-Za-z]+$/.test(name ?? '')));
  });

  it('says of each problem what to do about it', () => {
    const lines = document.components.schemas.Problem.description.split('\n');
    for (const { slug, status, remedy } of declared.problems) {
      assert.ok(lines.includes(`- \`${slug}\` (${status}): ${remedy}`), slug);
      assert.match(remedy, /^[A-Z`].{20,}\.$/, slug);
    }
  });

  it('speaks of nothing that its readers do not have', () => {
    assert.doesNotMatch(text, /contract \d|decision \d|house\.md/);
  });

  it('takes X-Purpose wherever personal data is shown or given out', () => {
    // A business address that every buyer is shown, whoever reads it; what names nobody and is made to be hung up.
    const published = new Set(['getSellerContact', 'getInvitationQrCode', 'getInvitationPoster']);
    const shown = operations.filter(({ method, operation }) => {
      if (published.has(operation.operationId ?? '')) return false;
      const answers = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
      const media = answers.flatMap(([, { content }]) => Object.entries(content ?? {}));
      const isFile = media.some(([type]) => type !== 'application/json');
      const text = JSON.stringify(media.map(([, { schema }]) => schema));
      return isFile || (method === 'get' && PERSONAL.some((name) => text.includes(`"${name}"`)));
    });
    assert.ok(shown.length >= 6, `only ${shown.length} operations`);
    for (const { operation } of shown) {
      const purpose = operation.parameters?.find(({ name }) => name === 'X-Purpose');
      assert.equal(purpose?.in, 'header', operation.operationId);
      assert.notEqual(purpose?.required, true, operation.operationId);
    }
  });

  for (const { path, method, operation } of operations) {
    it(`says all about ${method.toUpperCase()} ${path}`, () => {
      assert.ok(operation.summary?.endsWith('.'), 'summary');
      assert.equal(operation.tags?.length, 1);
      assert.ok(
        document.tags.some(({ name }) => name === operation.tags?.[0]),
        'a described tag',
      );
      const problems = Object.keys(operation.responses).filter((status) => Number(status) >= 400);
      for (const status of ['401', '429', '500', '503']) assert.ok(problems.includes(status), `problem ${status}`);
      for (const status of problems) {
        const media = operation.responses[status]?.content?.['application/problem+json'];
        assert.ok(media, `${status} is a problem`);
        assert.ok(declared.problems.some((type) => type.status === Number(status)));
      }
      assert.ok(hasExample(operation), 'an example');
      const key = operation.parameters?.find(({ name }) => name === 'Idempotency-Key');
      assert.equal(key?.required, method === 'get' ? undefined : true);
    });
  }
});

function hasExample({ requestBody, responses }: Operation): boolean {
  const media = Object.values(requestBody?.content ?? {});
  for (const [status, { content }] of Object.entries(responses)) {
    if (Number(status) < 300) media.push(...Object.values(content ?? {}));
  }
  // A deletion says nothing.
  return media.length === 0 || media.some(({ schema, example }) => example !== undefined || 'format' in schema);
}
