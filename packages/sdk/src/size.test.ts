import assert from 'node:assert/strict';
import { it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';

const LARGEST_BYTES = 15 * 1024;

it('loads no more than 15 KB, compressed, and nothing of Node', async (t) => {
  const entry = fileURLToPath(new URL('index.ts', import.meta.url));
  const results = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, target: 'es2022', minify: true, lib: { entry, formats: ['es'], fileName: 'sdk' } },
  });
  const [output, ...others] = ([results].flat() as Rolldown.RolldownOutput[]).flatMap((one) => one.output);
  assert.ok(output?.type === 'chunk' && others.length === 0);
  assert.deepEqual(output.imports, []);
  const bytes = gzipSync(output.code).length;
  t.diagnostic(`@nt24/sdk: ${output.code.length} bytes minified, ${bytes} compressed`);
  assert.ok(bytes < LARGEST_BYTES, `${bytes} bytes`);
});
