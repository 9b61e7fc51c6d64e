import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { eventually } from '../packages/harness/src/eventually.ts';
import { openStage, type Provisioned, secretIn, type Stage } from './stage.ts';

const WINDOW_SECONDS = 20;
const DAY_SECONDS = 24 * 3600;

interface Profiles {
  readonly profiles: { executors: { configuration: Record<string, number> }[] }[];
}

describe('the secret of a client in Keycloak', () => {
  let stage: Stage;
  let client: Provisioned;
  let window: number | undefined;
  let second: string;
  before(async () => {
    stage = await openStage();
    client = await stage.provision();
  });
  after(async () => {
    if (window !== undefined) await setWindow(window);
    await stage.close();
  });

  /** Nobody waits for days here. @returns how it was before */
  async function setWindow(seconds: number): Promise<number | undefined> {
    const path = '/client-policies/profiles';
    const { profiles } = await stage.realm.read<Profiles>(path);
    const rotation = profiles[0]?.executors[0]?.configuration ?? {};
    const before = rotation['rotated-expiration-period'];
    rotation['rotated-expiration-period'] = seconds;
    await stage.realm.change('PUT', path, { profiles });
    return before;
  }
  const renew = (...words: string[]): Promise<string> =>
    stage.ops('clients', 'new-secret', '--client-id', client.clientId, ...words);
  const works = async (secret: string): Promise<boolean> => {
    const { status, access_token: token } = await stage.realm.asClient(client.clientId, secret);
    if (status !== 200) return false;
    assert.equal(await stage.statusWith(token), 200);
    return true;
  };

  it('goes on for 24 to 72 h beside the next one, by the policy of our realm file', async () => {
    window = await setWindow(WINDOW_SECONDS);
    assert.ok(window !== undefined && window >= DAY_SECONDS && window <= 3 * DAY_SECONDS, `${window}`);
  });

  it('works beside the next one, and ends when its time is over', async () => {
    const printed = await renew();
    second = secretIn(printed);
    assert.match(printed, /^the one before works until \d{4}-/m);
    assert.deepEqual([await works(client.secret), await works(second)], [true, true]);
    assert.match(await renew(), new RegExp(`^secret, shown again: ${second}$`, 'm'));
    assert.deepEqual([await works(client.secret), await works(second)], [true, true]);
    await eventually('the old one ends', async () => !(await works(client.secret)), 4 * WINDOW_SECONDS * 1000);
    assert.ok(await works(second));
  });

  it('ends at once when it has leaked', async () => {
    const printed = await renew('--leaked');
    assert.match(printed, /^the one before does not work any more$/m);
    assert.deepEqual([await works(second), await works(secretIn(printed))], [false, true]);
  });

  it('is shown once: whoever repeats the making of the client is told where another is to be had', async () => {
    const again = await stage.ops('clients', 'create', '--organization', client.slug, '--keycloak');
    assert.match(again, /is there already; clients new-secret/);
    assert.ok(!again.includes('secret, shown'));
  });

  it('is kept by a repeat that finishes what was broken off between Keycloak and here', async () => {
    const half = { clientId: 'api-client-half', secret: 'shown-to-nobody-yet-of-32-letters' };
    const { id: _id, secret: _secret, ...like } = await stage.realm.clientOf(client.clientId);
    const protocolMappers = (like['protocolMappers'] as object[]).map((mapper) => ({ ...mapper, id: undefined }));
    await stage.realm.change('POST', '/clients', { ...like, ...half, protocolMappers });
    const words = ['clients', 'create', '--organization', client.slug, '--client-id', half.clientId, '--keycloak'];
    assert.equal(secretIn(await stage.ops(...words)), half.secret);
    const { access_token: token } = await stage.realm.asClient(half.clientId, half.secret);
    assert.equal(await stage.statusWith(token), 200);
  });

  it('of a client that another hand has made is left alone', async () => {
    const words = ['clients', 'create', '--organization', client.slug, '--client-id', 'account', '--keycloak'];
    await assert.rejects(stage.ops(...words), /was not made by this command/);
  });

  it('of the client by which the commands sign in is renewed by the same command', async () => {
    const printed = await stage.ops('clients', 'new-secret', '--client-id', 'nt24-ops');
    const { secret } = await stage.realm.clientOf('nt24-ops');
    assert.equal(secretIn(printed), secret);
    assert.match(printed, /^the one before works until \d{4}-/m);
  });
});
