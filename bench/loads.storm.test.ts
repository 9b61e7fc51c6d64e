import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { text } from 'node:stream/consumers';
import type { Load, LoadOrder } from './load.ts';
import { startNodeLoad } from './node-load.ts';
import { processorSeconds } from './processor-time.ts';
import { rawRequest } from './raw-request.ts';
import { findWrk } from './wrk-load.ts';

const folder = await mkdtemp(join(tmpdir(), 'nt24-loads-'));
/** Path and body of each request, as they came. */
const received: string[] = [];
const server = createServer(async (request, response) => {
  received.push(`${request.url} ${await text(request)}`);
  response.writeHead(Number(request.url?.slice(1, 4))).end('done');
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as { port: number };
const node = startNodeLoad(folder);
const wrk = await findWrk(folder);
after(async () => {
  node.close();
  server.close();
  await rm(folder, { recursive: true });
});

const TAIL = Buffer.from('and the end');

function orderOf(paths: readonly string[], changes: Partial<LoadOrder> = {}): LoadOrder {
  const wire = { port, token: 'abc', tailBytes: TAIL.length };
  const requests = paths.map((path) => rawRequest({ method: 'POST', path, body: 'one ' }, wire));
  return { port, requests, tail: TAIL, again: false, status: 200, connections: 2, seconds: 1, ...changes };
}

const many = (status: number, count: number): string[] => Array.from({ length: count }, (_, n) => `/${status}/${n}`);

for (const [name, load] of [
  ['Node', node],
  ['wrk', wrk],
] as const) {
  const skip = load ? false : `${name} is not installed`;
  const given = (): Load => {
    assert.ok(load);
    return load;
  };

  test(`${name} sends each request once and whole, and tells how many it handed out`, { skip }, async () => {
    received.length = 0;
    const result = await given().run(orderOf(many(200, 100_000)));
    assert.ok(result.answered > 0 && result.used >= result.answered);
    assert.ok(received.length >= result.answered && received.length <= result.used);
    assert.equal(new Set(received).size, received.length);
    assert.ok(received.every((one) => /^\/200\/\d+ one and the end$/.test(one)));
    assert.ok(result.perSecond > 0 && result.p50Ms <= result.p99Ms);
  });

  test(`${name} begins anew where requests may be sent again, and fails where they run out`, { skip }, async () => {
    const result = await given().run(orderOf(many(200, 3), { again: true }));
    assert.ok(result.answered > 3);
    await assert.rejects(given().run(orderOf(many(200, 3))), /3 requests were too few/);
  });

  test(`${name} fails on a single wrong answer`, { skip }, async () => {
    const paths = many(200, 100_000).with(5, '/500/5');
    await assert.rejects(given().run(orderOf(paths)), /answered 500, not 200|1 wrong answers/);
  });
}

test("Node's generator holds an answer below 400 for wrong too", async () => {
  await assert.rejects(node.run(orderOf(['/303/0'], { again: true })), /answered 303, not 200: POST \/303\/0/);
});

test('processor time counts what runs below a process, and what has ended there', async (t) => {
  if (processorSeconds(process.pid) === undefined) return t.skip('no /proc');
  const burn = `while (process.cpuUsage().user < 400_000);`;
  const parent = `
    const { spawnSync } = require('node:child_process');
    spawnSync(process.execPath, ['-e', ${JSON.stringify(burn)}]);
    console.log('burnt');
    process.stdin.resume();`;
  const child = spawn(process.execPath, ['-e', parent], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  assert.ok(child.pid !== undefined);
  const seconds = processorSeconds(child.pid);
  child.stdin.end();
  await once(child, 'exit');
  assert.ok(seconds !== undefined && seconds >= 0.38, `${seconds}`);
  assert.equal(processorSeconds(child.pid), undefined);
});
