import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { type BuyerScene, sceneWithBuyer } from '../packages/harness/src/scene.ts';
import { startService, type TestService } from '../packages/harness/src/service.ts';
import { packSdk } from '../scripts/sdk-package.ts';

const run = promisify(execFile);

describe('nt24 as it is packed', () => {
  let service: TestService;
  let scene: BuyerScene;
  let folder: string;
  let nt24: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nt24-cli-package-'));
    service = await startService();
    scene = await sceneWithBuyer(service);
    nt24 = await installed();
  });
  after(async () => {
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Into an empty project outside the repository. What it needs is packed out of what is here: nothing is fetched. */
  async function installed(): Promise<string> {
    await run('npm', ['run', '-s', 'build', '-w', 'packages/cli']);
    const { dependencies } = JSON.parse(readFileSync('packages/cli/dist/package.json', 'utf8')) as {
      dependencies: object;
    };
    const libraries = Object.keys(dependencies).filter((name) => name !== '@nt24/sdk');
    const sources = ['packages/cli/dist', ...libraries.map((name) => `node_modules/${name}`)].map((path) =>
      resolve(path),
    );
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder, ...sources]);
    await packSdk(folder);
    const project = join(folder, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'project', private: true }));
    const { stdout } = await run('sh', ['-c', 'ls ../*.tgz'], { cwd: project });
    await run('npm', ['install', '--offline', '--no-audit', '--no-fund', ...stdout.trim().split('\n')], {
      cwd: project,
    });
    return join(project, 'node_modules', '.bin', 'nt24');
  }

  async function saysOn(node: string, ...args: string[]): Promise<string> {
    const env = {
      PATH: [node, process.env['PATH']].join(delimiter),
      HOME: folder,
      NT24_BASE_URL: service.url,
      NT24_ISSUER: service.config.oidc.issuer,
      NT24_CLIENT_ID: scene.org.clientId,
      NT24_CLIENT_SECRET: scene.org.clientSecret,
    };
    const { stdout, stderr } = await run(nt24, args, { env, cwd: folder });
    assert.equal(stderr, '');
    return stdout;
  }

  it('is used where it is installed', async () => {
    const node = resolve('node_modules/.bin');
    const { version } = JSON.parse(readFileSync('packages/cli/package.json', 'utf8')) as { version: string };
    assert.equal(await saysOn(node, '--version'), `${version}\n`);
    assert.match(await saysOn(node, 'buyers', 'list'), new RegExp(scene.buyerId));
    writeFileSync(join(folder, 'one.csv'), `recipientEmail,buyerId\noffice@packed.example,${scene.buyerId}\n`);
    const tally = JSON.parse(await saysOn(node, 'invitations', 'import', 'one.csv', '--json')) as { created: number };
    assert.equal(tally.created, 1);
    const listed = JSON.parse(await saysOn(node, 'invitations', 'list', '--json')) as { data: { uuid: string }[] };
    assert.match(await saysOn(node, 'invitations', 'qr', listed.data[0]?.uuid ?? ''), /[▀▄█]{8}/);
  });

  it('has no source, no test and no more than it needs', async () => {
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', resolve('packages/cli/dist')]);
    const [{ files, unpackedSize }] = Object.values(JSON.parse(stdout) as object) as [
      { files: { path: string }[]; unpackedSize: number },
    ];
    assert.deepEqual(
      files.map(({ path }) => path).filter((path) => !/^(src\/.+\.js|README\.md|LICENSE|package\.json)$/.test(path)),
      [],
    );
    assert.ok(!files.some(({ path }) => path.includes('test')));
    assert.ok(unpackedSize < 200_000, String(unpackedSize));
  });
});
