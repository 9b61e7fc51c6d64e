import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from '../platform/data-folder.ts';
import type { Database } from '../platform/db/database.ts';
import { newId } from '../platform/ids.ts';
import {
  type FirstOrganizations,
  insertFirstOrganizations,
  listOrganizations,
  MAX_CALLS_PER_MINUTE,
} from '../modules/parties/organizations/index.ts';
import { mergeLocalClients } from './local-client-file.ts';
import { commitWrite } from '../core/write/index.ts';
import type { Partner } from '../core/identity/index.ts';
import { idsOf } from './seeded-ids.ts';

export interface DemoOrganization {
  readonly organizationUuid: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly sellers: readonly Partner[];
}

/** `DATA_DIR/demo.json`: all that a newcomer or a script needs to begin. Holds secrets. */
export interface DemoFile {
  /** Without /v1. */
  readonly apiUrl: string;
  readonly tokenUrl: string;
  readonly publicBaseUrl: string;
  /** Of its ids and secrets; absent: they are random. */
  readonly seed?: string;
  readonly organizations: Readonly<Record<DemoSlug, DemoOrganization>>;
}

export type DemoAddresses = Omit<DemoFile, 'organizations' | 'seed'>;

export interface DemoSetting {
  readonly dataDir: string;
  readonly dpaVersion: string;
  /** Flags of all capabilities that there are. */
  readonly capabilities: readonly string[];
  readonly addresses: DemoAddresses;
  /** By whose words ids and secrets are made; undefined: at random. */
  readonly seed?: string | undefined;
}

const SECRET_BYTES = 24;

type DemoSlug = keyof typeof PROFILES;

interface Profile {
  readonly name: string;
  readonly tier: 'STANDARD' | 'HIGH_VOLUME' | 'ENTERPRISE';
  readonly allCapabilities: boolean;
  readonly signed: boolean;
  readonly sellers: readonly { readonly name: string; readonly country: string }[];
}

const PROFILES = {
  marketplace: {
    name: 'Autoweb Europe Marketplace',
    tier: 'HIGH_VOLUME',
    allCapabilities: true,
    signed: true,
    sellers: [
      { name: 'Autohaus Brenner GmbH', country: 'DE' },
      { name: 'Garage Lefèvre SARL', country: 'FR' },
    ],
  },
  bank: {
    name: 'Noordzee Lease Bank',
    tier: 'STANDARD',
    allCapabilities: false,
    signed: true,
    sellers: [{ name: 'Van Dijk Automotive B.V.', country: 'NL' }],
  },
  load: {
    name: 'Load Test',
    tier: 'ENTERPRISE',
    allCapabilities: true,
    signed: true,
    sellers: [{ name: 'Auto Kowalski sp. z o.o.', country: 'PL' }],
  },
  unsigned: {
    name: 'Newcomer without DPA',
    tier: 'STANDARD',
    allCapabilities: false,
    signed: false,
    sellers: [{ name: 'Automóviles Sol S.L.', country: 'ES' }],
  },
} as const satisfies Record<string, Profile>;

/**
 * Makes the demo data when there is no organization at all, and keeps the addresses in the file up to date. Files come first and are
 * replaced as long as the database is empty, so a crash in between leaves nothing that the next start does not mend.
 * @returns undefined when the organizations are not the demo's
 */
export async function ensureDemo(db: Database, setting: DemoSetting): Promise<DemoFile | undefined> {
  const known = readDemoFile(setting.dataDir);
  const present = await listOrganizations(db);
  if (present.length > 0) {
    const ours = known && present.some(({ id }) => id === known.organizations.marketplace.organizationUuid);
    return ours ? writeDemoFile(setting.dataDir, { ...known, ...setting.addresses }) : undefined;
  }
  // What a reset, or a first attempt that died, has left of it.
  const organizations = known?.seed === setting.seed ? known?.organizations : undefined;
  const demo = {
    ...setting.addresses,
    ...(setting.seed !== undefined && { seed: setting.seed }),
    organizations: organizations ?? inventOrganizations(setting.seed),
  };
  const secrets = Object.values(demo.organizations).map(({ clientId, clientSecret }) => [clientId, clientSecret]);
  mergeLocalClients(setting.dataDir, Object.fromEntries(secrets));
  writeDemoFile(setting.dataDir, demo);
  await insertDemo(db, demo, setting);
  return demo;
}

export function readDemoFile(dataDir: string): DemoFile | undefined {
  const path = join(dataDir, 'demo.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

function writeDemoFile(dataDir: string, demo: DemoFile): DemoFile {
  writePrivateFile(join(dataDir, 'demo.json'), `${JSON.stringify(demo, undefined, 2)}\n`);
  return demo;
}

function inventOrganizations(seed: string | undefined): DemoFile['organizations'] {
  const inventOrganization = inventorOf(seed);
  const marketplace = inventOrganization('marketplace');
  const bank = inventOrganization('bank');
  const shared = marketplace.sellers.slice(0, 1);
  return {
    marketplace,
    bank: { ...bank, sellers: [...bank.sellers, ...shared] },
    load: inventOrganization('load'),
    unsigned: inventOrganization('unsigned'),
  };
}

function inventorOf(seed: string | undefined): (slug: DemoSlug) => DemoOrganization {
  const idOf = seed === undefined ? newId : idsOf(seed, 'demo');
  const secretOf = (slug: DemoSlug): string =>
    (seed === undefined ? randomBytes(SECRET_BYTES) : seededBytes(seed, `secret ${slug}`)).toString('base64url');
  return (slug) => ({
    organizationUuid: idOf(),
    clientId: `api-client-${slug}`,
    clientSecret: secretOf(slug),
    sellers: PROFILES[slug].sellers.map((seller) => ({ uuid: idOf(), ...seller })),
  });
}

function seededBytes(seed: string, about: string): Buffer {
  return createHmac('sha256', seed).update(about).digest().subarray(0, SECRET_BYTES);
}

async function insertDemo(db: Database, demo: DemoFile, setting: DemoSetting): Promise<void> {
  const entries = Object.entries(demo.organizations);
  const sellers = new Map(
    entries.flatMap(([, entry]) => entry.sellers.map(({ uuid, ...seller }) => [uuid, { id: uuid, ...seller }])),
  );
  const rows = {
    organizations: entries.map(([slug, { organizationUuid }]) => organizationRow(organizationUuid, slug, setting)),
    clients: entries.map(([, entry]) => ({ client_id: entry.clientId, organization_id: entry.organizationUuid })),
    sellers: [...sellers.values()],
    grants: entries.flatMap(([, entry]) =>
      entry.sellers.map((seller) => ({ organization_id: entry.organizationUuid, seller_id: seller.uuid })),
    ),
  };
  await commitWrite(db, {
    effect: () => insertFirstOrganizations(rows),
    actor: { kind: 'SYSTEM' },
    audit: [{ action: 'demo.create' }],
  });
}

function organizationRow(
  id: string,
  slug: string,
  { dpaVersion, capabilities }: DemoSetting,
): FirstOrganizations['organizations'][number] {
  const profile: Profile = PROFILES[asDemoSlug(slug)];
  const limit = profile.tier === 'ENTERPRISE' ? MAX_CALLS_PER_MINUTE : null;
  return {
    id,
    slug,
    name: profile.name,
    admin_email: `kyc@${slug}.example`,
    rate_limit_tier: profile.tier,
    read_per_minute: limit,
    write_per_minute: limit,
    webhook_per_minute: limit,
    capabilities: profile.allCapabilities ? [...capabilities] : [],
    dpa_version: profile.signed ? dpaVersion : null,
  };
}

/** Safe: the slugs are the keys of an object that was made from PROFILES. */
function asDemoSlug(slug: string): DemoSlug {
  return slug as DemoSlug;
}
