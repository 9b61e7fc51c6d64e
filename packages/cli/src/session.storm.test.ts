import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Buyer, Problem } from '@nt24/sdk';
import { type BuyerScene, sceneWithBuyer } from '../../harness/src/scene.ts';
import { startService, type TestService } from '../../harness/src/service.ts';
import { cliWith, credentialsOf } from './cli-process.test-support.ts';

describe('the credentials of nt24', () => {
  let service: TestService;
  let scene: BuyerScene;
  before(async () => {
    service = await startService();
    scene = await sceneWithBuyer(service, { sellers: 2 });
  });
  after(() => service.close());

  /** The flags of a login; the secret is no flag. */
  const login = (): string[] => {
    const {
      NT24_BASE_URL: url = '',
      NT24_ISSUER: issuer = '',
      NT24_CLIENT_ID: id = '',
    } = credentialsOf(service, scene.org);
    return ['login', '--secret-stdin', '--base-url', url, '--issuer', issuer, '--client-id', id];
  };

  it('are tried, kept for their owner alone, used, and forgotten', async () => {
    const nt24 = cliWith({});
    const stdin = `${scene.org.clientSecret}\n`;
    const { code, stderr, stdout } = await nt24([...login(), '--seller', scene.org.sellerId], { stdin });
    assert.equal(code, 0, stderr);
    assert.ok(!(stderr + stdout).includes(scene.org.clientSecret));
    const folder = join(nt24.home, 'config', 'nt24');
    const file = join(folder, 'profiles', 'default.json');
    assert.deepEqual(
      [folder, join(folder, 'profiles'), file].map((path) => statSync(path).mode & 0o777),
      [0o700, 0o700, 0o600],
    );
    const buyers = await nt24.json<{ data: Buyer[] }>(['buyers', 'list']);
    assert.deepEqual(
      buyers.data.map(({ uuid }) => uuid),
      [scene.buyerId],
    );
    const profiles = await nt24(['profiles', '--json']);
    assert.ok(profiles.stdout.includes(scene.org.clientId) && !profiles.stdout.includes(scene.org.clientSecret));

    chmodSync(file, 0o644);
    const open = await nt24(['whoami']);
    assert.equal(open.code, 4);
    assert.match(open.stderr, /chmod 600/);
    chmodSync(file, 0o600);

    assert.equal((await nt24(['logout'])).code, 0);
    assert.equal(existsSync(file), false);
    assert.equal((await nt24(['whoami'])).code, 4);
  });

  it('are not kept where they are wrong', async () => {
    const nt24 = cliWith({});
    const { code, stderr } = await nt24(login(), { stdin: 'wrong' });
    assert.equal(code, 4);
    assert.match(stderr, /invalid_client/);
    assert.equal(existsSync(join(nt24.home, 'config')), false);
  });

  it('are not kept for a seller that is not theirs', async () => {
    const nt24 = cliWith({});
    const typo = scene.org.sellerId.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    const { code, stderr } = await nt24([...login(), '--seller', typo], { stdin: scene.org.clientSecret });
    assert.equal(code, 3);
    for (const { uuid } of scene.org.sellers) assert.ok(stderr.includes(uuid));
    assert.equal(existsSync(join(nt24.home, 'config')), false);
  });

  it('are listed though one of their files is broken', async () => {
    const nt24 = cliWith({});
    await nt24([...login(), '--profile', 'one'], { stdin: scene.org.clientSecret });
    const file = join(nt24.home, 'config', 'nt24', 'profiles', 'two.json');
    writeFileSync(file, '{', { mode: 0o600 });
    const [one, two] = await nt24.json<{ profile: string; clientId?: string; problem?: string }[]>(['profiles']);
    assert.deepEqual([one?.profile, one?.clientId, one?.problem], ['one', scene.org.clientId, undefined]);
    assert.equal(two?.profile, 'two');
    assert.match(two.problem ?? '', /is no profile: log in anew/);
    assert.match((await nt24(['profiles'])).stdout, /^two .+is no profile/m);
  });

  it('are several, by profiles that do not undo each other', async () => {
    const nt24 = cliWith({});
    const names = ['one', 'two', 'three', 'four'];
    const stdin = scene.org.clientSecret;
    const ended = await Promise.all(names.map((name) => nt24([...login(), '--profile', name], { stdin })));
    assert.deepEqual(
      ended.map(({ code }) => code),
      [0, 0, 0, 0],
    );
    const kept = await nt24.json<{ profile: string }[]>(['profiles']);
    assert.deepEqual(
      kept.map(({ profile }) => profile),
      names.toSorted(),
    );
    assert.equal((await nt24(['whoami'], { env: { NT24_PROFILE: 'three' } })).code, 0);
    assert.equal((await nt24(['whoami', '--profile', 'five'])).code, 4);
    assert.equal((await nt24(['whoami', '--profile', '../one'])).code, 3);
    assert.deepEqual(readdirSync(join(nt24.home, 'config', 'nt24', 'profiles')).length, names.length);
  });

  it('do without a profile where variables say all, whatever its file holds', async () => {
    const nt24 = cliWith(credentialsOf(service, scene.org));
    const profiles = join(nt24.home, 'config', 'nt24', 'profiles');
    mkdirSync(profiles, { recursive: true });
    writeFileSync(join(profiles, 'default.json'), '{', { mode: 0o600 });
    const { code, stderr } = await nt24(['whoami']);
    assert.equal(code, 0, stderr);
    assert.equal((await nt24(['whoami'], { env: { NT24_CLIENT_SECRET: '' } })).code, 4);
  });

  it('are never an argument', async () => {
    const nt24 = cliWith({});
    const { code, stderr } = await nt24([...login(), '--client-secret', scene.org.clientSecret]);
    assert.equal(code, 3);
    assert.match(stderr, /history of the shell/);
    assert.ok(!stderr.includes(scene.org.clientSecret));
  });

  it('say which seller, where there are several', async () => {
    const nt24 = cliWith(credentialsOf(service, scene.org));
    const asked = await nt24(['buyers', 'list']);
    assert.equal(asked.code, 3);
    for (const { uuid } of scene.org.sellers) assert.ok(asked.stderr.includes(uuid));
    assert.equal((await nt24(['buyers', 'list'], { env: { NT24_SELLER: scene.org.sellerId } })).code, 0);
  });

  it('end in an exit code each that scripts can tell apart', async () => {
    const nt24 = cliWith(credentialsOf(service, scene.org));
    const of = ['--seller', scene.org.sellerId];
    const codeOf = async (args: string[], env: Record<string, string> = {}): Promise<number | null> =>
      (await nt24(args, { env })).code;
    assert.equal(await codeOf(['whoami']), 0);
    assert.equal(await codeOf(['--help']), 0);
    assert.equal(await codeOf(['buyers', 'get', '00000000-0000-4000-8000-000000000000', ...of]), 1);
    assert.equal(await codeOf(['whoami'], { NT24_BASE_URL: 'http://127.0.0.1:1' }), 1);
    for (const args of [
      ['nothing'],
      ['buyers', 'lst'],
      ['whoami', '--what'],
      ['buyers', 'get'],
      ['buyers', 'block', '..', ...of],
    ])
      assert.equal(await codeOf(args), 3, args.join(' '));
    // Nobody can be asked here.
    assert.equal(await codeOf(['buyers', 'erase', scene.buyerId, '--reason', 'x', ...of]), 3);
    assert.equal(await codeOf(['whoami'], { NT24_CLIENT_SECRET: 'wrong' }), 4);
    assert.equal(await codeOf(['whoami'], { NT24_CLIENT_SECRET: '' }), 4);
  });

  it('tell problems as they were sent, with --json', async () => {
    const nt24 = cliWith(credentialsOf(service, scene.org));
    const get = ['buyers', 'get', '00000000-0000-4000-8000-000000000000', '--seller', scene.org.sellerId];
    const { stdout, stderr } = await nt24([...get, '--json']);
    const problem = JSON.parse(stderr) as Problem;
    assert.equal(stdout, '');
    assert.equal(problem.status, 404);
    assert.match(problem.traceId, /^[0-9a-f-]{36}$/);
  });

  it('tell what they do, without secrets, with --verbose', async () => {
    const nt24 = cliWith(credentialsOf(service, scene.org));
    const { stderr } = await nt24(['whoami', '--verbose']);
    assert.match(stderr, /^GET \/v1\/me 200 in \d+ ms, traceId /);
    assert.doesNotMatch(stderr, /Bearer|eyJ/);
  });

  it('reach any other call', async () => {
    const nt24 = cliWith({ ...credentialsOf(service, scene.org), NT24_SELLER: scene.org.sellerId });
    const page = await nt24.json<{ data: Buyer[] }>([
      'api',
      'get',
      '/v1/partners/{seller}/buyers',
      '--query',
      'size=1',
    ]);
    assert.equal(page.data.length, 1);
    const body = join(nt24.home, 'body.json');
    writeFileSync(body, JSON.stringify({ recipientEmail: 'office@garagem.example' }));
    const made = await nt24(['api', 'POST', scene.invitations, '--data', `@${body}`, '--idempotency-key', 'once']);
    const again = await nt24(['api', 'POST', scene.invitations, '--data', '-', '--idempotency-key', 'once'], {
      stdin: readFileSync(body, 'utf8'),
    });
    assert.equal(made.stdout, again.stdout);
    assert.equal((await nt24(['api', 'GET', '/v1/me', '--header', 'Authorization: Bearer x'])).code, 3);
    assert.equal((await nt24(['api', 'GET', '//other.example/v1/me'])).code, 1);
  });
});
