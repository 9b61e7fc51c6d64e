import sql from 'sql-template-tag';
import type { WaitingWork } from '../../../platform/http/waiting-work.ts';
import { mayBeTold } from './may-be-told.ts';

/** Deliveries that no worker is at; those of paused endpoints, and of who may not be told, are held, not due. */
export const waitingWebhooks: readonly WaitingWork[] = [
  {
    work: 'deliveries',
    due: sql`/* across sellers: the operator's figures */
      select d.next_attempt_at from webhook_endpoints e join webhook_deliveries d on d.endpoint_id = e.id
      where e.status = 'ACTIVE' and e.organization_id in (select id from acting_organizations) and d.status = 'PENDING' and d.held_seller_id is null and d.next_attempt_at <= now()
        and (d.leased_until is null or d.leased_until <= now())
        and ${mayBeTold}`,
    underWay: sql`/* across sellers: the clock's own work */ select from webhook_deliveries where status = 'PENDING' and leased_until > now()`,
  },
];

export const nextDelivery = sql`/* across sellers: the clock's own work */ select min(d.next_attempt_at)
  from webhook_endpoints e join webhook_deliveries d on d.endpoint_id = e.id
  where e.status = 'ACTIVE' and d.status = 'PENDING' and d.held_seller_id is null and d.next_attempt_at > now()`;
