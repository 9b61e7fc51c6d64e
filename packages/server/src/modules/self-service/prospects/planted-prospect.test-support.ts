import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import sql from 'sql-template-tag';
import type { TestOrganization, TestService } from '../../../../../harness/src/service.ts';
import { commitWrite } from '../../../core/write/index.ts';
import { makePdf } from '../../files/sample-files.ts';
import { type DocumentType, insertDraftFile, KYC_FILE } from '../../kyc/documents/index.ts';
import type { CompanyDetails } from './visitors/drafts-repository.ts';
import { openPerson, type ProspectPerson, sealPerson } from './sealed-person.ts';

export interface ProspectWish {
  readonly prospectUuid?: string;
  readonly invitationUuid?: string;
  /** Null: a CONSUMER. */
  readonly company?: Partial<CompanyDetails> | null;
  readonly person?: ProspectPerson;
  readonly status?: 'DRAFT' | 'SUBMITTED';
}

/** A file of the prospect, in the store and in its draft, as the page adds one. */
export async function plantFile(
  { db, deps: { files } }: TestService,
  { prospectUuid }: PlantedProspect,
  { id = randomUUID(), type = 'COC_EXTRACT' }: { readonly id?: string; readonly type?: DocumentType } = {},
): Promise<string> {
  const stored = await files.receive(Readable.from([makePdf()]), { fileName: 'extract.pdf', maxBytes: 1e6 });
  const outcome = await commitWrite(db, {
    actor: { kind: 'BUYER' },
    effect: (guard) => sql`draft as (select id from link_places where id = ${prospectUuid}::uuid),
      effect as (${insertDraftFile(sql`draft`, { ...stored, id, type }, guard)})`,
    also: [files.keep(stored, { kind: KYC_FILE, id })],
  });
  assert.equal(outcome, 'committed');
  return id;
}

export interface PlantedProspect {
  readonly prospectUuid: string;
  readonly invitationUuid: string;
  readonly company: CompanyDetails | null;
  readonly person: ProspectPerson;
}

/** A link that a seller has published. */
export async function plantLink({ db }: TestService, { sellerId, organizationId }: TestOrganization): Promise<string> {
  const id = randomUUID();
  await db.write(sql`insert into invitations (id, seller_id, kind, organization_id, label, locale, requested_documents, link_kid, expires_at)
    values (${id}::uuid, ${sellerId}::uuid, 'PROSPECT', ${organizationId}::uuid, 'At the door', 'de', '{}', 1, now() + interval '90 days')`);
  return id;
}

/** Somebody's submission on a link of the organization's first seller, as the page's own statements leave it. */
export async function plantProspect(
  service: TestService,
  org: TestOrganization,
  wish: ProspectWish = {},
): Promise<PlantedProspect> {
  const { prospectUuid = randomUUID() } = wish;
  const invitationUuid = wish.invitationUuid ?? (await plantLink(service, org));
  const company = wish.company === null ? null : companyOf(wish.company);
  const person = wish.person ?? { email: 'ana@garagem.example', firstName: 'Ana', lastName: 'Silva' };
  const status = wish.status ?? 'SUBMITTED';
  const isDraft = status === 'DRAFT';
  const sealed = sealPerson(service.deps.keyring, prospectUuid, person);
  await service.db.write(sql`with place as (
      insert into link_places (id, seller_id, invitation_id, address_hash, reserved_until, used_at)
      values (${prospectUuid}::uuid, ${org.sellerId}::uuid, ${invitationUuid}::uuid, ${randomBytes(32)}::bytea,
        now() + interval '2 hours', case when not ${isDraft}::boolean then now() end)
      returning id)
    insert into prospects (id, seller_id, invitation_id, status, type, language, sealed_person, company_name, vat_number, street,
      post_code, city, country, submission_id, privacy_notice_version, submitted_at)
    select id, ${org.sellerId}::uuid, ${invitationUuid}::uuid, ${status}::text,
      ${isDraft ? null : company ? 'COMPANY' : 'CONSUMER'}::text, 'de', ${sealed}::bytea,
      ${company?.companyName}::text, ${company?.vatNumber}::text, ${company?.street}::text, ${company?.postCode}::text,
      ${company?.city}::text, ${company?.country}::text, ${isDraft ? null : randomUUID()}::uuid, ${isDraft ? null : '1'}::text,
      case when not ${isDraft}::boolean then now() end
    from place`);
  return { prospectUuid, invitationUuid, company, person };
}

export async function expectPersonOpen(service: TestService, { prospectUuid, person }: PlantedProspect): Promise<void> {
  const [row] = await service.db.read<{ id: string; sealed_person: Buffer }>(
    sql`select id, sealed_person from prospects where id = ${prospectUuid}::uuid`,
  );
  assert.ok(row);
  assert.deepEqual(openPerson(service.deps.keyring, row), person);
}

function companyOf(changes: Partial<CompanyDetails> = {}): CompanyDetails {
  return {
    companyName: 'Garagem Central Lda',
    vatNumber: `PT${randomBytes(5).toString('hex').toUpperCase()}`,
    street: 'Rua das Flores 12',
    postCode: '4050-262',
    city: 'Porto',
    country: 'PT',
    ...changes,
  };
}
