import sql, { empty, type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { type BrandFacts, brandFacts } from '../../parties/brand/index.ts';
import type { StoredFile } from '../../files/index.ts';
import { type DocumentType, STORAGE_KEYS, STORED_FILE_COLUMNS, storedFileValues } from '../../kyc/documents/index.ts';
import type { InvitationStatus } from '../invitations/index.ts';

/** A KYC invitation as the buyer's page needs it, with all that it speaks of. `status` is the one by the clock. */
export interface LinkRow {
  id: string;
  seller_id: string;
  buyer_id: string;
  status: InvitationStatus;
  link_version: number;
  is_opened: boolean;
  recipient_email: string;
  locale: string;
  message: string | null;
  requested_documents: DocumentType[];
  redirect_url: string | null;
  expires_at: Date;
  buyer_status: 'ACTIVE' | 'BLOCKED';
  company_name: string;
  vat_number: string;
  street: string;
  post_code: string;
  city: string;
  country: string;
  seller_name: string;
  seller_country: string;
  organization_name: string;
  /** The seller's, or else the organization's; null where the operator has set none. */
  brand: BrandFacts | null;
  /** What the buyer said of the company data: in the draft, or, once sent, in the submission. */
  company_confirmed: boolean | null;
  company_remark: string | null;
  draft_file_count: number;
  submission_id: string | null;
  /** The organization has somebody to be told by mail. */
  has_contact: boolean;
  /** Within the last 24 hours, so that asking again would not count. */
  new_link_asked_at: Date | null;
  /** A mail about it went, or is on its way, to the organization's contact. */
  is_contact_told: boolean;
  /** Within the last 24 hours, so that reporting again would not count. */
  misuse_reported_at: Date | null;
  submitted_at: Date | null;
  /** Of the notice that was agreed to, once sent. */
  privacy_notice_version: string | null;
  now: Date;
}

/** By id alone, for a link or a session that was proven genuine. */
export function findLink(db: Database, invitationId: string): Promise<LinkRow | undefined> {
  return db.readFirst(sql`select i.id, i.seller_id, i.buyer_id, invitation_status(i.status, i.expires_at) as status, i.link_version,
      i.opened_at is not null as is_opened, i.recipient_email, i.locale, i.message, i.requested_documents, i.redirect_url, i.expires_at,
      b.status as buyer_status, b.company_name, b.vat_number, b.street, b.post_code, b.city, b.country,
      s.name as seller_name, s.country as seller_country, o.name as organization_name, ${brandFacts} as brand,
      coalesce(k.company_confirmed, d.company_confirmed) as company_confirmed,
      case when k.id is null then d.company_remark else k.company_remark end as company_remark,
      (select count(*)::int from kyc_files f where f.invitation_id = i.id) as draft_file_count,
      k.id as submission_id, k.submitted_at, k.privacy_notice_version,
      o.admin_email is not null as has_contact,
      case when i.new_link_asked_at > now() - interval '24 hours' then i.new_link_asked_at end as new_link_asked_at,
      case when i.misuse_reported_at > now() - interval '24 hours' then i.misuse_reported_at end as misuse_reported_at,
      exists (select from mails m where m.invitation_id = i.id and m.kind = 'NEW_LINK_REQUEST' and m.created_at >= i.new_link_asked_at
        and m.status in ('QUEUED', 'SENDING', 'SENT')) as is_contact_told,
      date_trunc('milliseconds', now()) as now
    from invitations i
    join buyers b on b.seller_id = i.seller_id and b.id = i.buyer_id
    join sellers s on s.id = i.seller_id
    join organizations o on o.id = i.organization_id
    left join kyc_drafts d on d.invitation_id = i.id
    left join kyc_submissions k on k.invitation_id = i.id
    where i.id = ${invitationId}::uuid and i.kind = 'KYC'`);
}

export interface LinkFileRow {
  id: string;
  type: DocumentType;
  file_name: string;
  byte_size: number;
  /** Of the file, its review copy and its preview. */
  storage_keys: string[];
  preview_storage_key: string | null;
  preview_width: number | null;
  preview_height: number | null;
  created_at: Date;
}

const LINK_FILE: Sql = sql`f.id, f.type, f.file_name, f.byte_size, ${STORAGE_KEYS} as storage_keys, f.preview_storage_key,
      f.preview_width, f.preview_height, f.created_at`;

/** What waits in the draft, in the order of its coming. */
export function listDraftFiles(db: Database, invitationId: string): Promise<LinkFileRow[]> {
  return db.read(sql`select ${LINK_FILE} from kyc_files f
    where f.invitation_id = ${invitationId}::uuid order by f.created_at, f.id`);
}

export interface SubmittedFileRow extends LinkFileRow {
  sha256: Buffer;
}

/** What was sent. */
export function listSubmittedFiles(db: Database, submissionId: string): Promise<SubmittedFileRow[]> {
  return db.read(sql`select ${LINK_FILE}, f.sha256
    from kyc_submissions k
    join kyc_documents d on d.seller_id = k.seller_id and d.buyer_id = k.buyer_id and d.submission_id = k.id
    join kyc_files f on f.document_id = d.id
    where k.id = ${submissionId}::uuid order by d.type, f.position`);
}

/**
 * A CTE named `standing` that has the invitation only where the buyer may still work on it. It locks the row: a revocation and
 * the write that follows come one after the other, and the later one sees what the earlier one did.
 */
export function lockStanding(link: LinkRow): Sql {
  return sql`standing as materialized (
      select i.id, i.seller_id, i.link_version from invitations i join buyers b on b.seller_id = i.seller_id and b.id = i.buyer_id
      where i.id = ${link.id}::uuid and i.seller_id = ${link.seller_id}::uuid and i.status = 'ACTIVE' and i.expires_at > now()
        and i.link_version = ${link.link_version}::int and b.status = 'ACTIVE'
      for no key update of i)`;
}

export function markOpened(link: LinkRow): (guard: Sql) => Sql {
  return (guard) => sql`${lockStanding(link)},
    effect as (update invitations i set opened_at = now() from standing
      where i.id = standing.id and i.seller_id = standing.seller_id and i.opened_at is null and ${guard} returning i.id)`;
}

export interface CompanyAnswer {
  readonly isCorrect: boolean;
  readonly remark: string | null;
}

export function upsertCompanyAnswer(link: LinkRow, answer: CompanyAnswer): (guard: Sql) => Sql {
  return (guard) => sql`${lockStanding(link)},
    effect as (insert into kyc_drafts (invitation_id, company_confirmed, company_remark)
      select standing.id, ${answer.isCorrect}::boolean, ${answer.remark}::text from standing where ${guard}
      on conflict (invitation_id) do update set company_confirmed = excluded.company_confirmed,
        company_remark = excluded.company_remark, updated_at = now()
      returning invitation_id)`;
}

export interface NewDraftFile extends StoredFile {
  readonly id: string;
  readonly type: DocumentType;
  readonly taken?: TakenUpload | undefined;
}

/** The upload that becomes the file: `take` gives a CTE named `upload`, which has a row for one caller only. */
export interface TakenUpload {
  readonly uploadId: string;
  readonly take: (guard: Sql) => Sql;
}

/**
 * Adds the file where the draft has room: counted under the lock, so that uploads at once cannot overfill it. An upload took its
 * room when it began.
 */
export function insertDraftFile(link: LinkRow, file: NewDraftFile, maxFiles: number): (guard: Sql) => Sql {
  const { taken } = file;
  return (guard) => sql`${lockStanding(link)}, ${taken ? sql`${taken.take(guard)},` : empty}
    effect as (insert into kyc_files (upload_id, id, invitation_id, type, ${STORED_FILE_COLUMNS})
      select ${taken?.uploadId}::uuid, ${file.id}::uuid, standing.id, ${file.type}, ${storedFileValues(file)} from standing
      where ${taken ? sql`exists (select from upload)` : hasRoom(maxFiles)} and ${guard}
      returning id)`;
}

/** For one more file, those on their way counted. */
export function hasRoom(maxFiles: number): Sql {
  return sql`cardinality(draft_file_ids(standing.id)) + draft_upload_count(standing.id) < ${maxFiles}::int`;
}

export function deleteDraftFile(link: LinkRow, fileId: string): (guard: Sql) => Sql {
  return (guard) => sql`${lockStanding(link)},
    effect as (delete from kyc_files f using standing
      where f.invitation_id = standing.id and f.id = ${fileId}::uuid and ${guard} returning f.id)`;
}
