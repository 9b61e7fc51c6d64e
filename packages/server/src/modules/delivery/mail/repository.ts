import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../platform/db/database.ts';
import { type BrandFacts, brandFacts, brandLogo } from '../../parties/brand/index.ts';
import type { DocumentType } from '../../kyc/documents/index.ts';

type InvitationMailKind = 'INVITATION' | 'REMINDER' | 'RECEIPT' | 'NEW_LINK_REQUEST' | 'ABUSE_REPORT';
export type MailKind = InvitationMailKind | EndpointMailRow['kind'];

export interface SubmissionFacts {
  id: string;
  submittedAt: string;
  isCompanyCorrect: boolean;
  remark: string | null;
  privacyNoticeVersion: string;
}

export interface SubmittedFileFacts {
  type: DocumentType;
  fileName: string;
  byteSize: number;
  /** In hexadecimal. */
  sha256: string;
}

interface QueuedMail {
  id: string;
  status: 'QUEUED' | 'SENDING' | 'SENT' | 'FAILED' | 'CANCELLED';
  created_at: Date;
  /** It still has something to say; see `isWanted`. */
  is_wanted: boolean;
}

/** A mail about a webhook endpoint that was paused. */
export interface EndpointMailRow extends QueuedMail {
  kind: 'WEBHOOK_PAUSED';
  endpoint_id: string;
  endpoint_url: string;
  failures: number;
  failing_since: Date | null;
  organization_name: string;
  contact_email: string | null;
}

/** A mail with all that it speaks of. */
export interface MailRow extends QueuedMail {
  kind: InvitationMailKind;
  invitation_id: string;
  seller_id: string;
  link_version: number;
  link_kid: number;
  recipient_email: string;
  locale: string;
  message: string | null;
  expires_at: Date;
  requested_documents: DocumentType[];
  /** Types of the files that wait in the buyer's draft. */
  drafted_documents: DocumentType[];
  company_name: string;
  vat_number: string;
  seller_name: string;
  seller_country: string;
  organization_name: string;
  organization_slug: string;
  /** Of the organization. */
  contact_email: string | null;
  buyer_id: string;
  label: string | null;
  invitation_status: string;
  /** Of a report of misuse that has not come to an end yet. */
  sealed_report: Buffer | null;
  /** The seller's, or else the organization's. */
  brand: BrandFacts | null;
  /** PNG. */
  brand_logo: Buffer | null;
  submission: SubmissionFacts | null;
  submitted_files: SubmittedFileFacts[];
}

/**
 * A mail with a link is wanted while that link works, the wish for a new link while nobody has met it; nothing is sent to a blocked
 * buyer. A report of misuse is wanted whatever becomes of the invitation. Names: `m` mail, `i` invitation, `b` buyer, `o` organization.
 */
const isWanted = sql`case m.kind
  when 'ABUSE_REPORT' then true
  when 'NEW_LINK_REQUEST' then o.admin_email is not null and m.link_version = i.link_version
    and invitation_status(i.status, i.expires_at) = 'EXPIRED'
  else b.status = 'ACTIVE' and m.link_version = i.link_version
    and (m.kind = 'RECEIPT' or invitation_status(i.status, i.expires_at) = 'ACTIVE') end`;

const joined = sql`invitations i join buyers b on b.seller_id = i.seller_id and b.id = i.buyer_id
  join organizations o on o.id = i.organization_id`;

/** Wanted while the endpoint is paused. Names: `m` mail, `w` endpoint, `o` organization. */
const isEndpointMailWanted = sql`w.status = 'PAUSED' and o.admin_email is not null`;
const endpoints = sql`webhook_endpoints w join organizations o on o.id = w.organization_id`;

export async function findMail(db: Database, mailId: string): Promise<MailRow | EndpointMailRow | undefined> {
  return (await findInvitationMail(db, mailId)) ?? findEndpointMail(db, mailId);
}

function findEndpointMail(db: Database, mailId: string): Promise<EndpointMailRow | undefined> {
  return db.readFirst(sql`select m.id, m.kind, m.status, m.created_at, ${isEndpointMailWanted} as is_wanted, w.id as endpoint_id, w.url as endpoint_url,
      w.consecutive_failures as failures, w.failing_since, o.name as organization_name, o.admin_email as contact_email
    from mails m join ${endpoints} on w.id = m.endpoint_id
    where m.id = ${mailId}::uuid`);
}

function findInvitationMail(db: Database, mailId: string): Promise<MailRow | undefined> {
  return db.readFirst(sql`select m.id, m.kind, m.status, m.created_at, ${isWanted} as is_wanted, i.id as invitation_id, i.seller_id, i.link_version,
      i.link_kid, i.recipient_email, i.locale, i.message, i.expires_at, i.requested_documents,
      array(select distinct f.type from kyc_files f where f.invitation_id = i.id) as drafted_documents,
      b.company_name, b.vat_number, s.name as seller_name, s.country as seller_country, o.name as organization_name,
      o.slug as organization_slug, o.admin_email as contact_email, i.buyer_id, i.label,
      invitation_status(i.status, i.expires_at) as invitation_status, m.sealed_report, ${brandFacts} as brand, ${brandLogo} as brand_logo,
      (select jsonb_build_object('id', k.id, 'submittedAt', k.submitted_at, 'isCompanyCorrect', k.company_confirmed, 'remark', k.company_remark,
          'privacyNoticeVersion', k.privacy_notice_version)
        from kyc_submissions k where k.invitation_id = i.id) as submission,
      coalesce((select jsonb_agg(jsonb_build_object('type', f.type, 'fileName', f.file_name, 'byteSize', f.byte_size, 'sha256', encode(f.sha256, 'hex')) order by d.type, f.position)
        from kyc_submissions k
        join kyc_documents d on d.seller_id = k.seller_id and d.buyer_id = k.buyer_id and d.submission_id = k.id
        join kyc_files f on f.document_id = d.id
        where k.invitation_id = i.id), '[]') as submitted_files
    from mails m join ${joined} on i.id = m.invitation_id
    join sellers s on s.id = i.seller_id
    where m.id = ${mailId}::uuid`);
}

/** False when the mail is not wanted any more, or no longer waits; of several at once one gets true. */
export async function claimMail(
  db: Database,
  { id, kind }: { id: string; kind: MailKind },
  options: { isRepeatable: boolean },
): Promise<boolean> {
  const [subject, stands] =
    kind === 'WEBHOOK_PAUSED'
      ? [endpoints, sql`w.id = m.endpoint_id and ${isEndpointMailWanted}`]
      : [joined, sql`i.id = m.invitation_id and ${isWanted}`];
  const row = await db.writeFirst(sql`update mails m set status = 'SENDING', attempts = m.attempts + 1 from ${subject}
    where m.id = ${id}::uuid and ${stands}
      and (m.status = 'QUEUED' or (${options.isRepeatable} and m.status = 'SENDING'))
    returning m.id`);
  return row !== undefined;
}

export async function cancelMail(db: Database, mailId: string): Promise<void> {
  await db.write(
    sql`update mails set status = 'CANCELLED', sealed_report = null where id = ${mailId}::uuid and status in ('QUEUED', 'SENDING')`,
  );
}

/** Also where another process, which could not know better, took it for lost. */
export function markSent(mailId: string): (guard: Sql) => Sql {
  return (guard) => sql`effect as (update mails set status = 'SENT', sent_at = now(), sealed_report = null
    where id = ${mailId}::uuid and status <> 'SENT' and ${guard} returning id)`;
}

export function markUnsent(mailId: string, status: 'QUEUED' | 'FAILED'): (guard: Sql) => Sql {
  return (guard) => sql`effect as (update mails set status = ${status},
      sealed_report = case when ${status} = 'QUEUED' then sealed_report end
    where id = ${mailId}::uuid and status in ('QUEUED', 'SENDING') and ${guard} returning id)`;
}
