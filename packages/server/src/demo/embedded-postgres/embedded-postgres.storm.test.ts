import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Client } from 'pg';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { isPostmasterOf, postmasterFilePath, readPostmasterFile } from './postmaster.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'nt24-embedded-'));
const clusterDir = join(dataDir, 'postgres');
const silent = () => {};
after(async () => {
  await (await startEmbeddedPostgres({ dataDir, log: silent })).stop();
  rmSync(dataDir, { recursive: true });
});

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function runningPid(): Promise<number> {
  const file = await readPostmasterFile(clusterDir);
  assert.ok(file);
  return file.pid;
}

test('a fresh folder becomes a durable, password-protected UTF-8 cluster, and stops', async () => {
  const first = await startEmbeddedPostgres({ dataDir, log: silent, flags: ['work_mem=5MB'] });
  assert.equal(first.reused, false);
  const [row] = await query(
    first.url,
    `select current_setting('server_version_num')::int / 10000 as version, current_setting('fsync') as fsync,
      current_setting('synchronous_commit') as commit, current_setting('server_encoding') as encoding,
      current_setting('work_mem') as flag, lower('ÄÖ@X') as folded, 'Z' < 'a' as by_code_point,
      (select datcollate from pg_database where datname = 'nt24') as locale`,
  );
  assert.deepEqual(row, {
    version: 18,
    fsync: 'on',
    commit: 'on',
    encoding: 'UTF8',
    flag: '5MB',
    folded: 'äö@x',
    by_code_point: true,
    locale: 'C',
  });
  await assert.rejects(query(first.url.replace(/:[^:@]+@/, ':guess@'), 'select 1'), { code: '28P01' });
  assert.equal(statSync(join(dataDir, 'postgres.password')).mode & 0o777, 0o600);
  await query(first.url, 'create table kept as select 42 as answer');
  const pid = await runningPid();
  await first.stop();
  await first.stop();
  assert.equal(await isPostmasterOf(clusterDir, pid), false);
  assert.equal(existsSync(postmasterFilePath(clusterDir)), false);
});

test('the server of a process that was killed is taken over, and stopped by its heir', async () => {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL('embedded-postgres.ts', import.meta.url).href)};
    await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, log: () => {} });
    console.log('up');
    setInterval(() => {}, 1_000);`;
  const starter = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(starter.stdout, 'data');
  const pid = await runningPid();
  starter.kill('SIGKILL');
  await once(starter, 'exit');

  const heir = await startEmbeddedPostgres({ dataDir, log: silent });
  assert.equal(heir.reused, true);
  assert.equal(await runningPid(), pid);
  assert.deepEqual(await query(heir.url, 'select answer from kept'), [{ answer: 42 }]);
  await heir.stop();
  assert.equal(await isPostmasterOf(clusterDir, pid), false);
});

test('the file of a dead server, its process id given to another program, does not hinder', async () => {
  const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
  writeFileSync(
    postmasterFilePath(clusterDir),
    `${stranger.pid}\n${clusterDir}\n1700000000\n5432\n\n127.0.0.1\n  1 2\nready   \n`,
  );
  try {
    const server = await startEmbeddedPostgres({ dataDir, log: silent });
    assert.equal(server.reused, false);
    assert.deepEqual(await query(server.url, 'select answer from kept'), [{ answer: 42 }]);
  } finally {
    stranger.kill();
  }
});

test('committed rows survive a hard kill of the server', async () => {
  const server = await startEmbeddedPostgres({ dataDir, log: silent });
  await query(server.url, 'create table survivors as select 7 as id');
  process.kill(await runningPid(), 'SIGKILL');
  const next = await startEmbeddedPostgres({ dataDir, log: silent });
  assert.deepEqual(await query(next.url, 'select id from survivors'), [{ id: 7 }]);
  assert.equal(next.reused, false);
  assert.ok(!readFileSync(join(dataDir, 'postgres.log'), 'utf8').includes('create table'));
});

test('a half-made cluster of an interrupted first start is made anew', async () => {
  const other = mkdtempSync(join(tmpdir(), 'nt24-embedded-'));
  writeFileSync(join(other, 'postgres.new'), 'left over');
  const server = await startEmbeddedPostgres({ dataDir: other, log: silent });
  assert.deepEqual(await query(server.url, 'select 1 as one'), [{ one: 1 }]);
  await server.stop();
  rmSync(other, { recursive: true });
});
