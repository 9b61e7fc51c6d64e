import assert from 'node:assert/strict';
import { it } from 'node:test';
import { prefersJson } from './prefers-json.ts';

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8';

it('reads Accept by its weights, and takes a page where both are as welcome', () => {
  const cases: [string | undefined, boolean][] = [
    [undefined, false],
    ['', false],
    ['*/*', false],
    [BROWSER, false],
    ['text/html', false],
    ['image/png', false],
    ['application/jsonlines', false],
    ['application/json', true],
    ['application/problem+json', true],
    ['Application/JSON; charset=utf-8', true],
    ['application/json, text/plain, */*', true],
    ['application/*', true],
    ['text/*', false],
    ['text/html;charset=utf-8, application/json;q=0.9', false],
    ['text/html;q=0.5, application/json', true],
    ['text/html, application/json;q=0.5', false],
    ['application/json;q=0, */*', false],
    ['application/json;q=0', false],
  ];
  for (const [accept, isJson] of cases) {
    assert.equal(prefersJson({ headers: accept === undefined ? {} : { accept } }), isJson, accept);
  }
});
