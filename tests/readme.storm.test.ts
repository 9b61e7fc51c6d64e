import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type DemoServer, startDemoServer } from '../packages/harness/src/demo-server.ts';
import { eventually } from '../packages/harness/src/eventually.ts';
import { type Block, blocksOf, faultsOf } from '../packages/harness/src/shell-blocks.ts';
import { isInstalled, openShell, SHELLS, type ShellSession } from '../packages/harness/src/shell-session.ts';
import { createVisitor } from '../packages/harness/src/visitor.ts';

const PAGES = globSync(['*.md', 'docs/**/*.md', 'deploy/**/*.md']);
const shells = SHELLS.filter(isInstalled);
const missing = SHELLS.filter((shell) => !shells.includes(shell));
const skip = shells.includes('sh') && isInstalled('curl') ? false : 'sh or curl is not installed';
const blocks = blocksOf(readFileSync('README.md', 'utf8'));

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

describe('the tour of the README', { skip, timeout: 600_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'nt24-tour-'));
  let server: DemoServer;
  const sessions: ShellSession[] = [];
  before(async () => {
    server = await startDemoServer();
    symlinkSync(server.dataDir, join(folder, '.data'));
  });
  after(async () => {
    for (const session of sessions) session.close();
    await server.stop();
    rmSync(folder, { recursive: true });
  });

  function open(shell: string, wish: { folder?: string; env?: Readonly<Record<string, string>> } = {}): ShellSession {
    const env = { PATH: process.env.PATH, HOME: folder, PS1: '', PS2: '', ...wish.env };
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

  it('works for what "Running it for real" provisions', async () => {
    const clientsFile = join(server.dataDir, 'local-idp-clients.json');
    const provision = blockWith('ops organizations create');
    const session = open('sh', { folder: '.', env: { DATA_DIR: server.dataDir } });
    const said = await session.paste(provision.text);
    assert.match(said, /organization acme may act for seller [\w-]{36}$/m, session.complaints());
    const secrets = JSON.parse(readFileSync(clientsFile, 'utf8')) as Record<string, string>;
    await session.paste(blockWith('member() {').text);
    const issuer = `${server.url}/realms/nt24-idp`;
    await session.paste(
      `PUBLIC_BASE_URL=${server.url} OIDC_ISSUER=${issuer} CLIENT_SECRET=${secrets['api-client-acme']}`,
    );
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

  async function pasteAndCompare(session: ShellSession, words: string): Promise<string> {
    const block = blockWith(words);
    const expected = blocks[blocks.indexOf(block) + 1]?.text ?? '';
    const printed = await session.paste(block.text);
    // Where the README breaks off, the rest is not compared.
    const [shown = '', breaksOff] = masked(expected).split(', ...');
    const ours = breaksOff === undefined ? masked(printed) : masked(printed).slice(0, shown.length);
    assert.equal(ours, shown, `line ${block.line}: ${session.complaints()}`);
    return printed;
  }
});

function shellBlocks(page: string): Block[] {
  return blocksOf(readFileSync(page, 'utf8')).filter(({ language }) => /^(?:sh|bash|shell|console)$/.test(language));
}

function blockWith(words: string): Block {
  const [found, ...others] = blocks.filter(({ language, text }) => language === 'sh' && text.includes(words));
  assert.ok(found && others.length === 0, `one block of the README with ${words}`);
  return found;
}

/** Without what differs in every run. */
function masked(text: string): string {
  return text
    .replaceAll('\r', '')
    .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, 'URL')
    .replaceAll(/\/i\/[\w-]+/g, '/i/LINK')
    .replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, 'UUID')
    .replaceAll(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'INSTANT')
    .replaceAll(/\b[0-9a-f]{64}\b/g, 'HASH')
    .replaceAll(/"byteSize":\d+/g, '"byteSize":N')
    .replaceAll(/"type":"[A-Z_]+"/g, '"type":"T"');
}
