import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import pg from 'pg';
import { pino } from 'pino';
import sql from 'sql-template-tag';
import * as admin from '../packages/server/src/modules/parties/organizations/admin.ts';
import { openDatabase } from '../packages/server/src/platform/db/database.ts';
import { migrate } from '../packages/server/src/platform/db/migrate.ts';
import { createLocalIdp } from '../packages/server/src/demo/local-idp/local-idp.ts';
import { mergeLocalClients } from '../packages/server/src/demo/index.ts';

const BUYERS = 1_000;
const DPA_VERSION = '2026-01';
const SLUG = 'bench';
const PER_MINUTE = admin.MAX_CALLS_PER_MINUTE;

export interface Bench {
  readonly organizationId: string;
  readonly sellerId: string;
  readonly buyerIds: readonly string[];
  readonly clientSecret: string;
}

/** Schema, an ENTERPRISE organization without a limit in reach, a seller and its buyers. */
export async function prepareOrganization(databaseUrl: string, dataDir: string): Promise<Bench> {
  await migrate(databaseUrl);
  const db = openDatabase({ url: databaseUrl, poolSize: 2, log: pino({ level: 'silent' }) });
  try {
    const limits = { read: PER_MINUTE, write: PER_MINUTE, webhook: PER_MINUTE };
    const { id } = await admin.createOrganization(db, { slug: SLUG, name: 'Bench', tier: 'ENTERPRISE', limits });
    await admin.acceptDpa(db, SLUG, DPA_VERSION);
    await admin.createClient(db, SLUG, SLUG);
    const { uuid: sellerId } = await admin.createSeller(db, { name: 'Bench seller', country: 'DE' });
    await admin.addGrant(db, SLUG, sellerId);
    const clientSecret = randomBytes(16).toString('hex');
    mergeLocalClients(dataDir, { [SLUG]: clientSecret });
    const rows = await db.write<{ id: string }>(
      sql`insert into buyers (id, seller_id, vat_number, company_name, address_id, street, post_code, city, country, kyc_mode)
        select gen_random_uuid(), ${sellerId}::uuid, 'DE' || n, 'Buyer ' || n, gen_random_uuid(), 'Street 1', '10115', 'Berlin', 'DE',
          'NT24_LED'
        from generate_series(1, ${BUYERS}::int) n returning id`,
    );
    return { organizationId: id, sellerId, buyerIds: rows.map((row) => row.id), clientSecret };
  } finally {
    await db.close();
  }
}

/** Active invitations made in bulk, numbers `first` to `first + count - 1`, spread over the buyers. */
export async function prepareInvitations(
  databaseUrl: string,
  bench: Bench,
  first: number,
  count: number,
): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `insert into invitations (id, seller_id, buyer_id, kind, organization_id, recipient_email, locale, requested_documents, link_kid, expires_at)
       select lpad(n::text, 32, '0')::uuid, $1, ($2::uuid[])[1 + n % $3], 'KYC', $4, 'buyer' || n || '@example.com', 'en',
         '{COC_EXTRACT,VAT_CERTIFICATE}', 1, date_trunc('milliseconds', now()) + interval '14 days'
       from generate_series($5::int, $6::int) n`,
      [bench.sellerId, bench.buyerIds, BUYERS, bench.organizationId, first, first + count - 1],
    );
    await client.query('vacuum analyze');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

/** Of invitation number `n`. */
export function idOf(n: number): string {
  return String(n)
    .padStart(32, '0')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** The path of invitation number `n`. */
export function pathOf(bench: Bench, n: number): string {
  const id = idOf(n);
  return `${pathOfBuyer(bench, n)}/kyc/self-service-invitations/${id}`;
}

/** Of the buyer of invitation number `n`. */
export function pathOfBuyer({ sellerId, buyerIds }: Bench, n: number): string {
  return `/partners/${sellerId}/buyers/${buyerIds[n % BUYERS]}`;
}

/** The identity provider in this process: it is asked once for a token and once for its keys. */
export async function startIdp(dataDir: string, port: number): Promise<{ issuer: string; close: () => void }> {
  const issuer = `http://127.0.0.1:${port}/realms/nt24-idp`;
  const idp = createLocalIdp({ issuer, dataDir, log: pino({ level: 'silent' }) });
  const server = createServer((request, response) => idp.callback(request, response)).listen(port, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  return { issuer, close: () => void server.close() };
}

/** An access token, good for 5 minutes. */
export async function fetchToken(issuer: string, clientSecret: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: SLUG, client_secret: clientSecret });
  const response = await fetch(`${issuer}/protocol/openid-connect/token`, { method: 'POST', body });
  if (!response.ok) throw new Error(`no token: ${response.status}`);
  const { access_token: token } = (await response.json()) as { access_token: string };
  return token;
}
