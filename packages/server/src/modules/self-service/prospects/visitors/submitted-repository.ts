import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../../platform/db/database.ts';
import type { Language } from '../../../texts/index.ts';
import { mayInviterAct } from '../../../parties/organizations/index.ts';
import type { ProspectType } from '../../invitations/index.ts';

export interface MailedProspect {
  id: string;
  seller_id: string;
  invitation_id: string;
  type: ProspectType;
  language: Language;
  sealed_person: Buffer;
  company_name: string | null;
  vat_number: string | null;
  country: string | null;
  submission_id: string;
  submitted_at: Date;
  privacy_notice_version: string;
}

export function findMailedProspect(db: Database, prospectId: string): Promise<MailedProspect | undefined> {
  return db.readFirst(sql`select /* by id alone: the mail was queued for it */ p.id, p.seller_id, p.invitation_id, p.type, p.language, p.sealed_person, p.company_name,
      p.vat_number, p.country, p.submission_id, p.submitted_at, p.privacy_notice_version
    from prospects p where p.id = ${prospectId}::uuid and p.status = 'SUBMITTED'`);
}

/** What was sent is there still and waits for its decision, and who published the link may still act. */
export const isSubmittedStill: Sql = sql`exists (
  select /* by id alone: the mail was queued for it */ from prospects p join invitation_facts i on i.seller_id = p.seller_id and i.id = p.invitation_id
  where p.id = m.subject_id::uuid and p.status = 'SUBMITTED' and ${mayInviterAct})`;

/** Where those who look after the link are told of arrivals; undefined where nobody is. */
export async function findArrivalContact(db: Database, prospectId: string): Promise<string | undefined> {
  const row = await db.readFirst<{ email: string }>(sql`select /* by id alone: the mail was queued for it */ a.email
    from prospects p join invitation_facts i on i.seller_id = p.seller_id and i.id = p.invitation_id
    join arrival_contacts a on a.organization_id = i.organization_id where p.id = ${prospectId}::uuid`);
  return row?.email;
}
