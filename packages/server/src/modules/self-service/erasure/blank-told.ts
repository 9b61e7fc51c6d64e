import sql from 'sql-template-tag';
import type { EventType } from '../../../core/events/index.ts';
import { blankEvents } from '../../../core/events/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import { blankMessages } from '../../delivery/webhooks/index.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';

/** Events of the buyer, and what webhooks tell of them, lose what names him; ids and instants stay. Safe to repeat. */
export async function blankTold(
  { db, events }: { readonly db: Database; readonly events: readonly EventType[] },
  buyer: BuyerPath,
): Promise<void> {
  for (const type of events.filter(({ emptiedWithBuyer }) => emptiedWithBuyer !== undefined))
    await db.write(sql`with told as (${blankEvents(type, buyer)}),
      message as (${blankMessages(type, sql`told`)})
      select id from told`);
}
