import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { configFolder } from './config-folder.ts';
import { mergedSettings } from './settings.ts';

const PROFILE = {
  baseUrl: 'https://api.example',
  issuer: 'https://idp.example',
  clientId: 'one',
  clientSecret: 'secret',
  seller: 'a',
};

describe('settings', () => {
  it('lie where programs of the system have theirs', () => {
    const folderOf = (platform: NodeJS.Platform, home: string, env: Record<string, string> = {}): string =>
      configFolder({ platform, home, env });
    assert.equal(folderOf('linux', '/home/ana'), '/home/ana/.config/nt24');
    assert.equal(folderOf('linux', '/home/ana', { XDG_CONFIG_HOME: '/etc/ana' }), '/etc/ana/nt24');
    assert.equal(folderOf('linux', '/home/ana', { XDG_CONFIG_HOME: 'etc' }), '/home/ana/.config/nt24');
    assert.equal(folderOf('darwin', '/Users/ana'), '/Users/ana/Library/Application Support/nt24');
    assert.equal(folderOf('win32', 'C:\\Users\\ana', { APPDATA: 'C:\\Data' }), 'C:\\Data\\nt24');
    assert.equal(folderOf('win32', 'C:\\Users\\ana'), 'C:\\Users\\ana\\AppData\\Roaming\\nt24');
  });

  it('are those of the profile, each replaced by its variable', () => {
    assert.deepEqual(mergedSettings(PROFILE, {}), { ...PROFILE, tokenUrl: undefined });
    const env = {
      NT24_BASE_URL: 'https://b.example',
      NT24_CLIENT_SECRET: 'other',
      // Empty is not said.
      NT24_CLIENT_ID: '',
      NT24_SELLER: 'b',
    };
    const merged = {
      ...PROFILE,
      baseUrl: 'https://b.example',
      clientSecret: 'other',
      seller: 'b',
      tokenUrl: undefined,
    };
    assert.deepEqual(mergedSettings(PROFILE, env), merged);
  });

  it('take nothing of another client out of the profile', () => {
    const { clientSecret, seller, clientId } = mergedSettings(PROFILE, { NT24_CLIENT_ID: 'two' });
    assert.deepEqual([clientId, clientSecret, seller], ['two', undefined, undefined]);
    const same = mergedSettings(PROFILE, { NT24_CLIENT_ID: 'one' });
    assert.deepEqual([same.clientSecret, same.seller], ['secret', 'a']);
  });

  it('never lead a secret to two places', () => {
    const { issuer, tokenUrl } = mergedSettings(PROFILE, { NT24_TOKEN_URL: 'https://t.example' });
    assert.deepEqual([issuer, tokenUrl], [undefined, 'https://t.example']);
    const other = mergedSettings(
      { ...PROFILE, issuer: undefined, tokenUrl: 'https://t.example' },
      { NT24_ISSUER: 'https://i.example' },
    );
    assert.deepEqual([other.issuer, other.tokenUrl], ['https://i.example', undefined]);
  });
});
