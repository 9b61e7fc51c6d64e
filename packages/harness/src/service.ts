import './forced-batches.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { AppDeps } from '../../server/src/app-deps.ts';
import { compose } from '../../server/src/compose.ts';
import { declared } from '../../server/src/modules.ts';
import { buildApp } from '../../server/src/app.ts';
import { type Config, loadConfig } from '../../server/src/config/config.ts';
import * as admin from '../../server/src/modules/parties/organizations/admin.ts';
import { systemClock } from '../../server/src/platform/clock.ts';
import { type Database, openDatabase } from '../../server/src/platform/db/database.ts';
import { createLogger } from '../../server/src/platform/logger.ts';
import { openLocalIdp } from '../../server/src/demo/local-idp/index.ts';
import { openVerificationSandbox } from '../../server/src/demo/verification-sandbox/index.ts';
import { createTokenVerifier } from '../../server/src/platform/tokens/index.ts';
import { shareSigningKeys } from './shared-signing-keys.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { holdToDeclarations } from './declared-answers.ts';
import { freePort } from './free-port.ts';
import { recorded } from './recorded-database.ts';
import { mergeLocalClients } from '../../server/src/demo/index.ts';

export interface TestOrganization {
  readonly organizationId: string;
  readonly slug: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly sellers: readonly { readonly uuid: string; readonly name: string }[];
  readonly sellerId: string;
  /** A fresh access token from the service's own identity provider. */
  token(): Promise<string>;
}

export interface OrganizationWish {
  readonly sellers?: number;
  readonly capabilities?: Readonly<Record<string, boolean>>;
  readonly dpa?: boolean;
  /** Default ENTERPRISE with a million calls a minute. */
  readonly tier?: 'STANDARD' | 'HIGH_VOLUME' | 'ENTERPRISE';
  readonly perMinute?: number;
}

export interface CallOptions {
  readonly token?: string;
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestService {
  readonly url: string;
  readonly app: FastifyInstance;
  readonly db: Database;
  readonly databaseUrl: string;
  /** What it is made of. */
  readonly deps: AppDeps;
  readonly config: Config;
  /** Every log line so far. */
  readonly logLines: string[];
  organization(wish?: OrganizationWish): Promise<TestOrganization>;
  /** A JSON call; a write without `key` gets a fresh one. */
  call(method: string, path: string, options?: CallOptions): Promise<Response>;
  close(): Promise<void>;
}

const CLOSE_PATIENCE_MS = 2_000;
/** Every capability there is. */
const ALL = Object.fromEntries(declared.capabilities.map(({ flag }) => [flag, true]));

/**
 * The whole API on a port and a database of its own, unless one is given, with the local identity provider. A `DATA_DIR` that is given
 * stays behind it, for a service that is started on it afterwards.
 * @param seen the database as the product sees it
 */
export async function startService(
  settings: Readonly<Record<string, string>> = {},
  givenDatabase?: TestDatabase,
  seen: (db: Database) => Database = recorded,
): Promise<TestService> {
  const [port, database, dataDir] = await Promise.all([
    settings['PORT'] ? Number(settings['PORT']) : freePort(),
    givenDatabase ?? createTestDatabase(),
    settings['DATA_DIR'] ?? mkdtemp(join(tmpdir(), 'nt24-test-')),
  ]);
  const config = loadConfig(
    // Nobody of a test asks VIES, or what stands in for it, unless it says so.
    { PORT: String(port), DATA_DIR: dataDir, DATABASE_POOL_SIZE: '8', VIES_URL: 'off', ...settings },
    { requireDatabase: false },
  );
  const logLines: string[] = [];
  const log = createLogger('trace', { write: (line) => void logLines.push(line) });
  const db = openDatabase({ url: database.url, poolSize: config.database.poolSize, log });
  const composition = compose({
    config,
    db: seen(db),
    databaseUrl: database.url,
    log,
    print: () => undefined,
  });
  await composition.start();
  const { issuer, jwksUrl } = config.oidc;
  const tokens = createTokenVerifier({ issuer, ...(jwksUrl && { jwksUrl }), clock: systemClock, log });
  shareSigningKeys(dataDir);
  const { mount } = openLocalIdp({ issuer: config.oidc.issuer, dataDir, log });
  const app = await buildApp({
    ...composition,
    config,
    tokens,
    phase: { now: 'serving' },
    mountIdentityProvider: mount,
    ...(config.verification?.kind === 'sandbox' && {
      mountDemo: openVerificationSandbox(composition.deps.keyring).mount,
    }),
  });
  await app.listen({ host: '127.0.0.1', port });
  holdToDeclarations(app.server);
  tokens.start();
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url);

  return {
    url,
    app,
    db,
    databaseUrl: database.url,
    deps: composition.deps,
    config,
    logLines,
    organization: (wish) => createOrganization({ db: composition.deps.db, dataDir, config }, wish ?? {}),
    call: (method, path, options) => call(url + path, method, options ?? {}),
    async close() {
      // An answer that a failed test did not read must not keep the whole suite waiting.
      const patience = setTimeout(() => app.server.closeAllConnections(), CLOSE_PATIENCE_MS);
      await app.close();
      clearTimeout(patience);
      tokens.close();
      composition.stop();
      await db.close();
      await Promise.all([
        database.drop(),
        ...(settings['DATA_DIR'] === undefined ? [rm(dataDir, { recursive: true, force: true })] : []),
      ]);
    },
  };
}

/** On a busy machine the start itself can look like overload for a moment. */
async function untilReady(url: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${url}/health/ready`);
    await response.body?.cancel();
    if (response.ok) return;
    await sleep(50);
  }
}

interface Place {
  readonly db: Database;
  readonly dataDir: string;
  readonly config: Config;
}

async function createOrganization({ db, dataDir, config }: Place, wish: OrganizationWish): Promise<TestOrganization> {
  const slug = `org-${randomBytes(4).toString('hex')}`;
  const clientId = `api-client-${slug}`;
  const clientSecret = randomBytes(16).toString('hex');
  const tier = wish.tier ?? 'ENTERPRISE';
  const perMinute = wish.perMinute ?? 1_000_000;
  const limits = tier === 'ENTERPRISE' ? { read: perMinute, write: perMinute, webhook: perMinute } : undefined;
  const { id: organizationId } = await admin.createOrganization(db, {
    slug,
    name: `Organization ${slug}`,
    tier,
    ...(limits && { limits }),
  });
  await admin.setCapabilities(db, slug, wish.capabilities ?? ALL);
  if (wish.dpa !== false) await admin.acceptDpa(db, slug, config.dpaVersion);
  await admin.createClient(db, slug, clientId);
  mergeLocalClients(dataDir, { [clientId]: clientSecret });
  const sellers = [];
  for (let n = 0; n < (wish.sellers ?? 1); n += 1) {
    const { uuid, name } = await admin.createSeller(db, { name: `Seller ${n} of ${slug}`, country: 'DE' });
    await admin.addGrant(db, slug, uuid);
    sellers.push({ uuid, name });
  }
  const token = (): Promise<string> =>
    fetchToken(`${config.oidc.issuer}/protocol/openid-connect/token`, clientId, clientSecret);
  return { organizationId, slug, clientId, clientSecret, sellers, sellerId: sellers[0]?.uuid ?? '', token };
}

export async function fetchToken(tokenUrl: string, clientId: string, clientSecret: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
  });
  const response = await fetch(tokenUrl, { method: 'POST', body });
  if (!response.ok) throw new Error(`no token: ${response.status} ${await response.text()}`);
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}

function call(address: string, method: string, options: CallOptions): Promise<Response> {
  const { token, body } = options;
  const headers: Record<string, string> = {
    ...(method !== 'GET' && { 'idempotency-key': options.key ?? randomUUID() }),
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...options.headers,
  };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(address, { method, headers, ...(body !== undefined && { body: text }) });
}
