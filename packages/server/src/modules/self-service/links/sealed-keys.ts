import sql from 'sql-template-tag';
import { sealedColumn, type SealingDeps } from '../../../core/sealing/index.ts';
import { LINK_KEY_PURPOSE } from './link-keys.ts';

export const sealedLinkKeys = sealedColumn<SealingDeps>({
  kind: 'link-keys',
  page: (db, { behind = '0', limit, without }) =>
    db.read(sql`select kid::text as place, get_byte(wrapped_key, 0) as key_id,
        case when get_byte(wrapped_key, 0) is distinct from ${without}::int then wrapped_key end as sealed
      from link_keys where kid > ${behind}::int order by kid limit ${limit}::int`),
  replace: (db, { places, were, sealed }) =>
    db.write(sql`update link_keys k set wrapped_key = n.sealed
      from unnest(${[...places]}::text[], ${[...were]}::bytea[], ${[...sealed]}::bytea[]) as n (place, was, sealed)
      where k.kid = n.place::int and k.wrapped_key = n.was returning k.kid`),
  sealedFor: ({ place }) => ({ purpose: LINK_KEY_PURPOSE, context: place }),
});
