import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { compileCache } from '../../../harness/src/compile-cache.ts';
import { freePort } from '../../../harness/src/free-port.ts';
import { PRODUCTION_SETTINGS } from '../../../harness/src/production-settings.ts';
import { startEmbeddedPostgres } from '../demo/index.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'nt24-processes-'));
const port = await freePort();
/** Production needs nothing of the demo: its packages may be left out of an install. */
const WITHOUT_DEMO = import.meta.resolve('../../../harness/src/without-demo-packages.ts');
const started: Running[] = [];
after(async () => {
  for (const { child } of started) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  await (await startEmbeddedPostgres({ dataDir, log: () => {} })).stop();
  rmSync(dataDir, { recursive: true });
});

interface Running {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

function start(entry: string, settings: Record<string, string> = {}, words: readonly string[] = []): Running {
  const env = { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: String(port), ...compileCache(), ...settings };
  const child = spawn(process.execPath, [fileURLToPath(new URL(entry, import.meta.url)), ...words], { env });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : null));
  const running = { child, output: () => output, ended };
  started.push(running);
  return running;
}

async function until(running: Running, text: string): Promise<void> {
  while (!running.output().includes(text)) {
    assert.equal(running.child.exitCode, null, running.output());
    await sleep(20);
  }
}

async function status(path: string): Promise<number> {
  return (await fetch(`http://127.0.0.1:${port}${path}`)).status;
}

test(
  'one process does everything, survives kill -9 with its data, and stops on SIGTERM',
  { timeout: 180_000 },
  async () => {
    const first = start('all-in-one.ts');
    await until(first, 'Stop with Ctrl-C.');
    assert.equal(await status('/health/ready'), 200);
    const demo = readFileSync(join(dataDir, 'demo.json'), 'utf8');
    assert.ok(
      !first.output().includes(JSON.parse(demo).organizations.marketplace.clientSecret),
      'no secret on the console',
    );

    const samePort = start('all-in-one.ts', { DATA_DIR: join(dataDir, 'other') });
    assert.equal(await samePort.ended, 1);
    assert.equal(samePort.output(), `port ${port} on 127.0.0.1 is in use; set PORT to another one\n`);
    assert.equal(existsSync(join(dataDir, 'other', 'postgres')), false, 'said before anything slow began');
    const sameFolder = start('all-in-one.ts', { PORT: String(await freePort()) });
    assert.equal(await sameFolder.ended, 1);
    assert.match(sameFolder.output(), /^another server is using the data folder .*\n$/);
    assert.equal(await status('/health/ready'), 200);

    first.child.kill('SIGKILL');
    await first.ended;
    const second = start('all-in-one.ts');
    await until(second, 'Stop with Ctrl-C.');
    assert.equal(readFileSync(join(dataDir, 'demo.json'), 'utf8'), demo);
    second.child.kill('SIGTERM');
    assert.equal(await second.ended, 0, second.output());
    assert.equal(existsSync(join(dataDir, 'postgres', 'postmaster.pid')), false);

    // A closed terminal, as npm passes it on: twice.
    const third = start('all-in-one.ts');
    await until(third, 'Stop with Ctrl-C.');
    third.child.kill('SIGHUP');
    await sleep(50);
    third.child.kill('SIGHUP');
    assert.equal(await third.ended, 0, third.output());
    assert.equal(existsSync(join(dataDir, 'postgres', 'postmaster.pid')), false, 'no database is left behind');
  },
);

test('migrate, api and worker run as processes of their own', { timeout: 180_000 }, async () => {
  const server = await startEmbeddedPostgres({ dataDir: join(dataDir, 'production'), log: () => {} });
  const production = {
    ...PRODUCTION_SETTINGS,
    DATA_DIR: join(dataDir, 'production-files'),
    DATABASE_URL: server.url,
    OIDC_ISSUER: 'http://127.0.0.1:9/realms/nt24-idp',
    PUBLIC_BASE_URL: 'https://kyc.example',
    MASTER_KEY: `1:${Buffer.alloc(32, 1).toString('base64')}`,
    NODE_OPTIONS: `--import=${WITHOUT_DEMO}`,
  };
  const lost = start('all-in-one.ts', { NODE_OPTIONS: production.NODE_OPTIONS, PORT: String(await freePort()) });
  assert.equal(await lost.ended, 1);
  assert.match(lost.output(), /the parts of the demo are not installed; set DATABASE_URL/);
  const early = start('api.ts', production);
  assert.equal(await early.ended, 1);
  assert.equal(early.output(), 'the database lacks migration 0001_organizations.sql; run npm run migrate first\n');
  for (const answer of [/^applied 0001_organizations.sql, /, /^the schema is current\n$/]) {
    const migrating = start('migrate.ts', production);
    assert.equal(await migrating.ended, 0, migrating.output());
    assert.match(migrating.output(), answer);
  }
  const stranger = start('api.ts', { ...production, MASTER_KEY: `1:${Buffer.alloc(32, 2).toString('base64')}` });
  assert.equal(await stranger.ended, 1);
  assert.match(stranger.output(), /^the master key does not open what key 1 of this database has sealed; .*\n$/);

  const api = start('api.ts', production);
  const workers = [start('worker.ts', production), start('worker.ts', production)];
  await until(api, 'api listening');
  for (const worker of workers) await until(worker, 'worker running');
  assert.equal(await status('/health/ready'), 200);
  for (const running of [api, ...workers]) {
    running.child.kill('SIGTERM');
    assert.equal(await running.ended, 0, running.output());
  }
  await refusesOtherFolders(production);
  await server.stop();
});

/** The volume with the files is not mounted, or another one is: nobody starts with it, and one line says what to do. */
async function refusesOtherFolders(production: { readonly DATA_DIR: string }): Promise<void> {
  const kept = `${production.DATA_DIR}-kept`;
  renameSync(production.DATA_DIR, kept);
  for (const folder of [production.DATA_DIR, join(dataDir, 'empty')]) {
    for (const entry of ['api.ts', 'worker.ts']) {
      const refused = start(entry, { ...production, DATA_DIR: folder });
      assert.equal(await refused.ended, 1);
      assert.match(refused.output(), /^the data folder \S+ is not the one with the files .*data-folder accept"\n$/);
    }
    mkdirSync(join(dataDir, 'empty'), { recursive: true });
  }
  assert.deepEqual([existsSync(production.DATA_DIR), readdirSync(join(dataDir, 'empty'))], [false, []]);
  const foreign = start('api.ts', { ...production, DATA_DIR: dataDir });
  assert.equal(await foreign.ended, 1);
  assert.match(foreign.output(), /^the data folder \S+ belongs to another database .*data-folder accept"\n$/);

  const back = { ...production, DATA_DIR: kept };
  const api = start('api.ts', back);
  await until(api, 'api listening');
  api.child.kill('SIGTERM');
  assert.equal(await api.ended, 0);

  const accepting = start('ops.ts', { ...production, DATA_DIR: join(dataDir, 'empty') }, ['data-folder', 'accept']);
  assert.equal(await accepting.ended, 0, accepting.output());
  const former = start('worker.ts', back);
  assert.equal(await former.ended, 1);
  assert.match(former.output(), /belongs to another database/);
  const worker = start('worker.ts', { ...production, DATA_DIR: join(dataDir, 'empty') });
  await until(worker, 'worker running');
  worker.child.kill('SIGTERM');
  assert.equal(await worker.ended, 0);
}

test('a process that is past mending says why, stops its parts, and tells its supervisor', async () => {
  const failing = start('../../../harness/src/failing-process.ts');
  assert.equal(await failing.ended, 1);
  assert.match(failing.output(), /"level":60.*past mending/);
  assert.match(failing.output(), /^stopped$/m);
});
