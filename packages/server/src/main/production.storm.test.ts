import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compileCache } from '../../../harness/src/compile-cache.ts';
import { freePort } from '../../../harness/src/free-port.ts';
import { eventually } from '../../../harness/src/eventually.ts';
import { productionBeside } from '../../../harness/src/production-settings.ts';
import { invite, sceneWithBuyer } from '../../../harness/src/scene.ts';
import { startService, type TestService } from '../../../harness/src/service.ts';

let service: TestService;
const started: ChildProcess[] = [];
before(async () => (service = await startService()));
after(async () => {
  for (const child of started) child.kill('SIGKILL');
  await service.close();
});

/** An entry point of its own, and all that it said. */
function start(entry: string, settings: Readonly<Record<string, string>>) {
  const env = { PATH: process.env.PATH, ...compileCache(), ...settings };
  const child = spawn(process.execPath, [fileURLToPath(new URL(entry, import.meta.url))], { env });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += String(chunk)));
  return { child, output: () => output, ended: once(child, 'close').then(([code]) => code as unknown) };
}

test('whoever serves in production refuses to start until all is said, and says all at once', async () => {
  const { DATABASE_URL: url = '', DATA_DIR: dataDir = '' } = productionBeside(service);
  for (const entry of ['api.ts', 'worker.ts', 'all-in-one.ts']) {
    const { output, ended } = start(entry, { DATABASE_URL: url, DATA_DIR: dataDir, PORT: 'x' });
    assert.equal(await ended, 1);
    assert.deepEqual(
      output()
        .split('\n')
        .slice(0, -1)
        .map((line) => line.trim().split(' ')[0]),
      [
        'wrong',
        'PORT',
        'OIDC_ISSUER',
        'PUBLIC_BASE_URL',
        'MASTER_KEY',
        'OIDC_AUDIENCE',
        'SMTP_URL',
        'ABUSE_CONTACT',
        'OPERATOR_NAME',
      ],
      entry,
    );
  }
});

test('production shows nobody its mails, though they became files', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  for (const entry of ['api.ts', 'all-in-one.ts']) {
    const { child, output, ended } = start(entry, {
      ...productionBeside(service),
      PORT: String(port),
      PUBLIC_BASE_URL: url,
      DEMO: 'on',
    });
    await eventually(
      'it listens',
      () =>
        fetch(`${url}/health/ready`).then(
          ({ ok }) => ok,
          () => false,
        ),
      30_000,
    );
    for (const path of ['/outbox', '/outbox/demo.css', '/outbox/a', '/outbox/a/body'])
      assert.equal((await fetch(url + path)).status, 404, `${entry} ${path}`);
    child.kill('SIGTERM');
    assert.equal(await ended, 0, output());
  }
});

test('a worker whose mails become files says so, and prints neither link nor address', async () => {
  const { invitation } = await invite(service, await sceneWithBuyer(service));
  const worker = start('worker.ts', { ...productionBeside(service), LOG_LEVEL: 'trace' });
  const folder = join(service.config.dataDir, 'mail');
  await eventually('the mail is a file', async () => (await readdir(folder).catch(() => [])).length === 1);
  worker.child.kill('SIGTERM');
  assert.equal(await worker.ended, 0, worker.output());
  const lines = worker.output().split('\n').slice(0, -1);
  const facts = lines.map((line) => JSON.parse(line) as { open?: string[] });
  const [open, ...others] = facts.flatMap((line) => (line.open ? [line.open] : []));
  assert.deepEqual(others, []);
  assert.deepEqual(
    open?.map((line) => line.split(' ')[0]),
    [
      'SMTP_URL',
      'CLAMD_URL',
      'IDENFY_API_KEY',
      'TRUST_PROXY',
      'VIES_URL',
      'IMPRINT_URL',
      'PRIVACY_URL',
      'DATABASE_URL',
    ],
  );
  assert.ok(!worker.output().includes(new URL(invitation.publicLinkUrl).pathname));
  assert.ok(!worker.output().includes(invitation.recipientEmail ?? 'no address'));
});
