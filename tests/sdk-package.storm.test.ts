import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import semver from 'semver';
import { startService, type TestOrganization, type TestService } from '../packages/harness/src/service.ts';
import { makePdf } from '../packages/server/src/modules/files/sample-files.ts';
import { compileIn, compilers, packSdk, projectWith, TOUR_SAYS } from '../scripts/sdk-package.ts';

const run = promisify(execFile);
const ENGINES = '^20.19.0 || >=22.12.0';

describe('the SDK as it is packed', () => {
  let service: TestService;
  let org: TestOrganization;
  let folder: string;
  let tarball: string;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'nt24-sdk-package-'));
    service = await startService();
    org = await service.organization();
    tarball = await packSdk(folder);
  });
  after(async () => {
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function tour(program: string, file: string, project: string): Promise<string[]> {
    const sample = join(folder, 'sample.pdf');
    writeFileSync(sample, makePdf());
    const env = {
      ...process.env,
      API_URL: service.url,
      API_ISSUER: service.config.oidc.issuer,
      API_CLIENT_ID: org.clientId,
      API_CLIENT_SECRET: org.clientSecret,
      API_SAMPLE_FILE: sample,
    };
    const { stdout, stderr } = await run(program, [file], { cwd: project, env });
    assert.equal(stderr, '');
    return stdout.trim().split('\n').slice(1);
  }

  it('is installed into an empty project, and runs on this Node as it is written', async () => {
    const project = await projectWith(tarball, join(folder, 'plain'));
    assert.deepEqual(await tour(process.execPath, 'tour.ts', project), TOUR_SAYS);
  });

  for (const { version, path } of compilers()) {
    it(`compiles strictly, with the README's samples, by TypeScript ${version}`, async () => {
      await compileIn(await projectWith(tarball, join(folder, version)), path);
    });
  }

  it('runs on an older Node', async (t) => {
    const older = await olderNode();
    if (older === undefined) return t.skip('there is no other Node here that it is for');
    const project = await projectWith(tarball, join(folder, 'older'));
    await compileIn(project, compilers()[0]?.path ?? '');
    t.diagnostic(older.version);
    assert.deepEqual(await tour(older.program, 'out/tour.js', project), TOUR_SAYS);
  });
});

/** The first on the PATH that is another than this one. */
async function olderNode(): Promise<{ readonly program: string; readonly version: string } | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((one) => one !== '');
  for (const program of folders.map((one) => join(one, 'node'))) {
    const told = await run(program, ['--version']).catch(() => undefined);
    const version = told?.stdout.trim() ?? '';
    if (semver.satisfies(version, ENGINES) && semver.lt(version, process.version)) return { program, version };
  }
  return undefined;
}
