import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { loadConfig } from '../packages/server/src/config/config.ts';
import { type DemoServer, startDemoServer } from '../packages/harness/src/demo-server.ts';
import { eventually } from '../packages/harness/src/eventually.ts';
import { blockWith, pasteAndCompare } from '../packages/harness/src/readme-lines.ts';
import { type Block, blocksOf, faultsOf } from '../packages/harness/src/shell-blocks.ts';
import { isInstalled, openShell, SHELLS, type ShellSession } from '../packages/harness/src/shell-session.ts';
import { createVisitor } from '../packages/harness/src/visitor.ts';

const PAGES = globSync(['*.md', 'docs/**/*.md', 'deploy/**/*.md']);
const shells = SHELLS.filter(isInstalled);
const missing = SHELLS.filter((shell) => !shells.includes(shell));
/** Writes down what everybody on the machine can read of it, and goes on as curl itself. */
const WATCHED_CURL = `#!/bin/sh\nprintf '%s\\n' "$*" >> "$CURL_CALLS"\nPATH=\${PATH#*:} exec curl "$@"\n`;
const skip = shells.includes('sh') && isInstalled('curl') ? false : 'sh or curl is not installed';

describe('the lines shown to be pasted', () => {
  it('are read by every shell that is here', (t) => {
    for (const page of PAGES)
      for (const { text, line } of shellBlocks(page))
        for (const shell of shells) {
          const { status, stderr } = spawnSync(shell, ['-n'], { input: text, encoding: 'utf8' });
          assert.equal(status, 0, `${page}:${line} in ${shell}: ${stderr}`);
        }
    if (missing.length > 0) t.diagnostic(`passed over, not installed: ${missing.join(', ')}`);
  });

  it('hold nothing that only one shell knows, or that breaks where somebody types', () => {
    const faults = PAGES.flatMap((page) =>
      shellBlocks(page).flatMap(({ text, line }) => faultsOf(text).map((fault) => `${page}:${line} ${fault}`)),
    );
    assert.deepEqual(faults, []);
  });

  it('keep no token, which lives for 300 s and would end in the middle of a tour', () => {
    const kept = PAGES.flatMap((page) => shellBlocks(page).filter(({ text }) => /\$\{?TOKEN\b/.test(text)));
    assert.deepEqual(kept, []);
  });

  it('are judged by a check that knows such things', () => {
    const planted = {
      'npm start    # everything in one go': /comment/,
      '# everything in one go\nnpm start': /comment/,
      'call() { curl -s "$API$2" "${@:3}"; }': /part of a parameter/,
      'call() { curl -s "$API$2" "${1//a/b}"; }': /changed parameter/,
      'ops grants add --seller <uuid>': /placeholder/,
      'curl $API/deliveries?status=FAILED': /pattern/,
      '[[ -n $TOKEN ]] && npm start': /\[\[/,
      'diff <(one) <(other)': /process as a file/,
      'cat <<< "$TOKEN"': /string as a file/,
      'all=(one two)': /array/,
      'source settings.sh': /bash or zsh alone/,
      'call() ( path=$1; curl "$path" )': /variable that zsh has itself/,
    };
    for (const [lines, fault] of Object.entries(planted)) assert.match(faultsOf(lines).join(), fault, lines);
    const sound = `call() ( at=$1; curl -H 'a # b' "$at#c?d" \${2:-none} )\ncat <<'JSON'\n{"a": ["b"]}\nJSON`;
    assert.deepEqual(faultsOf(sound), []);
  });
});

describe('the file of variables that the README makes for production', { skip }, () => {
  const made = blockWith('cat > nt24.env');
  for (const shell of shells)
    it(`is whole in ${shell}, for its owner alone, and keeps its master key when the lines are pasted again`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'nt24-env-'));
      const session = openShell(shell, { folder, env: { PATH: process.env.PATH, HOME: folder } });
      try {
        await session.paste(made.text);
        const path = join(folder, 'nt24.env');
        const before = readFileSync(path, 'utf8');
        assert.equal(statSync(path).mode & 0o777, 0o600);
        await session.paste(made.text);
        assert.equal(readFileSync(path, 'utf8'), before);
        const said = await session.paste('. ./nt24.env\nenv');
        const variables = Object.fromEntries(said.split('\n').map((line) => /^(\w+)=(.*)$/.exec(line)?.slice(1) ?? []));
        const { operator, oidc } = loadConfig(variables as Record<string, string>, { requireDatabase: true });
        assert.deepEqual([operator.name, oidc.audience], ['Example KYC Services', 'nt24-api'], session.complaints());
      } finally {
        session.close();
        rmSync(folder, { recursive: true });
      }
    });
});

describe('the tour of the README', { skip, timeout: 600_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'nt24-tour-'));
  const curlCalls = join(folder, 'curl-calls');
  let server: DemoServer;
  const sessions: ShellSession[] = [];
  before(async () => {
    server = await startDemoServer();
    symlinkSync(server.dataDir, join(folder, '.data'));
    writeFileSync(join(folder, 'curl'), WATCHED_CURL, { mode: 0o755 });
  });
  after(async () => {
    for (const session of sessions) session.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  function open(shell: string, wish: { folder?: string; env?: Readonly<Record<string, string>> } = {}): ShellSession {
    const path = `${folder}:${process.env.PATH}`;
    const env = { PATH: path, HOME: folder, CURL_CALLS: curlCalls, PS1: '', PS2: '', ...wish.env };
    const session = openShell(shell, { folder: wish.folder ?? folder, env });
    sessions.push(session);
    return session;
  }

  it('prints in sh what it says', async () => {
    const session = open('sh');
    await session.paste(blockWith('member() {').text);
    await session.paste(blockWith('API=$(demo apiUrl)').text);
    await walk(session);
  });

  it('prints the same in every other shell that is here, since each line may be repeated', async (t) => {
    for (const shell of shells.filter((name) => name !== 'sh')) {
      const session = open(shell);
      await session.paste(blockWith('member() {').text);
      await session.paste(blockWith('API=$(demo apiUrl)').text);
      await walk(session);
    }
    if (missing.length > 0) t.diagnostic(`passed over, not installed: ${missing.join(', ')}`);
  });

  it('hands neither secret nor token to a program where others can read them', () => {
    const calls = readFileSync(curlCalls, 'utf8');
    const { clientSecret } = organizationOf(server);
    assert.match(calls, /client_id=/);
    assert.match(calls, /\/buyers/);
    assert.ok(!calls.includes(clientSecret));
    assert.doesNotMatch(calls, /Bearer|eyJ/);
  });

  it('works for what "Running it for real" provisions', async () => {
    const clientsFile = join(server.dataDir, 'local-idp-clients.json');
    const session = open('sh', { folder: '.', env: { DATA_DIR: server.dataDir } });
    const said = await session.paste(blockWith('ops organizations create').text);
    assert.match(said, /organization acme may act for seller [\w-]{36}$/m, session.complaints());
    // Keycloak has its turn in `npm run test:keycloak`.
    const clientLines = blockWith('ops clients create').text.replace(' --keycloak', '');
    const shown = await session.paste(clientLines);
    const secrets = JSON.parse(readFileSync(clientsFile, 'utf8')) as Record<string, string>;
    const secret = secrets['api-client-acme'];
    assert.ok(secret !== undefined && shown.endsWith(`: ${secret}\n`), session.complaints());
    await session.paste(clientLines);
    assert.equal(await session.paste('echo $CLIENT_SECRET'), `${secret}\n`, 'pasted again they do no harm');
    await session.paste(blockWith('member() {').text);
    await session.paste(`PUBLIC_BASE_URL=${server.url} OIDC_ISSUER=${server.url}/realms/nt24-idp`);
    await session.paste(blockWith('API=$PUBLIC_BASE_URL/v1').text);
    await walk(session);
  });

  it('begins on the console, whose lines work in every shell that is here', async () => {
    const lines = server.printed().match(/^ {2}(?:\w+=\$\(|curl ).*$/gm) ?? [];
    assert.equal(lines.length, 3, server.printed());
    assert.deepEqual(lines.flatMap(faultsOf), []);
    for (const shell of shells) {
      const session = open(shell);
      assert.match(
        await session.paste(lines.join('\n')),
        /^\{"uuid":"[\w-]{36}","kind":"KYC","status":"ACTIVE"/,
        shell,
      );
    }
  });

  it('lets the sandbox be played, in every shell that is here', async () => {
    for (const shell of shells) {
      const session = open(shell);
      await session.paste(blockWith('member() {').text);
      await session.paste(blockWith('API=$(demo apiUrl)').text);
      await session.paste(blockWith('BUYER=$(call POST').text);
      await pasteAndCompare(session, 'sandbox() {');
    }
  });

  /** All steps, with what a person does between them; each printed as the README says. */
  async function walk(session: ShellSession): Promise<void> {
    const invited = await pasteAndCompare(session, 'BUYER=$(call POST');
    const { publicLinkUrl } = JSON.parse(invited) as { publicLinkUrl: string };
    const visitor = createVisitor(server);
    if ((await visitor.get(new URL(publicLinkUrl).pathname)).status === 200) {
      await visitor.prepare(publicLinkUrl);
      assert.equal((await visitor.send()).status, 303);
    }
    await eventually('the VAT number is checked', async () =>
      (await session.paste('call GET /partners/$SELLER/buyers/$BUYER/kyc')).includes('"viesResult":"VALID"'),
    );
    await pasteAndCompare(session, 'call GET /partners/$SELLER/buyers/$BUYER/kyc\n');
    assert.equal(await session.paste(blockWith('SECOND=$(call POST').text), '');
    await eventually('the second mail is sent', async () =>
      (await session.paste('call GET $INVITATIONS/$SECOND/activity')).includes('MAIL_SENT'),
    );
    await pasteAndCompare(session, 'The deal was called off."}\'\ncurl');
    await pasteAndCompare(session, 'grep -i replayed');
    await pasteAndCompare(session, 'PERSON=/partners');
    await pasteAndCompare(session, 'LINK=/partners');
    assert.doesNotMatch(session.complaints(), /not found|unexpected|[Bb]ad substitution|parse error/);
  }
});

function organizationOf({ dataDir }: DemoServer): { readonly clientSecret: string } {
  const { organizations } = JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')) as {
    organizations: { marketplace: { clientSecret: string } };
  };
  return organizations.marketplace;
}

function shellBlocks(page: string): Block[] {
  return blocksOf(readFileSync(page, 'utf8')).filter(({ language }) => /^(?:sh|bash|shell|console)$/.test(language));
}
