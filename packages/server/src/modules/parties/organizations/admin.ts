import { AdminError } from '../../../platform/admin-error.ts';
import { isCountryCode } from '../../../platform/country.ts';
import { isUuid, newId } from '../../../platform/ids.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { Sql } from 'sql-template-tag';
import * as repository from './admin-repository.ts';
import type { ClientRow, OrganizationRow, TierLimits } from './admin-repository.ts';
import { commitWrite } from '../../../core/write/index.ts';
import type { Partner, RateLimitTier } from '../../../core/identity/index.ts';
import type { AuditEntry } from '../../../core/audit/index.ts';

export type { ClientRow, OrganizationRow, TierLimits } from './admin-repository.ts';

const TIERS: readonly RateLimitTier[] = ['STANDARD', 'HIGH_VOLUME', 'ENTERPRISE'];

/** The hard ceiling of contract 2.7, calls per minute in each category. */
export const MAX_CALLS_PER_MINUTE = 10_000_000;

const MAX_NAME_LENGTH = 200;
const MAX_ADDRESS_LENGTH = 254;
const ADDRESS = /^[^\s@<>,;:"\p{Cc}]+@[^\s@<>,;:"\p{Cc}]+$/u;

export interface WantedTier {
  readonly tier: string;
  /** ENTERPRISE only. */
  readonly limits?: TierLimits;
}

interface Change {
  readonly effect: Sql;
  readonly audit: AuditEntry;
  readonly organizationId?: string;
  /** Said when there was nothing to change. */
  readonly otherwise: string;
}

/** Every change leaves an audit row of an OPERATOR in the same transaction. */
async function commitChange(db: Database, { effect, audit, organizationId, otherwise }: Change): Promise<void> {
  const actor = { kind: 'OPERATOR', ...(organizationId !== undefined && { organizationId }) } as const;
  if ((await commitWrite(db, { effect: () => effect, actor, audit: [audit] })) !== 'committed')
    throw new AdminError(otherwise);
}

export interface NewOrganization extends WantedTier {
  readonly slug: string;
  readonly name: string;
}

/** Without capabilities and DPA. @throws AdminError when the slug is malformed or taken */
export async function createOrganization(db: Database, wanted: NewOrganization): Promise<OrganizationRow> {
  const { slug, name, limits } = wanted;
  requireForm(
    /^[a-z0-9][a-z0-9-]{0,62}$/.test(slug),
    'a slug has 1 to 63 of a-z, 0-9 and -, and does not start with -',
  );
  requireName(name);
  const tier = requireTier(wanted);
  const id = newId();
  await commitChange(db, {
    effect: repository.insertOrganization({ id, slug, name, tier, limits }),
    audit: { action: 'organization.create', subjectId: id, details: { slug, tier, ...limits } },
    organizationId: id,
    otherwise: `organization ${slug} exists already`,
  });
  return getOrganization(db, slug);
}

export function listOrganizations(db: Database): Promise<OrganizationRow[]> {
  return repository.selectOrganizations(db);
}

/** @throws AdminError when there is none */
export async function getOrganization(db: Database, slug: string): Promise<OrganizationRow> {
  const organization = await repository.findOrganization(db, slug);
  if (!organization) throw new AdminError(`there is no organization ${slug}`);
  return organization;
}

/** Bites within 5 s: every call of its clients is then 401. */
export async function setOrganizationDisabled(db: Database, slug: string, disabled: boolean): Promise<void> {
  const { id } = await getOrganization(db, slug);
  await commitChange(db, {
    effect: repository.markOrganizationDisabled(id, disabled),
    audit: { action: disabled ? 'organization.disable' : 'organization.enable', subjectId: id },
    organizationId: id,
    otherwise: `organization ${slug} is ${disabled ? 'disabled' : 'enabled'} already`,
  });
}

/** Whom mails about its invitations' buyers go to; `null`: nobody any more. The trail says that it was set, not to what. */
export async function setContact(db: Database, slug: string, email: string | null): Promise<void> {
  if (email !== null) requireAddress(email, 'a contact');
  const { id } = await getOrganization(db, slug);
  await commitChange(db, {
    effect: repository.updateContact(id, email),
    audit: { action: 'organization.set-contact', subjectId: id, details: { hasContact: email !== null } },
    organizationId: id,
    otherwise: `organization ${slug} could not be changed`,
  });
}

/** Mails when documents arrive: to the contact, to an address of their own, or none. */
export type ArrivalMails = 'contact' | 'none' | { readonly email: string };

/** @returns whether there is somebody to tell, where they are on */
export async function setArrivalMails(db: Database, slug: string, wanted: ArrivalMails): Promise<boolean> {
  const email = typeof wanted === 'object' ? wanted.email : null;
  if (email !== null) requireAddress(email, 'where arrivals are told');
  const { id, admin_email: contact } = await getOrganization(db, slug);
  const isOn = wanted !== 'none';
  await commitChange(db, {
    effect: repository.updateArrivalMails(id, isOn, email),
    audit: {
      action: 'organization.set-arrival-mails',
      subjectId: id,
      details: { isOn, hasOwnAddress: email !== null },
    },
    organizationId: id,
    otherwise: `organization ${slug} could not be changed`,
  });
  return (email ?? contact) !== null;
}

function requireAddress(email: string, what: string): void {
  const isAddress = email.length <= MAX_ADDRESS_LENGTH && ADDRESS.test(email);
  requireForm(isAddress, `${what} is one mail address such as kyc@example.com, at most 254 characters`);
}

/** Contract 2.7. ENTERPRISE needs limits, the other tiers have their own. */
export async function setTier(db: Database, slug: string, wanted: WantedTier): Promise<void> {
  const tier = requireTier(wanted);
  const { id } = await getOrganization(db, slug);
  await commitChange(db, {
    effect: repository.updateTier(id, tier, wanted.limits),
    audit: { action: 'organization.set-tier', subjectId: id, details: { tier, ...wanted.limits } },
    organizationId: id,
    otherwise: `organization ${slug} could not be changed`,
  });
}

/** By flag: true gives it, false takes it away; flags that are not named stay as they are. */
export async function setCapabilities(
  db: Database,
  slug: string,
  flags: Readonly<Record<string, boolean>>,
): Promise<void> {
  requireForm(Object.keys(flags).length > 0, 'name at least one capability');
  const named = (on: boolean): string[] => Object.keys(flags).filter((flag) => flags[flag] === on);
  const { id } = await getOrganization(db, slug);
  await commitChange(db, {
    effect: repository.updateCapabilities(id, named(true), named(false)),
    audit: { action: 'organization.set-capabilities', subjectId: id, details: { ...flags } },
    organizationId: id,
    otherwise: `organization ${slug} could not be changed`,
  });
}

export async function acceptDpa(db: Database, slug: string, version: string): Promise<void> {
  requireForm(/^[\w.-]{1,50}$/.test(version), 'a DPA version has 1 to 50 letters, digits, dots and hyphens');
  const { id } = await getOrganization(db, slug);
  await commitChange(db, {
    effect: repository.updateDpa(id, version),
    audit: { action: 'organization.accept-dpa', subjectId: id, details: { version } },
    organizationId: id,
    otherwise: `organization ${slug} could not be changed`,
  });
}

/** From then on every call is 403 `dpa-not-accepted`, except GET /v1/me. */
export async function withdrawDpa(db: Database, slug: string): Promise<void> {
  const { id } = await getOrganization(db, slug);
  await commitChange(db, {
    effect: repository.updateDpa(id, null),
    audit: { action: 'organization.withdraw-dpa', subjectId: id },
    organizationId: id,
    otherwise: `organization ${slug} could not be changed`,
  });
}

/** Makes a client known here; its secret belongs to the identity provider. @throws AdminError when the id is malformed or taken */
export async function createClient(db: Database, slug: string, clientId: string): Promise<void> {
  requireClientId(clientId);
  const { id } = await getOrganization(db, slug);
  await commitChange(db, {
    effect: repository.insertClient(clientId, id),
    audit: { action: 'client.create', details: { clientId } },
    organizationId: id,
    otherwise: `client ${clientId} exists already`,
  });
}

function requireClientId(clientId: string): void {
  requireForm(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(clientId),
    'a client id has 1 to 100 letters, digits, dots, hyphens, underscores',
  );
}

/** Whether the client is known here already. @throws AdminError when the id is malformed, or another organization's */
export async function isClientOf(db: Database, slug: string, clientId: string): Promise<boolean> {
  requireClientId(clientId);
  const [{ id }, client] = await Promise.all([getOrganization(db, slug), repository.findClient(db, clientId)]);
  requireForm(client === undefined || client.organization_id === id, `client ${clientId} is another organization's`);
  return client !== undefined;
}

/** @throws AdminError when there is none */
export async function getClient(db: Database, clientId: string): Promise<{ readonly organization_id: string }> {
  const client = await repository.findClient(db, clientId);
  if (!client) throw new AdminError(`there is no client ${clientId}`);
  return client;
}

/** Of one organization, or of all. */
export async function listClients(db: Database, slug?: string): Promise<ClientRow[]> {
  return repository.selectClients(db, slug === undefined ? undefined : (await getOrganization(db, slug)).id);
}

/** Bites within 5 s: every call of it is then 401. */
export async function setClientDisabled(db: Database, clientId: string, disabled: boolean): Promise<void> {
  const client = await getClient(db, clientId);
  await commitChange(db, {
    effect: repository.markClientDisabled(clientId, disabled),
    audit: { action: disabled ? 'client.disable' : 'client.enable', details: { clientId } },
    organizationId: client.organization_id,
    otherwise: `client ${clientId} is ${disabled ? 'disabled' : 'enabled'} already`,
  });
}

/** @throws AdminError when the country is none of ISO 3166-1 alpha-2 */
export async function createSeller(
  db: Database,
  { name, country }: { name: string; country: string },
): Promise<Partner> {
  requireName(name);
  requireForm(isCountryCode(country), 'a country has two capital letters that ISO 3166-1 alpha-2 assigns, such as DE');
  const seller = { uuid: newId(), name, country };
  await commitChange(db, {
    effect: repository.insertSeller(seller),
    audit: { action: 'seller.create', subjectId: seller.uuid, sellerId: seller.uuid },
    otherwise: 'the seller could not be made',
  });
  return seller;
}

/** Of one organization's grants, or all there are. */
export async function listSellers(db: Database, slug?: string): Promise<Partner[]> {
  if (slug === undefined) return repository.selectSellers(db);
  return repository.selectGrantedSellers(db, (await getOrganization(db, slug)).id);
}

/** Contract 2.9: from then on the organization may act for the seller and sees all its buyers. */
export async function addGrant(db: Database, slug: string, sellerId: string): Promise<void> {
  const { id } = await getOrganization(db, slug);
  await getSeller(db, sellerId);
  await commitChange(db, {
    effect: repository.insertGrant(id, sellerId),
    audit: { action: 'grant.add', sellerId },
    organizationId: id,
    otherwise: `organization ${slug} has a grant on seller ${sellerId} already`,
  });
}

export async function removeGrant(db: Database, slug: string, sellerId: string): Promise<void> {
  const { id } = await getOrganization(db, slug);
  await getSeller(db, sellerId);
  await commitChange(db, {
    effect: repository.deleteGrant(id, sellerId),
    audit: { action: 'grant.remove', sellerId },
    organizationId: id,
    otherwise: `organization ${slug} has no grant on seller ${sellerId}`,
  });
}

/** @throws AdminError when there is none */
export async function getSeller(db: Database, sellerId: string): Promise<Partner> {
  const seller = isUuid(sellerId) ? await repository.findSeller(db, sellerId) : undefined;
  if (!seller) throw new AdminError(`there is no seller ${sellerId}`);
  return seller;
}

function requireTier({ tier: name, limits }: WantedTier): RateLimitTier {
  const tier = TIERS.find((known) => known === name);
  if (!tier) throw new AdminError(`the tiers are ${TIERS.join(', ')}`);
  requireForm(
    (tier === 'ENTERPRISE') === (limits !== undefined),
    'ENTERPRISE needs limits, the other tiers have their own',
  );
  const allowed = Object.values(limits ?? {}).every(
    (limit) => Number.isInteger(limit) && limit > 0 && limit <= MAX_CALLS_PER_MINUTE,
  );
  requireForm(allowed, `a limit is a whole number from 1 to ${MAX_CALLS_PER_MINUTE} calls a minute`);
  return tier;
}

function requireName(name: string): void {
  const length = [...name].length;
  requireForm(
    name.trim() !== '' && length <= MAX_NAME_LENGTH && !name.includes('\0'),
    `a name has 1 to ${MAX_NAME_LENGTH} characters`,
  );
}

function requireForm(holds: boolean, rule: string): void {
  if (!holds) throw new AdminError(rule);
}
