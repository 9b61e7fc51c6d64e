import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileCache } from '../packages/harness/src/compile-cache.ts';
import { createTestDatabase } from '../packages/harness/src/database.ts';
import { eventually } from '../packages/harness/src/eventually.ts';
import { freePort } from '../packages/harness/src/free-port.ts';
import { startMailServer } from '../packages/harness/src/mail-server.ts';
import { realmOf, runningKeycloak } from './keycloak-realm.ts';
import { createProcesses, type Processes } from './processes.ts';

const UNLIMITED = ['--tier', 'ENTERPRISE', ...['--read', '--write', '--webhook'].flatMap((of) => [of, '1000000'])];

export interface Provisioned {
  readonly slug: string;
  readonly clientId: string;
  readonly secret: string;
  readonly sellerId: string;
}

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** An API process and a worker in production mode, as an operator has them, with Keycloak as the identity provider and a database of their own. */
export async function openStage() {
  const keycloak = runningKeycloak();
  const realm = realmOf(keycloak);
  const { secret } = await realm.clientOf('nt24-ops');
  const [database, mails, port] = await Promise.all([createTestDatabase(), startMailServer(), freePort()]);
  const dataDir = mkdtempSync(join(tmpdir(), 'nt24-keycloak-data-'));
  const url = `http://127.0.0.1:${port}`;
  const processes = createProcesses({
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    DATABASE_URL: database.url,
    DATA_DIR: dataDir,
    OIDC_ISSUER: realm.issuer,
    OIDC_AUDIENCE: 'nt24-api',
    PUBLIC_BASE_URL: url,
    SMTP_URL: mails.url,
    MASTER_KEY: `1:${randomBytes(32).toString('base64')}`,
    OPERATOR_NAME: 'Example KYC Services',
    ABUSE_CONTACT: 'abuse@example.com',
    KEYCLOAK_ADMIN_SECRET: String(secret),
    ...compileCache(),
  });
  async function close(): Promise<void> {
    await processes.stop();
    await mails.close();
    rmSync(dataDir, { recursive: true, force: true });
    await database.drop();
  }
  try {
    processes.startWorker();
    await processes.startApi(port);
  } catch (error) {
    // Else the test would wait for them for ever.
    await close();
    throw error;
  }
  const provisioned = (): Promise<Provisioned> => provision(processes);
  return { ...processes, ...callsAt(url, processes), keycloak, realm, url, mails, provision: provisioned, close };
}

/** What the README provisions, under names of its own, and with no limit that a test would meet. */
async function provision({ ops }: Processes): Promise<Provisioned> {
  const slug = `org-${randomBytes(4).toString('hex')}`;
  await ops('organizations', 'create', '--slug', slug, '--name', `Marketplace ${slug}`, ...UNLIMITED);
  await ops('dpa', 'accept', '--organization', slug);
  await ops('capabilities', 'set', '--organization', slug, '--marketplace-led-kyc', 'on');
  const secret = secretIn(await ops('clients', 'create', '--organization', slug, '--keycloak'));
  const seller = await ops('sellers', 'create', '--name', 'Autohaus Brenner GmbH', '--country', 'DE');
  const sellerId = /: (\S+)\s*$/.exec(seller)?.[1] ?? '';
  await ops('grants', 'add', '--organization', slug, '--seller', sellerId);
  return { slug, clientId: `api-client-${slug}`, secret, sellerId };
}

function callsAt(url: string, { logged }: Processes) {
  /** @param target such as `GET /v1/me` */
  function call(target: string, token: string, body?: object): Promise<Response> {
    const [method = '', path = ''] = target.split(' ');
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    if (method !== 'GET') headers['idempotency-key'] = randomUUID();
    if (body) headers['content-type'] = 'application/json';
    return fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  }

  /** Refused, and for the operator with this reason. The log is written a moment later. */
  async function expectRefused(token: string, reason: string): Promise<void> {
    const reasons = (): string[] => [...logged().matchAll(/"reason":"([\w-]+)"/g)].map(([, found = '']) => found);
    const before = reasons().length;
    assert.equal((await call('GET /v1/me', token)).status, 401);
    await eventually('the refusal is in the log', () => reasons().length > before);
    assert.equal(reasons().at(-1), reason);
  }

  /** The status of `GET /v1/me`, which tells whether a token opens anything. */
  const statusWith = async (token: string): Promise<number> => (await call('GET /v1/me', token)).status;

  return { call, expectRefused, statusWith };
}

export function secretIn(printed: string): string {
  const secret = /^secret, shown only now: (\S+)$/m.exec(printed)?.[1];
  assert.ok(secret, printed);
  return secret;
}
