import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

interface Item {
  readonly name: string;
  readonly request: {
    readonly method: string;
    readonly header: readonly { readonly key: string; readonly value: string }[];
    readonly url: { readonly raw: string };
  };
}

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const { paths } = JSON.parse(read('openapi.json')) as { paths: Record<string, object> };
const calls = Object.entries(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} {{baseUrl}}${path.replaceAll(/\{(\w+)\}/g, '{{$1}}')}`),
);

describe('collections of calls', () => {
  it('have every operation once in the .http file, each write with a key of its own', () => {
    const blocks = read('docs/nt24.http').split(/^### .*$/m);
    const [head = '', token = '', ...written] = blocks;
    assert.deepEqual(
      written.map((block) => block.trim().split('\n')[0]),
      calls,
    );
    assert.match(token, /^# @name token$/m);
    const variables = new Set([...head.matchAll(/^@(\w+) =/gm)].map(([, name]) => name));
    for (const block of written) {
      assert.equal(/^Idempotency-Key: \{\{\$guid\}\}$/m.test(block), !block.trim().startsWith('GET'), block);
      const asked = [...block.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
      assert.deepEqual(
        asked.filter((name) => !variables.has(name)),
        [],
        block,
      );
    }
  });

  it('have every operation once in the Postman collection, each write with a key of its own', () => {
    const { item } = JSON.parse(read('docs/nt24.postman_collection.json')) as { item: { readonly item: Item[] }[] };
    const requests = item.flatMap((folder) => folder.item.map(({ request }) => request));
    assert.deepEqual(requests.map(({ method, url }) => `${method} ${url.raw}`).toSorted(), calls.toSorted());
    for (const { method, header, url } of requests) {
      const keys = header.filter(({ key }) => key === 'Idempotency-Key').map(({ value }) => value);
      assert.deepEqual(keys, method === 'GET' ? [] : ['{{$guid}}'], url.raw);
    }
  });
});
