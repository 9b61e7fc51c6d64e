import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { loadConfig } from './config.ts';
import { whatIsOpen } from './what-is-open.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'nt24-open-'));
after(() => rmSync(dataDir, { recursive: true }));

const closed = {
  DATA_DIR: dataDir,
  DATABASE_URL: 'postgres://nt24:secret@db.example/nt24?sslmode=verify-full',
  OIDC_ISSUER: 'https://idp.example/realms/nt24-idp',
  OIDC_AUDIENCE: 'nt24-api',
  PUBLIC_BASE_URL: 'https://kyc.example',
  MASTER_KEY: `7:${Buffer.alloc(32, 7).toString('base64')}`,
  SMTP_URL: 'smtps://nt24:hunter3@mail.example',
  ABUSE_CONTACT: 'abuse@nt24.example',
  OPERATOR_NAME: 'NT24 Operations',
  CLAMD_URL: 'unix:/run/clamd.ctl',
  IDENFY_API_KEY: 'key',
  IDENFY_API_SECRET: 'hunter4',
  IDENFY_CALLBACK_KEY: 'hunter5',
  TRUST_PROXY: '10.0.0.1',
  VIES_URL: 'https://vies.example/rest-api/',
  VIES_REQUESTER_VAT_NUMBER: 'DE123456789',
  IMPRINT_URL: 'https://nt24.example/imprint',
  PRIVACY_URL: 'https://nt24.example/privacy',
};

function openIn(settings: Readonly<Record<string, string>>): string[] {
  return whatIsOpen(loadConfig(settings, { requireDatabase: false }));
}

test('nothing is open where everything is set', () => {
  assert.deepEqual(openIn(closed), []);
  for (const url of [
    'postgres://nt24:secret@127.0.0.1/nt24',
    'postgres://[::1]/nt24',
    'postgres://localhost/nt24',
    'postgresql://nt24@%2Fvar%2Frun%2Fpostgresql/nt24',
    'postgres:///nt24?host=/var/run/postgresql',
    'postgres://db.example/nt24?ssl=true',
  ])
    assert.deepEqual(openIn({ ...closed, DATABASE_URL: url }), [], url);
});

test('each thing left open is one line that begins with its variable, and tells no secret', () => {
  const left: [Record<string, string>, RegExp][] = [
    [{ CLAMD_URL: '' }, /^CLAMD_URL .*without a virus scan.*UNSCANNED/],
    [
      { IDENFY_API_KEY: '', IDENFY_API_SECRET: '', IDENFY_CALLBACK_KEY: '' },
      /^IDENFY_API_KEY .*no person can be verified/,
    ],
    [{ SMTP_URL: 'file:' }, /^SMTP_URL .*nobody gets a mail/],
    [{ SMTP_URL: 'smtp://nt24:hunter3@mail.example' }, /^SMTP_URL .*STARTTLS/],
    [{ TRUST_PROXY: '' }, /^TRUST_PROXY /],
    [{ VIES_URL: '' }, /^VIES_URL .*no VAT number is checked/],
    [{ VIES_URL: 'off' }, /^VIES_URL .*no VAT number is checked/],
    [{ VIES_URL: 'http://vies.example' }, /^VIES_URL .*not encrypted/],
    [{ VIES_REQUESTER_VAT_NUMBER: '' }, /^VIES_REQUESTER_VAT_NUMBER /],
    [{ WEBHOOK_ALLOW_LOOPBACK: 'on' }, /^WEBHOOK_ALLOW_LOOPBACK /],
    [{ DATABASE_URL: 'postgres://nt24:secret@db.example/nt24' }, /^DATABASE_URL .*not encrypted/],
    [{ DATABASE_URL: 'postgres://nt24:secret@db.example/nt24?sslmode=no-verify' }, /^DATABASE_URL .*certificate/],
    [{ OIDC_ISSUER: 'http://idp.example/realms/nt24-idp' }, /^OIDC_ISSUER .*not encrypted/],
    [{ OIDC_JWKS_URL: 'http://idp.example/certs' }, /^OIDC_JWKS_URL .*not encrypted/],
    [{ IMPRINT_URL: '' }, /^IMPRINT_URL /],
    [{ PRIVACY_URL: '' }, /^PRIVACY_URL /],
  ];
  for (const [settings, line] of left) {
    const [told, ...others] = openIn({ ...closed, ...settings });
    assert.match(told ?? '', line);
    assert.deepEqual(others, []);
    assert.doesNotMatch(told ?? '', /hunter[345]|secret/);
  }
  assert.equal(openIn({ ...closed, CLAMD_URL: '', TRUST_PROXY: '', SMTP_URL: 'file:' }).length, 3, 'all together');
});

test('the demo says that it is one', () => {
  assert.match(openIn({ DATA_DIR: dataDir })[0] ?? '', /^DATABASE_URL is not set: this is the demo/);
  assert.ok(openIn({ DATA_DIR: dataDir }).some((line) => /^VIES_URL .*stand-in of the demo/.test(line)));
});
