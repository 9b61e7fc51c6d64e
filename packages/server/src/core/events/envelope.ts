import sql, { empty, type Sql } from 'sql-template-tag';
import { instantOf } from './instant.ts';

/** Expressions for what an envelope holds. */
export interface EnvelopeMembers {
  readonly id: Sql;
  readonly type: Sql;
  readonly source: Sql;
  readonly createdAt: Sql;
  readonly organizationId: Sql;
  /** Left out where the event is about no seller. */
  readonly sellerId?: Sql;
  /** JSON, as it is to be sent. */
  readonly data: Sql;
}

/** The envelope of contract 6, in UTF-8: the bytes that are signed and sent. */
export function envelopeOf({ id, type, source, createdAt, organizationId, sellerId, data }: EnvelopeMembers): Sql {
  const [partnerUuid, partner] = sellerId ? [sql`"partnerUuid":%s,`, sql`to_json(${sellerId}), `] : [empty, empty];
  return sql`convert_to(format(
    '{"id":%s,"type":%s,"schemaVersion":1,"source":%s,"createdAt":%s,"organizationUuid":%s,${partnerUuid}"data":%s}',
    to_json(${id}), to_json(${type}), to_json(${source}), to_json(${instantOf(createdAt)}), to_json(${organizationId}),
    ${partner}${data}), 'UTF8')`;
}
