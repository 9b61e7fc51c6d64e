import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ConfigError, loadConfig } from './config.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'nt24-config-'));
after(() => rmSync(dataDir, { recursive: true }));

const masterKey = `7:${Buffer.alloc(32, 7).toString('base64')}`;
const production = {
  DATABASE_URL: 'postgres://nt24:secret@db/nt24',
  OIDC_ISSUER: 'https://idp.example/realms/nt24-idp/',
  PUBLIC_BASE_URL: 'https://kyc.example/',
  MASTER_KEY: masterKey,
};

function problemsOf(source: Record<string, string>, requireDatabase = false): string[] {
  try {
    loadConfig(source, { requireDatabase });
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message.split('\n').slice(1);
  }
  return [];
}

test('all wrong variables are reported together, without their values', () => {
  const problems = problemsOf({
    ...production,
    PORT: '80a',
    LOG_LEVEL: 'loud',
    MASTER_KEY: '1:hunter2',
    DEMO: 'yes',
    TRUST_PROXY: 'everyone',
    COMPLETE_DOCUMENTS: 'coc',
    OIDC_JWKS_URL: 'ftp://keys',
    SMTP_NAME: 'mail.example\r\nRSET',
  });
  const names = problems.map((problem) => problem.trim().split(' ')[0]);
  assert.deepEqual(names, [
    'PORT',
    'OIDC_JWKS_URL',
    'MASTER_KEY',
    'SMTP_NAME',
    'LOG_LEVEL',
    'DEMO',
    'TRUST_PROXY',
    'COMPLETE_DOCUMENTS',
  ]);
  assert.ok(!problems.join().includes('hunter2'));
});

test('a proxy is an address or a network, and nothing that only looks like one', () => {
  for (const good of ['off', '10.0.0.1', '10.0.0.0/8', '::1', 'fd00::/8, 192.0.2.7', '::ffff:10.0.0.0/104'])
    assert.deepEqual(problemsOf({ TRUST_PROXY: good }), [], good);
  for (const bad of [
    '1.2.3.999',
    '1.2.3.4/33',
    '::1/129',
    '::::',
    '1.2.3',
    '10/8',
    '0.0.0.0/0',
    '1.2.3.4/',
    'on',
    'proxy',
  ])
    assert.match(problemsOf({ TRUST_PROXY: bad }).join(), /TRUST_PROXY must be off, or a list of/, bad);
});

test('production mode names everything that is missing', () => {
  assert.deepEqual(
    problemsOf({}, true).map((problem) => problem.trim().split(' ')[0]),
    ['DATABASE_URL', 'OIDC_ISSUER', 'PUBLIC_BASE_URL', 'MASTER_KEY'],
  );
});

test('production mode takes the operator at his word and makes no demo', () => {
  const config = loadConfig({ ...production, DEMO: 'on' }, { requireDatabase: false });
  assert.equal(config.embedded, false);
  assert.equal(config.demo, false);
  assert.equal(config.oidc.issuer, production.OIDC_ISSUER, 'an issuer is compared letter by letter');
  assert.equal(config.publicBaseUrl, 'https://kyc.example');
  assert.equal(config.mailFrom, 'no-reply@kyc.example');
  assert.equal(config.logLevel, 'info');
});

test('misuse is reported to the sender of the mails unless an address is given for it', () => {
  const abuseContactOf = (settings: Readonly<Record<string, string>>) =>
    loadConfig({ ...production, ...settings }, { requireDatabase: true }).operator.abuseContact;
  assert.equal(abuseContactOf({}), 'no-reply@kyc.example');
  assert.equal(abuseContactOf({ MAIL_FROM: 'NT24 KYC <kyc@nt24.example>' }), 'kyc@nt24.example');
  assert.equal(abuseContactOf({ ABUSE_CONTACT: 'abuse@nt24.example' }), 'abuse@nt24.example');
  for (const wrong of ['NT24 <abuse@nt24.example>', 'a@x.example,b@x.example', 'nobody'])
    assert.equal(problemsOf({ ...production, ABUSE_CONTACT: wrong }).length, 1, wrong);
});

test('the page needs https, except on the loopback interface', () => {
  assert.equal(problemsOf({ ...production, PUBLIC_BASE_URL: 'http://kyc.example' }).length, 1);
  assert.equal(problemsOf({ ...production, PUBLIC_BASE_URL: 'http://127.0.0.1:8080' }).length, 0);
});

test('master keys rotate: the first seals, ids are unique', () => {
  const older = `3:${Buffer.alloc(32, 3).toString('base64')}`;
  const config = loadConfig({ ...production, MASTER_KEY: `${masterKey},${older}` }, { requireDatabase: true });
  assert.deepEqual(
    config.masterKeys.map((key) => key.id),
    [7, 3],
  );
  assert.equal(problemsOf({ ...production, MASTER_KEY: `${older},${older}` }).length, 1);
  assert.equal(problemsOf({ ...production, MASTER_KEY: `256:${Buffer.alloc(32).toString('base64')}` }).length, 1);
});

test('without settings the demo runs on its own address with a master key of its own, kept', () => {
  const first = loadConfig({ DATA_DIR: dataDir, HOST: '0.0.0.0', PORT: '8109' }, { requireDatabase: false });
  const second = loadConfig({ DATA_DIR: dataDir }, { requireDatabase: false });
  assert.equal(first.publicBaseUrl, 'http://127.0.0.1:8109');
  assert.equal(first.oidc.issuer, 'http://127.0.0.1:8109/realms/nt24-idp');
  assert.equal(first.oidc.local, true);
  assert.deepEqual(first.completeDocuments, ['COC_EXTRACT', 'VAT_CERTIFICATE', 'AML_DECLARATION', 'CONTACT_*']);
  assert.deepEqual(first.masterKeys[0].key, second.masterKeys[0].key);
  const path = join(dataDir, 'master.key');
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.match(readFileSync(path, 'utf8'), /^1:/);
  assert.throws(() => Object.assign(first.http, { port: 1 }), TypeError);
});
