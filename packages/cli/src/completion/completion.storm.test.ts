import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { type Cli, cliWith, MAIN } from '../cli-process.test-support.ts';

const run = promisify(execFile);

/** What each shell offers for a line; the words are what stands before the cursor. */
const SCRIPTS = {
  bash: (words: readonly string[]) => `eval "$(nt24 completion bash)"
    COMP_WORDS=(nt24 ${words.map((word) => `'${word}'`).join(' ')}) COMP_CWORD=${words.length}
    _nt24; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (words: readonly string[]) => `compdef() { :; }; _files() { echo FILES; }
    _describe() { printf '%s\\n' "\${(@)found%%:*}"; }
    eval "$(nt24 completion zsh)"
    words=(nt24 ${words.map((word) => `'${word}'`).join(' ')}); CURRENT=${words.length + 1}; _nt24`,
  fish: (words: readonly string[]) => `nt24 completion fish | source
    complete -C "nt24 ${words.join(' ')}" | string replace -r '\\t.*' ''; true`,
} as const;

/** Those of the machine say nothing here. */
const WITHOUT_SETTINGS = { bash: ['--noprofile', '--norc'], zsh: ['-f'], fish: ['--no-config'] } as const;

describe('completion', () => {
  let nt24: Cli;
  before(() => {
    nt24 = cliWith({});
    // The shells find the program by its name.
    writeFileSync(join(nt24.home, 'nt24'), `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`, { mode: 0o755 });
  });

  for (const shell of ['bash', 'zsh', 'fish'] as const) {
    it(`works in ${shell}`, async (t) => {
      if (!(await isThere(shell))) return t.skip(`${shell} is not here`);
      const offered = (...words: string[]): Promise<string[]> => offers(shell, words);
      assert.deepEqual(await offered('inv'), ['invitations']);
      assert.deepEqual(await offered('invitations', 're'), ['revoke', 'resend'].toSorted(byShell(shell)));
      assert.deepEqual(await offered('invitations', 'list', '--status', 'A'), ['ACTIVE']);
      assert.deepEqual(await offered('--json', 'buyers', 'erase', '--r'), ['--reason']);
      assert.deepEqual(await offered('completion', 'pow'), ['powershell']);
    });
  }

  it('names the profiles that there are, none where there are none', async () => {
    const other = cliWith({});
    const offered = async (word: string): Promise<string> =>
      (await other(['__complete', '--', '--profile', word])).stdout;
    assert.equal(await offered(''), '');
    const profiles = join(other.home, 'config', 'nt24', 'profiles');
    mkdirSync(profiles, { recursive: true });
    for (const name of ['shop', 'staging']) writeFileSync(join(profiles, `${name}.json`), '{}', { mode: 0o600 });
    assert.equal(await offered(''), 'shop\t\nstaging\t\n');
    assert.equal(await offered('st'), 'staging\t\n');
  });

  it('offers nothing for what it does not know', async () => {
    assert.equal((await nt24(['__complete', '--', 'nothing', ''])).stdout, '');
    const { stdout } = await nt24(['__complete', '--', '']);
    assert.match(stdout, /^buyers\tBuyers of a seller\.$/m);
  });

  it('has a script for PowerShell, and for no other shell', async (t: TestContext) => {
    const { code, stdout } = await nt24(['completion', 'powershell']);
    assert.equal(code, 0);
    assert.match(stdout, /Register-ArgumentCompleter -Native -CommandName nt24/);
    assert.equal((await nt24(['completion', 'tcsh'])).code, 3);
    t.diagnostic('PowerShell itself is not run');
  });

  async function offers(shell: keyof typeof SCRIPTS, words: readonly string[]): Promise<string[]> {
    const env = { ...nt24.env, PATH: `${nt24.home}:${nt24.env['PATH'] ?? ''}` };
    const { stdout } = await run(shell, [...WITHOUT_SETTINGS[shell], '-c', SCRIPTS[shell](words)], { env });
    return stdout.trim().split('\n');
  }
});

/** fish sorts what it is told; the others keep the order. */
function byShell(shell: string): (one: string, other: string) => number {
  return (one, other) => (shell === 'fish' ? one.localeCompare(other) : 0);
}

async function isThere(shell: string): Promise<boolean> {
  return run(shell, ['--version']).then(
    () => true,
    () => false,
  );
}
