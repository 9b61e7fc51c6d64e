import sql, { type Sql } from 'sql-template-tag';

/**
 * Whether the organization of delivery `d` may still act for the seller that its event is about; tests and events about endpoints are
 * about none. Asked row by row as a scalar: as a join it would be made for all deliveries at once, of which only the first are wanted.
 * Those that may not are set aside by a job, so that they need not be asked each time.
 */
export const mayBeTold: Sql = sql`(select exists (select from acting_grants g where g.organization_id = d.organization_id and g.seller_id = s.seller_id)
  from webhook_messages m join event_sellers s on s.id = m.event_id where m.organization_id = d.organization_id and m.id = d.message_id) is not false`;
