import sql from 'sql-template-tag';
import { sealedColumn, type SealingDeps } from '../../../core/sealing/index.ts';
import { REASON_PURPOSE } from './not-supplied.ts';

export const sealedReasons = sealedColumn<SealingDeps>({
  kind: 'not-supplied-reasons',
  page: (db, { behind = '', limit, without }) =>
    db.read(sql`/* across sellers: a key has left */ select place, get_byte(reason, 0) as key_id,
        case when get_byte(reason, 0) is distinct from ${without}::int then reason end as sealed
      from (select invitation_id || ':' || type as place, reason from kyc_not_supplied where reason is not null) placed
      where place > ${behind}::text collate "C" order by place collate "C" limit ${limit}::int`),
  replace: (db, { places, were, sealed }) =>
    db.write(sql`/* across sellers: a key has left */ update kyc_not_supplied k set reason = n.sealed
      from unnest(${[...places]}::text[], ${[...were]}::bytea[], ${[...sealed]}::bytea[]) as n (place, was, sealed)
      where k.invitation_id = split_part(n.place, ':', 1)::uuid and k.type = split_part(n.place, ':', 2) and k.reason = n.was
      returning k.type`),
  sealedFor: ({ place }) => ({ purpose: REASON_PURPOSE, context: place }),
});
