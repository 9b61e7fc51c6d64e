import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compileCache } from '../../../harness/src/compile-cache.ts';
import { eventually } from '../../../harness/src/eventually.ts';
import { freePort } from '../../../harness/src/free-port.ts';
import { startEmbeddedPostgres } from '../demo/index.ts';

const PATIENCE_MS = 60_000;
const dataDir = mkdtempSync(join(tmpdir(), 'nt24-admin-port-'));
const [port, adminPort, workerPort] = [await freePort(), await freePort(), await freePort()];
const running: ChildProcess[] = [];
after(async () => {
  for (const child of running) child.kill('SIGKILL');
  await (await startEmbeddedPostgres({ dataDir, log: () => {} })).stop();
  rmSync(dataDir, { recursive: true });
});

interface Started {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly ended: Promise<unknown>;
}

function start(entry: string, settings: Record<string, string>): Started {
  const env = { PATH: process.env.PATH, DATA_DIR: dataDir, PORT: String(port), ...compileCache(), ...settings };
  const child = spawn(process.execPath, [fileURLToPath(new URL(entry, import.meta.url))], { env });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  running.push(child);
  return { child, output: () => output, ended: once(child, 'close').then(([code]) => code) };
}

const ask = (at: number, path: string): Promise<Response> => fetch(`http://127.0.0.1:${at}${path}`);

async function statusOf(at: number, path: string): Promise<number> {
  const answer = await ask(at, path);
  await answer.text();
  return answer.status;
}

const metricsAt = async (at: number): Promise<string> => (await ask(at, '/metrics')).text();

async function untilReady(at: number, { child, output }: Started): Promise<void> {
  await eventually(
    `${at} is ready`,
    async () => {
      assert.equal(child.exitCode, null, output());
      return (await statusOf(at, '/health/ready').catch(() => 0)) === 200;
    },
    PATIENCE_MS,
  );
}

async function stop({ child, ended, output }: Started): Promise<void> {
  child.kill('SIGTERM');
  assert.equal(await ended, 0, output());
}

test('one process that does everything tells it on one port of its own', { timeout: 180_000 }, async () => {
  const all = start('all-in-one.ts', { ADMIN_PORT: String(adminPort) });
  await untilReady(adminPort, all);
  await untilReady(port, all);
  assert.equal(await statusOf(port, '/metrics'), 404, 'not for the world');
  for (const path of ['/health/live', '/health/ready', '/metrics']) assert.equal(await statusOf(adminPort, path), 200);
  for (const path of ['/v1/me', '/docs', '/i/none', '/assets/portal.css', '/'])
    assert.equal(await statusOf(adminPort, path), 404, `${path} is of the other port`);
  const wrong = await fetch(`http://127.0.0.1:${adminPort}/metrics`, { method: 'POST' });
  await wrong.text();
  assert.deepEqual([wrong.status, wrong.headers.get('allow')], [405, 'GET, HEAD']);
  for (const name of ['strict-transport-security', 'content-security-policy', 'x-content-type-options'])
    assert.ok(wrong.headers.get(name), name);

  await ask(port, '/v1/me');
  const metrics = await metricsAt(adminPort);
  assert.match(metrics, /^nt24_http_request_duration_seconds_count\{operation="getMe",status="401"\} 1$/m);
  assert.match(metrics, /^nt24_waiting_work\{work="jobs"\} \d+$/m);
  assert.match(metrics, /^nt24_idp_keys_age_seconds \S+$/m);

  const second = start('all-in-one.ts', {
    DATA_DIR: join(dataDir, 'other'),
    PORT: String(workerPort),
    ADMIN_PORT: String(adminPort),
  });
  assert.equal(await second.ended, 1);
  assert.equal(second.output(), `port ${adminPort} on 127.0.0.1 is in use; set ADMIN_PORT to another one\n`);
  // A request whose body is not yet there keeps the process a moment longer.
  const open = connect(port, '127.0.0.1');
  open.write('POST /v1/webhooks HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{');
  await once(open, 'connect');
  const going = stop(all);
  await eventually('it is known that it stops', async () => (await statusOf(adminPort, '/health/ready')) === 503);
  assert.equal(await statusOf(adminPort, '/health/live'), 200);
  open.destroy();
  await going;
  await assert.rejects(ask(adminPort, '/health/live'));
});

test(
  'an API and a worker of their own have a port each, a worker only where one is set',
  { timeout: 180_000 },
  async () => {
    const server = await startEmbeddedPostgres({ dataDir: join(dataDir, 'production'), log: () => {} });
    const settings = {
      DATABASE_URL: server.url,
      DATA_DIR: join(dataDir, 'production'),
      OIDC_ISSUER: 'http://127.0.0.1:9/realms/nt24-idp',
      PUBLIC_BASE_URL: 'https://kyc.example',
      MASTER_KEY: `1:${Buffer.alloc(32, 1).toString('base64')}`,
      SMTP_URL: 'smtp://127.0.0.1:9',
      OIDC_AUDIENCE: 'nt24',
      ABUSE_CONTACT: 'abuse@kyc.example',
      OPERATOR_NAME: 'Operator',
    };
    const migrating = start('migrate.ts', settings);
    assert.equal(await migrating.ended, 0, migrating.output());
    const api = start('api.ts', { ...settings, ADMIN_PORT: String(adminPort) });
    const worker = start('worker.ts', { ...settings, ADMIN_PORT: String(workerPort) });
    const quiet = start('worker.ts', settings);
    await untilReady(adminPort, api);
    await untilReady(workerPort, worker);
    assert.equal(await statusOf(port, '/health/ready'), 200, 'load balancers ask here');
    assert.equal(await statusOf(port, '/metrics'), 404);
    assert.match(await metricsAt(adminPort), /^nt24_http_request_duration_seconds_bucket/m);
    const ofWorker = await metricsAt(workerPort);
    assert.match(ofWorker, /^nt24_waiting_work\{work="jobs"\} \d+$/m);
    assert.match(ofWorker, /^process_resident_memory_bytes \d/m);
    assert.doesNotMatch(ofWorker, /nt24_http_request/);
    await eventually('the quiet one runs', () => quiet.output().includes('worker running'), PATIENCE_MS);

    await server.stop();
    await eventually('the worker is not ready', async () => (await statusOf(workerPort, '/health/ready')) === 503);
    assert.equal(await statusOf(workerPort, '/health/live'), 200);
    for (const one of [api, worker, quiet]) {
      one.child.kill('SIGKILL');
      await one.ended;
    }
  },
);
