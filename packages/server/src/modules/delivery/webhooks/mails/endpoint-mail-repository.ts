import sql, { type Sql } from 'sql-template-tag';
import type { Database } from '../../../../platform/db/database.ts';

/** A webhook endpoint with what mails about it speak of. */
export interface MailedEndpoint {
  id: string;
  url: string;
  failures: number;
  failing_since: Date | null;
  organization_name: string;
  contact_email: string;
}

/** Where its organization has somebody to be told. */
export function findMailedEndpoint(db: Database, endpointId: string): Promise<MailedEndpoint | undefined> {
  return db.readFirst(sql`select /* by id alone: the mail was queued for it */ w.id, w.url, w.consecutive_failures as failures, w.failing_since,
      o.name as organization_name, o.contact_email
    from webhook_endpoints w join organization_facts o on o.id = w.organization_id
    where w.id = ${endpointId} and o.has_contact`);
}

/** The endpoint that mail `m` is about is paused, and there is somebody to tell. */
export const isEndpointPaused: Sql = sql`exists (
  select /* by id alone: the mail was queued for it */ from webhook_endpoints w
  join organization_facts o on o.id = w.organization_id
  where w.id = m.subject_id and w.status = 'PAUSED' and o.has_contact)`;
