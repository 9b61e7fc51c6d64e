import sql, { type Sql } from 'sql-template-tag';
import { blanked, type EventType } from '../../../core/events/index.ts';

/** An update, to stand in a CTE: the same in what organizations were told, or are to be told again. `events`: a CTE with their ids. */
export function blankMessages(type: EventType, events: Sql): Sql {
  const body = sql`convert_from(m.body, 'UTF8')::jsonb`;
  return sql`update webhook_messages m set body = convert_to((${blanked(type, body, 'data,')})::text, 'UTF8')
    from ${events} where m.event_id = ${events}.id`;
}
