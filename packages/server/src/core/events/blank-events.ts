import sql, { type Sql } from 'sql-template-tag';
import type { EventType } from './event-type.ts';

/** Whose events. */
export interface EventBuyer {
  readonly sellerId: string;
  readonly buyerId: string;
}

/** An update, to stand in a CTE: what names the buyer is emptied in his events of the type. It gives out their `id`. */
export function blankEvents(type: EventType, { sellerId, buyerId }: EventBuyer): Sql {
  return sql`update events e set data = ${blanked(type, sql`e.data`)}
    where e.seller_id = ${sellerId}::uuid and e.type = ${type.name} and e.type like 'kyc.%' and e.data->>'buyerUuid' = ${buyerId} returning e.id`;
}

/** The data, whatever it has of the members that are emptied. */
export function blanked({ emptiedWithBuyer = [] }: EventType, data: Sql, path = ''): Sql {
  return emptiedWithBuyer.reduce(
    (given, member) => sql`jsonb_set(${given}, ${`{${path}${member}}`}::text[], '""', false)`,
    data,
  );
}
