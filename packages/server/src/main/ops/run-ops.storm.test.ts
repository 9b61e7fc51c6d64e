import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import sql from 'sql-template-tag';
import { openDatabase, type Database } from '../../platform/db/database.ts';
import { type EmbeddedPostgres } from '../../demo/embedded-postgres/embedded-postgres.ts';
import { makeSampleLogo } from '../../modules/parties/brand/sample-logo.test-support.ts';
import { createLogger } from '../../platform/logger.ts';
import { runOps } from './run-ops.ts';
import { UsageError } from './verb.ts';
import { failureText } from '../start-failure.ts';
import { ConfigError } from '../../config/config.ts';
import { startEmbeddedPostgres } from '../../demo/index.ts';
import { PRODUCTION_SETTINGS } from '../../../../harness/src/production-settings.ts';
import { assertDeclared } from '../../../../harness/src/declared-facts.ts';
import { AdminError } from '../../platform/admin-error.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'nt24-ops-'));
let server: EmbeddedPostgres;
let db: Database;

interface Outcome {
  readonly out: string;
  readonly error: unknown;
  /** What the operator reads when it fails. */
  readonly err: string;
}

async function ops(words: readonly string[], settings: Record<string, string> = {}): Promise<Outcome> {
  const lines: string[] = [];
  try {
    await runOps(words, { env: { DATA_DIR: dataDir, ...settings }, print: (line) => lines.push(line) });
    return { out: lines.join('\n'), error: undefined, err: '' };
  } catch (error) {
    return { out: lines.join('\n'), error, err: failureText(error) };
  }
}

before(async () => {
  const stopped = await ops(['organizations', 'create', '--slug', 'dealer-net', '--name', 'Dealer Net']);
  assert.equal(stopped.err, '');
  assert.equal(
    existsSync(join(dataDir, 'postgres', 'postmaster.pid')),
    false,
    'what was started for the moment is stopped again',
  );
  server = await startEmbeddedPostgres({ dataDir, log: () => {} });
  db = openDatabase({ url: server.url, poolSize: 2, log: createLogger('silent') });
});
after(async () => {
  await db.close();
  await assertDeclared(server.url).finally(() => server.stop());
  rmSync(dataDir, { recursive: true });
});

test('an organization is provisioned from nothing, each step in the audit trail', async () => {
  const client = await ops(['clients', 'create', '--organization', 'dealer-net']);
  const secret = /secret, shown only now: (\S+)$/.exec(client.out)?.[1];
  assert.equal(
    JSON.parse(readFileSync(join(dataDir, 'local-idp-clients.json'), 'utf8'))['api-client-dealer-net'],
    secret,
  );
  const seller = await ops(['sellers', 'create', '--name', 'Autohaus Süd', '--country', 'DE']);
  const sellerId = /: (\S+)$/.exec(seller.out)?.[1] ?? '';
  const steps = [
    ['grants', 'add', '--organization', 'dealer-net', '--seller', sellerId],
    ['capabilities', 'set', '--organization', 'dealer-net', '--kyc-document-download', 'on'],
    ['organizations', 'set-contact', '--organization', 'dealer-net', '--email', 'kyc@dealer.example'],
    [
      'tiers',
      'set',
      '--organization',
      'dealer-net',
      '--tier',
      'ENTERPRISE',
      '--read',
      '5',
      '--write',
      '6',
      '--webhook',
      '7',
    ],
    ['dpa', 'accept', '--organization', 'dealer-net'],
    ['link-key', 'rotate'],
    ['data-folder', 'accept'],
    ['clients', 'disable', '--client-id', 'api-client-dealer-net'],
    ['organizations', 'disable', '--slug', 'dealer-net'],
  ];
  for (const step of steps) {
    assert.equal((await ops(step)).err, '', step.join(' '));
  }
  const list = await ops(['organizations', 'list']);
  assert.match(
    list.out,
    /dealer-net +\S+ +ENTERPRISE 5\/6\/7 +2026-01 +kyc-document-download +disabled +kyc@dealer\.example +- +Dealer Net$/,
  );
  assert.match(
    (await ops(['grants', 'list', '--organization', 'dealer-net'])).out,
    new RegExp(`${sellerId} +DE +Autohaus Süd$`),
  );
  assert.match((await ops(['clients', 'list'])).out, /api-client-dealer-net +dealer-net +disabled$/);
  const trail = await db.read<{ action: string }>(
    sql`select action from audit_events where actor_kind = 'OPERATOR' order by id`,
  );
  assert.deepEqual(
    trail.map(({ action }) => action),
    [
      'organization.create',
      'client.create',
      'seller.create',
      'grant.add',
      'organization.set-capabilities',
      'organization.set-contact',
      'organization.set-tier',
      'organization.accept-dpa',
      'link-key.rotate',
      'data-folder.accept',
      'client.disable',
      'organization.disable',
    ],
  );
});

test('link keys are listed, and retired once another one has signed for a while', async () => {
  await db.write(sql`update link_keys set active_from = now() - interval '1 hour' where kid = 1`);
  assert.equal((await ops(['link-key', 'rotate'])).out, 'link key 2 signs from now + 60 s');
  const list = async (): Promise<string> => (await ops(['link-key', 'list'])).out;
  assert.match(await list(), /^KEY .*\n1 +signs +form 2 +\S+Z +0\n2 +waiting +form 2 +\S+Z +0$/);
  await db.write(sql`update link_keys set active_from = now() - interval '10 minutes' where kid = 2`);
  assert.match(await list(), /\n1 +opens .*\n2 +signs /);
  assert.equal(
    (await ops(['link-key', 'retire', '--key', '1'])).out,
    'link key 1 is retired; no process takes it after 15 s',
  );
  assert.match(await list(), /\n1 +retired .*\n2 +signs /);
  assert.equal((await ops(['link-key', 'retire', '--key', '1'])).out, 'link key 1 was retired before');
});

test('a contact can be taken away again, and its address stands in no trail', async () => {
  assert.equal(
    (await ops(['organizations', 'set-contact', '--organization', 'dealer-net', '--email', 'none'])).err,
    '',
  );
  assert.match((await ops(['organizations', 'list'])).out, /disabled +- +- +Dealer Net$/);
  const lines = await db.read<{ details: unknown }>(
    sql`select details from audit_events where action = 'organization.set-contact' order by id`,
  );
  assert.deepEqual(lines, [{ details: { hasContact: true } }, { details: { hasContact: false } }]);
});

test('a brand is set piece by piece, shown and cleared', async () => {
  const owner = ['--organization', 'dealer-net'];
  const logo = join(dataDir, 'logo.png');
  writeFileSync(logo, await makeSampleLogo());
  assert.equal((await ops(['brand', 'set', ...owner, '--name', 'Dealer Net', '--color', '1F6FB5'])).err, '');
  assert.equal((await ops(['brand', 'set', ...owner, '--logo', logo])).err, '');
  assert.match(
    (await ops(['brand', 'show', ...owner])).out,
    /^name +Dealer Net\ncolor +#1f6fb5, contrast 4\.\d\d:1 .* 3\.\d\d:1 .*\nlogo +440 x 100 pixels, \d+ bytes$/,
  );
  assert.match(
    (await ops(['brand', 'set', ...owner, '--color', '#00205b'])).err,
    /^#00205b has a contrast of 14\.\d\d:1 to the light page and 1\.\d\d:1 to the dark one; .* is #[0-9a-f]{6}$/,
  );
  assert.match((await ops(['brand', 'set', ...owner, '--logo', join(dataDir, 'none')])).err, /cannot be read: ENOENT$/);
  assert.match((await ops(['brand', 'set', ...owner])).err, /^say a name, a color or a logo$/);
  assert.match((await ops(['brand', 'show'])).err, /^name --seller or --organization$/);
  assert.equal((await ops(['brand', 'clear', ...owner])).err, '');
  assert.match((await ops(['brand', 'clear', ...owner])).err, /^there is no brand$/);
});

test('what cannot be done is said in one line', async () => {
  const cases: [words: string[], kind: typeof AdminError | typeof UsageError, text: RegExp][] = [
    [
      ['organizations', 'create', '--slug', 'dealer-net', '--name', 'Again'],
      AdminError,
      /^organization dealer-net exists already$/,
    ],
    [['organizations', 'create', '--slug', 'Bad Slug', '--name', 'x'], AdminError, /^a slug has/],
    [['organizations', 'create', '--slug', 'x'], UsageError, /^--name is missing$/],
    [['organizations', 'create', '--slgu', 'x'], UsageError, /^Unknown option '--slgu'/],
    [['organizations', 'disable', '--slug', 'nobody'], AdminError, /^there is no organization nobody$/],
    [['organizations', 'disable', '--slug', 'dealer-net'], AdminError, /disabled already$/],
    [
      ['organizations', 'set-contact', '--organization', 'dealer-net', '--email', 'no address'],
      AdminError,
      /^a contact/,
    ],
    [['organizations', 'set-contact', '--organization', 'dealer-net'], UsageError, /^--email is missing$/],
    [['grants', 'add', '--organization', 'dealer-net', '--seller', 'x'], AdminError, /^there is no seller x$/],
    [['tiers', 'set', '--organization', 'dealer-net', '--tier', 'HIGH'], AdminError, /^the tiers are/],
    [['tiers', 'set', '--organization', 'dealer-net', '--tier', 'ENTERPRISE'], AdminError, /needs limits/],
    [['capabilities', 'set', '--organization', 'dealer-net', '--multi-vin-orders', 'yes'], UsageError, /is on or off$/],
    [['sellers', 'create', '--name', 'x', '--country', 'Germany'], AdminError, /^a country has/],
    [['sellers', 'create', '--name', 'x', '--country', 'DD'], AdminError, /^a country has/],
    [['sellers', 'create', '--name', 'x', '--country', 'XK'], AdminError, /^a country has/],
    [['cars', 'list'], UsageError, /^there is no cars/],
    [['sellers', 'sell'], UsageError, /sellers --help$/],
    [['constructor'], UsageError, /^there is no constructor/],
    [['organizations', 'constructor'], UsageError, /organizations --help$/],
    [['--slug', 'x'], UsageError, /^Unknown option '--slug'/],
    [['sellers', '--name', 'x'], UsageError, /^Unknown option '--name'/],
    [['organizations', 'create', '--slug'], UsageError, /^Option '--slug <slug>' argument missing$/],
    [['link-key', 'retire', '--key', '2'], AdminError, /^link key 2 signs new links; run link-key rotate first/],
    [['link-key', 'retire', '--key', '9'], AdminError, /^there is no link key 9$/],
    [['link-key', 'retire', '--key', 'old'], UsageError, /must be the number of a key$/],
    [['link-key', 'retire'], UsageError, /^--key is missing$/],
    [['organizations', 'list', 'all'], UsageError, /^Too many arguments for 'list'/],
    [['clients', 'list', '--organisation', 'x'], UsageError, /^Unknown option '--organisation' .*--organization/],
    [
      ['tiers', 'set', '--organization', 'x', '--tier', 'ENTERPRISE', '--read', '5'],
      UsageError,
      /^--write is missing$/,
    ],
  ];
  for (const [words, kind, text] of cases) {
    const outcome = await ops(words);
    assert.ok(outcome.error instanceof kind, words.join(' '));
    assert.match(outcome.err, text);
    assert.equal(outcome.err.split('\n').length, 1, outcome.err);
  }
});

test('a database that does not answer is said in one line', async () => {
  const production = {
    DATABASE_URL: 'postgres://127.0.0.1:9/nt24',
    OIDC_ISSUER: 'https://idp.example',
    PUBLIC_BASE_URL: 'https://kyc.example',
    MASTER_KEY: `1:${Buffer.alloc(32).toString('base64')}`,
  };
  const { err } = await ops(['organizations', 'list'], production);
  assert.equal(err, 'the database of DATABASE_URL cannot be used: connect ECONNREFUSED 127.0.0.1:9');
});

test('no database is made beside variables of production, unless the demo is meant', async () => {
  const elsewhere = { DATA_DIR: join(dataDir, 'elsewhere') };
  const production = {
    ...elsewhere,
    OIDC_ISSUER: 'https://idp.example',
    MASTER_KEY: `1:${Buffer.alloc(32).toString('base64')}`,
  };
  const list = ['organizations', 'list'];
  const told =
    /^wrong settings:\n {2}DATABASE_URL is required beside (.+); DEMO=on means the demo's embedded database$/;
  const { err, error } = await ops(list, production);
  assert.equal(told.exec(err)?.[1], 'OIDC_ISSUER, MASTER_KEY');
  assert.ok(error instanceof ConfigError);
  for (const name of ['PUBLIC_BASE_URL', 'OIDC_AUDIENCE', 'SMTP_URL', 'ABUSE_CONTACT', 'OPERATOR_NAME'] as const) {
    const value = { ...PRODUCTION_SETTINGS, PUBLIC_BASE_URL: 'https://kyc.example' }[name];
    assert.equal(told.exec((await ops(list, { ...elsewhere, [name]: value, DATABASE_URL: ' ' })).err)?.[1], name);
  }
  assert.equal(existsSync(elsewhere.DATA_DIR), false, 'nothing was made');
  const demo = { OIDC_ISSUER: 'http://127.0.0.1:8180/realms/nt24-idp', DEMO: 'on' };
  assert.match((await ops(list, demo)).out, /dealer-net/, 'as with Keycloak beside the demo');
});

test('help stands at every level, without a database', async () => {
  const nowhere = { DATA_DIR: '/dev/null/nowhere' };
  assert.match(
    (await ops(['--help'], nowhere)).out,
    /organizations .*create, list, set-contact, set-arrival-mails, disable, enable/,
  );
  assert.match((await ops(['dpa', '--help'], nowhere)).out, /dpa accept .*\n.*\n\n.*dpa withdraw/);
  assert.match((await ops(['tiers', 'set', '--help'], nowhere)).out, /--tier <tier> \[--read <n>/);
  for (const [asked, alike] of [
    [['--help'], [[], ['-h'], ['help']]],
    [
      ['dpa', '--help'],
      [['dpa'], ['dpa', '-h'], ['dpa', 'help'], ['help', 'dpa']],
    ],
    [
      ['tiers', 'set', '--help'],
      [
        ['tiers', 'set', '-h'],
        ['tiers', 'help', 'set'],
      ],
    ],
  ] as const) {
    const { out } = await ops(asked, nowhere);
    assert.match(out, /^Usage: npm run ops -- /);
    for (const words of alike) assert.deepEqual(await ops(words, nowhere), { out, error: undefined, err: '' });
  }
});

test('an option is given by a blank or by an equals sign, the last one counts, and a value may look like an option', async () => {
  const made = await ops(['sellers', 'create', '--name=First', '--name', '--country', '--country=AT']);
  assert.match(made.out, /^seller --country created: \S+$/);
  assert.match((await ops(['sellers', 'list'])).out, /AT +--country$/m);
});

test('a word that is no command ends with 2, what cannot be done with 1, and help with 0', async () => {
  const entry = fileURLToPath(new URL('../run.js', import.meta.url));
  const exit = (words: readonly string[]): number | null =>
    spawnSync(process.execPath, [entry, 'ops', ...words], { env: { ...process.env, DATA_DIR: dataDir } }).status;
  assert.equal(exit(['sellers', 'sell']), 2);
  assert.equal(exit(['sellers', 'create', '--name', 'x']), 2);
  assert.equal(exit(['organizations', 'disable', '--slug', 'nobody']), 1);
  assert.equal(exit(['help', 'sellers']), 0);
});
