import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../../platform/db/database.ts';
import type { Tables } from '../../../../schema/tables.ts';
import { mayInviterAct } from '../../../parties/organizations/index.ts';

export type MailedSubmission = Pick<
  Tables['kyc_submissions'],
  'id' | 'submitted_at' | 'company_confirmed' | 'company_remark' | 'company_corrections' | 'privacy_notice_version'
>;

export function findMailedSubmission(db: Database, invitationId: string): Promise<MailedSubmission | undefined> {
  return db.readFirst(sql`select /* by id alone: the mail was queued for it */ id, submitted_at, company_confirmed, company_remark,
      company_corrections, privacy_notice_version
    from kyc_submissions where invitation_id = ${invitationId}::uuid`);
}

/** No newer link has been made since mail `m` was queued, its buyer is not blocked, and who invited him may still act. */
export const isFromCurrentLink: Sql = sql`exists (
  select /* by id alone: the mail was queued for it */ from invitation_facts i
  join buyer_facts b on b.seller_id = i.seller_id and b.id = i.buyer_id
  where i.id = m.subject_id::uuid and i.link_version = m.subject_version and b.status = 'ACTIVE'
    and i.erased_at is null and ${mayInviterAct})`;

/** The link has expired and nobody has made a newer one; there is somebody to tell, who may still act. */
export const isNewLinkWished: Sql = sql`exists (
  select /* by id alone: the mail was queued for it */ from invitation_facts i
  join organization_facts o on o.id = i.organization_id
  where i.id = m.subject_id::uuid and i.link_version = m.subject_version and i.status = 'EXPIRED'
    and o.has_contact and ${mayInviterAct})`;

/** Where those who look after the invitation are told of arrivals; undefined where nobody is. */
export async function findArrivalContact(db: Database, invitationId: string): Promise<string | undefined> {
  const row = await db.readFirst<{ email: string }>(sql`select /* by id alone: the mail was queued for it */ a.email
    from invitation_facts i join arrival_contacts a on a.organization_id = i.organization_id where i.id = ${invitationId}::uuid`);
  return row?.email;
}

/** What was sent is there still, and there is somebody to tell, whose organization may still act. */
export const isArrivalTold: Sql = sql`exists (
  select /* by id alone: the mail was queued for it */ from invitation_facts i
  join arrival_contacts a on a.organization_id = i.organization_id
  where i.id = m.subject_id::uuid and i.status = 'USED' and i.erased_at is null and ${mayInviterAct})`;
