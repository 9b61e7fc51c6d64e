import type { TrailLine } from '../../../core/audit/index.ts';
import type { ReadingRow } from '../../../core/pii-log/index.ts';
import type { MailFactsRow } from '../../delivery/mail/index.ts';
import { usualEnding } from '../../files/index.ts';
import { type BuyerFileRow, presentDocument } from '../../kyc/documents/index.ts';
import type { SessionRecord } from '../../kyc/verification/index.ts';
import type { InvitationRecord } from '../invitations/index.ts';
import type { DraftRecord } from '../submissions/index.ts';
import type { UploadRow } from '../uploads/index.ts';

/** Rows as they stand in the archive, by names that stay; what has no value is left out when it is written. */

/** Nothing of it is anybody's choice: a file name may say anything. */
export function archivePathOf({ id, type, media_type: mediaType }: BuyerFileRow): string {
  return `files/${type.toLowerCase().replaceAll('_', '-')}-${id}.${usualEnding(mediaType)}`;
}

export function presentInvitationRecord(row: InvitationRecord): object {
  return {
    uuid: row.id,
    kind: row.kind,
    status: row.status,
    organizationUuid: row.organization_id,
    recipientEmail: row.recipient_email,
    label: row.label,
    locale: row.locale,
    message: row.message,
    requestedDocuments: row.requested_documents,
    redirectUrl: row.redirect_url,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    openedAt: row.opened_at,
    lastMailAt: row.last_mail_at,
    reminders: row.reminders,
    remindersSent: row.reminders_sent,
    nextReminderAt: row.next_reminder_at,
    usageCount: row.usage_count,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
    revocationReason: row.revocation_reason,
    newLinkAskedAt: row.new_link_asked_at,
    misuseReportedAt: row.misuse_reported_at,
  };
}

export function presentMail(row: MailFactsRow): object {
  return {
    uuid: row.id,
    kind: row.kind,
    status: row.status,
    attempts: row.attempts,
    createdAt: row.created_at,
    sentAt: row.sent_at,
  };
}

export function presentLine(row: TrailLine): object {
  return {
    occurredAt: row.occurred_at,
    action: row.action,
    actorKind: row.actor_kind,
    actorId: row.actor_id,
    organizationUuid: row.organization_id,
    subjectUuid: row.subject_id,
    requestId: row.request_id,
    details: row.details,
  };
}

export function presentReading(row: ReadingRow): object {
  return {
    occurredAt: row.occurred_at,
    organizationUuid: row.organization_id,
    clientId: row.client_id,
    subjectKind: row.subject_kind,
    subjectUuid: row.subject_id,
    purpose: row.purpose,
    requestId: row.request_id,
  };
}

export function presentSession(row: SessionRecord): object {
  return {
    uuid: row.id,
    provider: row.provider,
    providersName: row.scan_ref,
    status: row.status,
    amlStatus: row.aml_status,
    amlSetAt: row.aml_set_at,
    reason: row.reason,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    endedAt: row.ended_at,
    report: row.report,
  };
}

/** As the API shows it, each file with its place in the archive. */
export function presentDocumentRecord(
  row: Parameters<typeof presentDocument>[0],
  pathOf: ReadonlyMap<string, string>,
): object {
  const document = presentDocument(row);
  return { ...document, files: document.files.map((file) => Object.assign(file, { path: pathOf.get(file.uuid) })) };
}

export interface DraftOfInvitation extends DraftRecord {
  readonly invitationId: string;
  readonly uploads: readonly UploadRow[];
}

export function presentDraft({ invitationId, answer, notSupplied, files, declarations, uploads }: DraftOfInvitation) {
  return {
    invitationUuid: invitationId,
    ...(answer && {
      companyData: {
        confirmed: answer.company_confirmed,
        remark: answer.company_remark,
        corrections: answer.company_corrections ?? [],
        updatedAt: answer.updated_at,
      },
    }),
    notSupplied,
    files: files.map((file) => ({
      uuid: file.id,
      type: file.type,
      fileName: file.file_name,
      mediaType: file.media_type,
      byteSize: file.byte_size,
      sha256: file.sha256,
      createdAt: file.created_at,
      path: archivePathOf(file),
      declaration: declarations.get(file.id),
    })),
    unfinishedUploads: uploads.map((upload) => ({
      uuid: upload.id,
      type: upload.type,
      fileName: upload.file_name,
      byteSize: upload.byte_size,
      createdAt: upload.created_at,
    })),
  };
}
