import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { eventually } from '../../harness/src/eventually.ts';
import { type BuyerScene, sceneWithBuyer } from '../../harness/src/scene.ts';
import { startService, type TestService } from '../../harness/src/service.ts';
import { type Cli, cliWith, credentialsOf, MAIN } from './cli-process.test-support.ts';

/** Lends a process a terminal. */
const lender = await promisify(execFile)('script', ['--version']).catch(() => ({ stdout: '' }));
const skip = lender.stdout.includes('util-linux') ? false : "util-linux's script is not here";

describe('a person at the keyboard', { skip }, () => {
  let service: TestService;
  let scene: BuyerScene;
  before(async () => {
    service = await startService();
    scene = await sceneWithBuyer(service);
  });
  after(() => service.close());

  /** Types each answer when its question has come; what the terminal showed, and the exit code. */
  async function typed(nt24: Cli, args: readonly string[], answers: readonly (readonly [string, string])[]) {
    const line = [process.execPath, MAIN, ...args].map((word) => `'${word}'`).join(' ');
    const child = spawn('script', ['-qec', line, '/dev/null'], {
      env: { ...nt24.env, SHELL: '/bin/sh', TERM: 'xterm' },
    });
    let shown = '';
    child.stdout.on('data', (piece: Buffer) => (shown += piece.toString()));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    for (const [question, keys] of answers) {
      await eventually(`it asks ${question}`, async () => shown.includes(question));
      child.stdin.write(keys);
    }
    return { code: await ended, shown };
  }

  it('logs in, and the secret is not shown', async () => {
    const nt24 = cliWith({});
    const { NT24_BASE_URL: url = '', NT24_ISSUER: issuer = '' } = credentialsOf(service, scene.org);
    const { code, shown } = await typed(
      nt24,
      ['login'],
      [
        ['Base URL', `${url}\r`],
        ['Issuer', `${issuer}\r`],
        ['Client id', `${scene.org.clientId}\r`],
        ['is not shown', `${scene.org.clientSecret}\r`],
      ],
    );
    assert.equal(code, 0, shown);
    assert.ok(shown.includes(scene.org.clientId) && !shown.includes(scene.org.clientSecret));
    const kept = readFileSync(join(nt24.home, 'config', 'nt24', 'profiles', 'default.json'), 'utf8');
    assert.ok(kept.includes(scene.org.clientSecret));
  });

  it('gives up at the secret, and nothing is kept', async () => {
    const nt24 = cliWith({});
    const login = ['login', '--base-url', service.url, '--issuer', service.config.oidc.issuer, '--client-id', 'one'];
    const { code } = await typed(nt24, login, [['is not shown', 'half\u0003']]);
    assert.equal(code, 2);
    assert.equal(existsSync(join(nt24.home, 'config')), false);
  });

  it('is asked before what cannot be undone', async () => {
    const nt24 = cliWith(credentialsOf(service, scene.org));
    const erase = ['buyers', 'erase', scene.buyerId, '--reason', 'Asked for.'];
    assert.equal((await typed(nt24, erase, [['[y/N]', 'n\r']])).code, 2);
    assert.equal((await typed(nt24, erase, [['[y/N]', '\r']])).code, 2);
    assert.equal((await nt24.json<{ erasedAt?: string }>(['buyers', 'get', scene.buyerId])).erasedAt, undefined);
    assert.equal((await typed(nt24, erase, [['[y/N]', 'y\r']])).code, 0);
    assert.ok((await nt24.json<{ erasedAt?: string }>(['buyers', 'get', scene.buyerId])).erasedAt);
  });

  it('sees bold heads, and none with NO_COLOR', async () => {
    const credentials = credentialsOf(service, scene.org);
    assert.ok((await typed(cliWith(credentials), ['buyers', 'list'], [])).shown.includes('\u001b[1mUUID'));
    const plain = await typed(cliWith({ ...credentials, NO_COLOR: '1' }), ['buyers', 'list'], []);
    assert.match(plain.shown, /^UUID/m);
    assert.ok(!plain.shown.includes('\u001b['));
  });
});
