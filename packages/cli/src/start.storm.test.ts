import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { MAIN } from './cli-process.test-support.ts';

const run = promisify(execFile);
const TELL = `import { registerHooks } from 'node:module';
registerHooks({ load(url, context, next) { process.stderr.write(url + '\\n'); return next(url, context); } });`;

/** The files that are read for a command line. */
async function loadedFor(...args: string[]): Promise<string[]> {
  const preload = `data:text/javascript,${encodeURIComponent(TELL)}`;
  const { stderr } = await run(process.execPath, ['--import', preload, MAIN, ...args]);
  return stderr.split('\n').filter((line) => line.startsWith('file:'));
}

describe('what nt24 reads at its start', () => {
  it('is next to nothing for its version', async () => {
    assert.deepEqual(
      (await loadedFor('--version')).map((url) => url.split('/').at(-1)),
      ['main.ts', 'version.ts'],
    );
  });

  it('is neither SDK nor command for its help', async () => {
    const loaded = await loadedFor('--help');
    assert.ok(loaded.length > 5);
    assert.deepEqual(
      loaded.filter((url) => /\/sdk\/|\/commands\/[^/]+\/|csv-parse|uqr/.test(url)),
      [],
    );
  });

  it('is of commands those of one noun alone', async () => {
    const loaded = await loadedFor('buyers', '--help');
    const nouns = loaded.flatMap((url) => /\/commands\/([^/]+)\//.exec(url)?.[1] ?? []);
    assert.deepEqual([...new Set(nouns)], ['buyers']);
    assert.ok(!loaded.some((url) => /csv-parse|uqr/.test(url)));
  });
});
