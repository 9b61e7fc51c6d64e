import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, it } from 'node:test';
import { readFileSync } from 'node:fs';

/** One name everywhere: an operation is a file, an export and an operationId of the same words. */
const document = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId: string }>>>>;
};
const operations = Object.values(document.paths).flatMap((methods) =>
  Object.values(methods).map(({ operationId }) => operationId),
);
const files = globSync('packages/server/src/modules/**/*.ts');

function fileNameOf(operationId: string): string {
  return `${operationId.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;
}

describe('the names of operations', () => {
  for (const operationId of operations) {
    it(`${operationId} is one file with one export of that name`, async () => {
      const found = files.filter((file) => basename(file) === fileNameOf(operationId));
      assert.equal(found.length, 1, `${found.length} files are called ${fileNameOf(operationId)}`);
      const module = (await import(`../${found[0]}`)) as Readonly<Record<string, unknown>>;
      assert.equal(typeof module[operationId], 'function');
    });
  }
});
