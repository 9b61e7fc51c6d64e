import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compileCache } from '../../../harness/src/compile-cache.ts';
import { freePort } from '../../../harness/src/free-port.ts';
import { productionBeside } from '../../../harness/src/production-settings.ts';
import { startService, type TestService } from '../../../harness/src/service.ts';

let service: TestService;
before(async () => (service = await startService()));
after(() => service.close());

/** JavaScript in an address, since a file with types would load the very thing that must not be. */
const WATCH = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  import { writeFileSync } from 'node:fs';
  const files = [];
  registerHooks({ resolve(name, context, next) {
    const found = next(name, context);
    files.push(found.url);
    return found;
  } });
  process.on('exit', () => writeFileSync(process.env.LOADED, JSON.stringify({ files, builtin: process.moduleLoadList })));
`)}`;

interface Loaded {
  readonly packages: ReadonlySet<string>;
  /** Below packages/server/src. */
  readonly files: readonly string[];
  readonly builtin: readonly string[];
}

/** What `npm run <entry>` has loaded when it says that it runs. Its second start: the first one fills the compile cache. */
async function loadedBy(entry: string, isRunning: RegExp): Promise<Loaded> {
  const list = join(service.config.dataDir, `loaded-${entry}.json`);
  for (let starts = 0; starts < 2; starts += 1) await runOnce(entry, { list, isRunning });
  const { files, builtin } = JSON.parse(readFileSync(list, 'utf8')) as { files: string[]; builtin: string[] };
  const packageOf = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//;
  return {
    packages: new Set(files.flatMap((file) => packageOf.exec(file)?.[1] ?? [])),
    files: files.flatMap((file) => file.split('/packages/server/src/')[1] ?? []),
    builtin,
  };
}

async function runOnce(entry: string, { list, isRunning }: { list: string; isRunning: RegExp }): Promise<void> {
  const run = fileURLToPath(new URL('run.js', import.meta.url));
  const env = {
    PATH: process.env.PATH,
    ...productionBeside(service),
    ...compileCache(),
    SMTP_URL: 'smtp://127.0.0.1:9',
    PORT: String(await freePort()),
    LOADED: list,
  };
  const child = spawn(process.execPath, ['--import', WATCH, run, entry], { env });
  let output = '';
  const said = (chunk: Buffer): void => {
    output += chunk.toString();
    if (isRunning.test(output)) child.kill('SIGTERM');
  };
  child.stdout.on('data', said);
  child.stderr.on('data', said);
  const [code] = await once(child, 'close');
  assert.equal(code, 0, output);
  assert.match(output, isRunning);
}

const without = (loaded: ReadonlySet<string>, names: readonly string[]): void =>
  assert.deepEqual(
    names.filter((name) => loaded.has(name)),
    [],
  );

test('a worker loads nothing of what answers calls and shows pages', { timeout: 180_000 }, async () => {
  const { packages, files, builtin } = await loadedBy('worker', /worker running/);
  assert.ok(packages.has('graphile-worker'));
  assert.ok(files.includes('modules/delivery/webhooks/module.ts'));
  without(packages, ['fastify', '@fastify/swagger', '@fastify/multipart', '@tus/server', '@tus/utils', 'jose']);
  without(packages, ['helmet', 'pdfkit', '@cantoo/pdf-lib', 'sharp']);
  assert.deepEqual(
    files.filter((file) => file.startsWith('web/') || /\/(routes|serving)\.ts$/.test(file)),
    [],
  );
  assert.ok(!builtin.some((name) => name.includes('amaro')), 'types are stripped once, not at each start');
});

test('an API loads nothing of what runs jobs and sends mail', { timeout: 180_000 }, async () => {
  const { packages, files, builtin } = await loadedBy('api', /api listening/);
  assert.ok(packages.has('fastify'));
  assert.equal(files.filter((file) => file.endsWith('/routes.ts')).length, 16);
  without(packages, [
    'graphile-worker',
    'pdfkit',
    '@cantoo/pdf-lib',
    'sharp',
    'libheif-js',
    '@embedpdf/pdfium',
    'pkijs',
    '@signpdf/signpdf',
  ]);
  assert.deepEqual(
    files.filter((file) => file.startsWith('demo/') || file === 'worker-app.ts' || file.endsWith('smtp-transport.ts')),
    [],
  );
  assert.ok(!builtin.some((name) => name.includes('amaro')), 'types are stripped once, not at each start');
});
