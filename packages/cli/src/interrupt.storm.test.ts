import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../../harness/src/eventually.ts';
import { cliWith, type Running, startCli } from './cli-process.test-support.ts';

/** Gives tokens, and answers nothing else: whoever calls it waits. */
function startSilentService(called: string[]): Server {
  return createServer((request, response) => {
    called.push(request.url ?? '');
    if (request.url !== '/token') return;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ access_token: 'token', token_type: 'Bearer', expires_in: 300 }));
  }).listen(0, '127.0.0.1');
}

describe('Ctrl-C ends nt24', () => {
  const called: string[] = [];
  let server: Server;
  let env: Record<string, string>;
  before(async () => {
    server = startSilentService(called);
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    env = {
      NT24_BASE_URL: url,
      NT24_TOKEN_URL: `${url}/token`,
      NT24_CLIENT_ID: 'one',
      NT24_CLIENT_SECRET: 'secret',
    };
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it('while it asks which seller there is', async () => {
    const running = startCli(cliWith(env), ['buyers', 'list']);
    await eventually('it asks', async () => called.includes('/v1/me'));
    assert.equal(await interrupted(running), 2);
  });

  it('while it reads what is piped to it', async () => {
    const running = startCli(cliWith(env), ['api', 'POST', '/v1/anything', '--data', '-']);
    // More than a pipe holds: once it is gone, somebody reads.
    const isRead = new Promise((resolve) => running.child.stdin?.write(Buffer.alloc(4_000_000, ' '), resolve));
    await isRead;
    assert.equal(await interrupted(running), 2);
    assert.ok(!called.includes('/v1/anything'));
  });

  /** The exit code; whoever does not end is ended. */
  async function interrupted({ child, ended }: Running): Promise<number | NodeJS.Signals | null> {
    child.kill('SIGINT');
    try {
      await eventually('it ends', async () => child.exitCode !== null || child.signalCode !== null);
    } finally {
      child.kill('SIGKILL');
    }
    return ended();
  }
});
