import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ConfigError, loadConfig, type LoadOptions } from './config.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'nt24-config-'));
after(() => rmSync(dataDir, { recursive: true }));

const masterKey = `7:${Buffer.alloc(32, 7).toString('base64')}`;
const production = {
  DATABASE_URL: 'postgres://nt24:secret@db/nt24',
  OIDC_ISSUER: 'https://idp.example/realms/nt24-idp/',
  PUBLIC_BASE_URL: 'https://kyc.example/',
  MASTER_KEY: masterKey,
  OIDC_AUDIENCE: 'nt24-api',
  SMTP_URL: 'smtps://nt24:hunter3@mail.example',
  ABUSE_CONTACT: 'abuse@nt24.example',
  OPERATOR_NAME: 'NT24 Operations',
};

function problemsOf(source: Record<string, string>, requireDatabase = false, isTool = false): string[] {
  try {
    loadConfig(source, { requireDatabase, isTool });
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

test('production mode names everything that is missing, beside what is wrong', () => {
  const namesOf = (problems: readonly string[]) => problems.map((problem) => problem.trim().split(' ')[0]);
  const toServe = ['OIDC_AUDIENCE', 'SMTP_URL', 'ABUSE_CONTACT', 'OPERATOR_NAME'];
  const toOpen = ['DATABASE_URL', 'OIDC_ISSUER', 'PUBLIC_BASE_URL', 'MASTER_KEY'];
  assert.deepEqual(namesOf(problemsOf({}, true)), [...toOpen, ...toServe]);
  assert.deepEqual(namesOf(problemsOf({}, true, true)), toOpen, 'a tool serves nobody');
  for (const name of toServe) {
    for (const blank of [{ [name]: '' }, { [name]: '  ' }])
      assert.deepEqual(namesOf(problemsOf({ ...production, ...blank })), [name], 'by DATABASE_URL alone');
  }
  assert.deepEqual(namesOf(problemsOf({ ...production, PORT: 'x', OPERATOR_NAME: '', SMTP_URL: 'mail' })), [
    'PORT',
    'SMTP_URL',
    'OPERATOR_NAME',
  ]);
  assert.match(problemsOf({ ...production, SMTP_URL: '' }).join(), /SMTP_URL=file: /, 'says how to go without');
});

test('mails become files in production only where that is said', () => {
  const smtpOf = (settings: Readonly<Record<string, string>>, requireDatabase: boolean) =>
    loadConfig({ DATA_DIR: dataDir, ...settings }, { requireDatabase }).smtp;
  assert.equal(smtpOf({ ...production, SMTP_URL: 'file:' }, true), undefined);
  assert.equal(smtpOf({ SMTP_URL: 'file:' }, false), undefined);
  assert.equal(smtpOf(production, true)?.url, production.SMTP_URL);
  for (const wrong of ['file:///var/mail', 'file', 'http://mail.example'])
    assert.match(problemsOf({ SMTP_URL: wrong }).join(), /SMTP_URL must be /, wrong);
});

test('the address of a service that is asked holds no password, and the problem does not repeat it', () => {
  for (const name of ['TIMESTAMP_URL', 'VIES_URL', 'IDENFY_API_URL']) {
    const problems = problemsOf({ [name]: 'https://user:hush@service.example/path' }).join();
    assert.match(problems, new RegExp(`${name} must hold no user name and no password`));
    assert.ok(!problems.includes('hush'));
    assert.ok(
      !problemsOf({ [name]: 'https://service.example/path' })
        .join()
        .includes(name),
    );
  }
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

test('buyers read who runs the service, and whom to tell of misuse', () => {
  const operatorOf = (settings: Readonly<Record<string, string>>) =>
    loadConfig({ ...production, ...settings }, { requireDatabase: true }).operator;
  const named = { name: 'NT24 Operations', abuseContact: 'abuse@nt24.example' };
  assert.deepEqual(operatorOf({}), named);
  assert.deepEqual(operatorOf({ MAIL_FROM: 'NT24 KYC <kyc@nt24.example>' }), named);
  const demoOf = (settings: Readonly<Record<string, string>>) =>
    loadConfig({ DATA_DIR: dataDir, ...settings }, { requireDatabase: false }).operator;
  assert.deepEqual(demoOf({}), { name: 'NT24', abuseContact: 'no-reply@nt24.example' });
  assert.deepEqual(demoOf({ MAIL_FROM: 'kyc@nt24.example', OPERATOR_NAME: 'We' }), {
    name: 'We',
    abuseContact: 'kyc@nt24.example',
  });
  assert.deepEqual(demoOf({ MAIL_FROM: 'kyc@nt24.example' }).name, 'NT24 demo', 'an address is no name');
  for (const wrong of ['NT24 <abuse@nt24.example>', 'a@x.example,b@x.example', 'nobody'])
    assert.equal(problemsOf({ ...production, ABUSE_CONTACT: wrong }).length, 1, wrong);
});

test('the page needs https, except on the loopback interface', () => {
  assert.equal(problemsOf({ ...production, PUBLIC_BASE_URL: 'http://kyc.example' }).length, 1);
  assert.equal(problemsOf({ ...production, PUBLIC_BASE_URL: 'http://127.0.0.1:8080' }).length, 0);
});

test('plain cookies are of the demo alone, and production cannot be brought to them', () => {
  const plainCookies = (settings: Readonly<Record<string, string>>, options: LoadOptions) =>
    loadConfig({ DATA_DIR: dataDir, ...settings }, options).plainCookies;
  const demo = {};
  assert.equal(plainCookies({}, { requireDatabase: false, demo }), true);
  assert.equal(plainCookies({}, { requireDatabase: false, demo: { lanAddress: '192.0.2.7' } }), true);
  assert.equal(plainCookies({ PUBLIC_BASE_URL: 'https://demo.example' }, { requireDatabase: false, demo }), false);
  assert.equal(plainCookies({}, { requireDatabase: false }), false, 'only where it is asked for');
  for (const requireDatabase of [true, false])
    for (const address of ['https://kyc.example', 'http://localhost:8080', 'http://127.0.0.1:8080'])
      for (const beside of [{}, { DEMO: 'on' }, { HOST: '0.0.0.0' }])
        assert.equal(
          plainCookies({ ...production, ...beside, PUBLIC_BASE_URL: address }, { requireDatabase, demo }),
          false,
        );
});

test('an address in the local network is the whole of where the demo is, and never production', () => {
  const load = (settings: Readonly<Record<string, string>>) =>
    loadConfig({ DATA_DIR: dataDir, ...settings }, { requireDatabase: false, demo: { lanAddress: '192.168.1.23' } });
  const config = load({ PORT: '8109' });
  assert.equal(config.http.host, '192.168.1.23');
  assert.equal(config.publicBaseUrl, 'http://192.168.1.23:8109');
  assert.equal(config.oidc.issuer, 'http://192.168.1.23:8109/realms/nt24-idp');
  for (const beside of [production, { HOST: '0.0.0.0' }, { PUBLIC_BASE_URL: 'https://demo.example' }])
    assert.throws(() => load(beside), /cannot be set beside --lan/);
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

test('persons are verified by iDenfy where all of it is set, and by the sandbox in the demo alone', () => {
  const idenfy = { IDENFY_API_KEY: 'key', IDENFY_API_SECRET: 'hunter4', IDENFY_CALLBACK_KEY: 'hunter5' };
  const verificationOf = (settings: Readonly<Record<string, string>>, requireDatabase: boolean) =>
    loadConfig({ DATA_DIR: dataDir, ...settings }, { requireDatabase }).verification;
  const apiUrl = 'https://ivs.idenfy.com';
  const set = { kind: 'idenfy', apiUrl, apiKey: 'key', apiSecret: 'hunter4', callbackKey: 'hunter5' };
  assert.deepEqual(verificationOf({ ...production, ...idenfy }, true), set);
  assert.deepEqual(verificationOf(idenfy, false), set);
  assert.deepEqual(verificationOf({}, false), { kind: 'sandbox' });
  for (const beside of [{}, { DEMO: 'on' }])
    assert.equal(verificationOf({ ...production, ...beside }, true), undefined);
  for (const name of Object.keys(idenfy)) {
    const problems = problemsOf({ ...production, ...idenfy, [name]: '' });
    assert.deepEqual(
      problems.map((problem) => problem.trim().split(' ')[0]),
      [name],
    );
    assert.doesNotMatch(problems.join(), /hunter/);
  }
});
