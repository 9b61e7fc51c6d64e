import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, describe, it } from 'node:test';
import { compileCache } from '../packages/harness/src/compile-cache.ts';
import { createEmptyDatabase, type TestDatabase } from '../packages/harness/src/database.ts';
import { eventually } from '../packages/harness/src/eventually.ts';
import { freePort } from '../packages/harness/src/free-port.ts';
import { startMailServer } from '../packages/harness/src/mail-server.ts';
import { blockWith, pasteAndCompare } from '../packages/harness/src/readme-lines.ts';
import { isInstalled, openShell, SHELLS, type ShellSession } from '../packages/harness/src/shell-session.ts';
import { createVisitor } from '../packages/harness/src/visitor.ts';
import { realmOf, runningKeycloak } from './keycloak-realm.ts';

const KEYCLOAK_PAGE = 'deploy/keycloak/README.md';
const EXAMPLE_KEYCLOAK = 'http://127.0.0.1:8180';
/** What `npm run` needs to be in a folder: an install, in which nothing else is written. */
const INSTALL = ['package.json', 'packages', 'node_modules'];
const shells = SHELLS.filter(isInstalled);

describe('what the README says of production, pasted line by line, with Keycloak', { timeout: 900_000 }, () => {
  const keycloak = runningKeycloak();
  const { issuer } = realmOf(keycloak);
  const databases: TestDatabase[] = [];
  const folders: string[] = [];
  let sessions: ShellSession[] = [];
  after(async () => {
    closeAll();
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    for (const database of databases) await database.drop();
  });

  function closeAll(): void {
    for (const session of sessions) session.close();
    sessions = [];
  }

  function folder(): string {
    const made = mkdtempSync(join(tmpdir(), 'nt24-pasted-'));
    folders.push(made);
    return made;
  }

  for (const shell of shells)
    it(`works in ${shell}, from the file of variables to the tour`, async () => {
      const [database, mails, port] = await Promise.all([createEmptyDatabase(), startMailServer(), freePort()]);
      databases.push(database);
      const place = folder();
      for (const name of INSTALL) symlinkSync(resolve(name), join(place, name));
      const env = { PATH: process.env.PATH, HOME: place, PS1: '', PS2: '', NODE_ENV: 'production', ...compileCache() };
      const url = `http://127.0.0.1:${port}`;

      function open(): ShellSession {
        const session = openShell(shell, { folder: place, env });
        sessions.push(session);
        return session;
      }

      const ops = open();
      await ops.paste(blockWith('cat > nt24.env').text);
      edit(join(place, 'nt24.env'), {
        DATABASE_URL: database.url,
        DATA_DIR: join(place, 'data'),
        OIDC_ISSUER: issuer,
        PUBLIC_BASE_URL: url,
        SMTP_URL: mails.url,
      });
      // Installed it is already, with what the tests need.
      await ops.paste(blockWith('npm run migrate').text.replace(/^npm ci .*\n/m, ''));
      const [api, worker] = [open(), open()];
      api.leaveRunning(`. ./nt24.env\nexport PORT=${port}\n${blockWith('npm run api').text}`);
      worker.leaveRunning(`. ./nt24.env\n${blockWith('npm run worker').text}`);
      await pasteOpsSecret(ops, keycloak.folder);
      const said = await ops.paste(blockWith('ops organizations create').text);
      assert.match(said, /organization acme may act for seller [\w-]{36}$/m, ops.complaints());
      const clientLines = blockWith('ops clients create').text;
      const shown = /shown only now: (\w{60,})$/m.exec(await ops.paste(clientLines))?.[1] ?? '';
      assert.ok(shown, ops.complaints());
      assert.match(await ops.paste(clientLines), /is there already/);
      await ops.paste(blockWith('member() {').text);
      await ops.paste(blockWith('API=$PUBLIC_BASE_URL/v1').text);
      await eventually('the API is ready', async () => (await ops.paste('call GET /me')).includes('Acme'), 60_000);
      await walk(ops, url);
      assert.ok(mails.mails.length >= 2);
      await pasteRotation(ops, shown);
      assert.doesNotMatch(ops.complaints(), /not found|unexpected|[Bb]ad substitution|parse error|[Ee]rror:/);
      closeAll();
      await mails.close();
    });

  it('is done in as many shells as may be', (t) => {
    assert.ok(shells.includes('sh'));
    const missing = SHELLS.filter((shell) => !shells.includes(shell));
    if (missing.length > 0) t.diagnostic(`passed over, not installed: ${missing.join(', ')}`);
  });

  /** As it stands on the page of deploy/keycloak, in Keycloak's folder. */
  async function pasteOpsSecret(session: ShellSession, at: string): Promise<void> {
    const { username, password } = keycloak.admin;
    const lines = blockWith('kcadm.sh get clients', KEYCLOAK_PAGE).text;
    const ours = lines.replace(EXAMPLE_KEYCLOAK, keycloak.url).replace('--user admin', `--user ${username}`);
    await session.paste(`cd ${at}\nKC_BOOTSTRAP_ADMIN_PASSWORD=${password}\n${ours}\ncd -`);
    const length = Number(await session.paste('echo ${#KEYCLOAK_ADMIN_SECRET}'));
    assert.ok(length > 30, session.complaints());
  }

  async function pasteRotation(session: ShellSession, former: string): Promise<void> {
    const printed = await session.paste(blockWith('clients new-secret', KEYCLOAK_PAGE).text);
    const renewed = /shown only now: (\S+)/.exec(printed)?.[1] ?? '';
    assert.match(renewed, /^\w{60,}$/, session.complaints());
    for (const secret of [former, renewed]) {
      const me = await session.paste(`CLIENT_SECRET=${secret}\ncall GET /me`);
      assert.ok(me.includes('"name":"Acme Marketplace"'), me);
    }
    // The next shell's try makes the client known anew, and needs the rotation for itself.
    await session.paste('ops clients new-secret --client-id api-client-acme --leaked');
  }
});

/** As the operator does: other values for the same names. */
function edit(path: string, values: Readonly<Record<string, string>>): void {
  let text = readFileSync(path, 'utf8');
  for (const [name, value] of Object.entries(values)) {
    assert.match(text, new RegExp(`\\b${name}=\\S+`));
    text = text.replace(new RegExp(`\\b${name}=\\S+`), `${name}=${value}`);
  }
  writeFileSync(path, text);
}

/** The steps of the tour that production has as they stand. */
async function walk(session: ShellSession, url: string): Promise<void> {
  const invited = await pasteAndCompare(session, 'BUYER=$(call POST');
  const { publicLinkUrl } = JSON.parse(invited) as { publicLinkUrl: string };
  const visitor = createVisitor({ url });
  await visitor.prepare(publicLinkUrl);
  assert.equal((await visitor.send()).status, 303);
  const kyc = await session.paste('call GET /partners/$SELLER/buyers/$BUYER/kyc');
  assert.match(kyc, /"documentsComplete":true/, session.complaints());
  assert.equal(await session.paste(blockWith('SECOND=$(call POST').text), '');
  await eventually('the second mail is sent', async () =>
    (await session.paste('call GET $INVITATIONS/$SECOND/activity')).includes('MAIL_SENT'),
  );
  await pasteAndCompare(session, 'The deal was called off."}\'\ncurl');
  await pasteAndCompare(session, 'grep -i replayed');
  await pasteAndCompare(session, 'LINK=/partners');
}
