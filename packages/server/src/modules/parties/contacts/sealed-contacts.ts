import sql from 'sql-template-tag';
import { sealedColumn, type SealingDeps } from '../../../core/sealing/index.ts';
import { CONTACT_PURPOSE } from './sealed-contact.ts';

const NIL_UUID = '00000000-0000-0000-0000-000000000000';

export const sealedContacts = sealedColumn<SealingDeps>({
  kind: 'buyer-contacts',
  page: (db, { behind = NIL_UUID, limit, without }) =>
    db.read(sql`/* across sellers: a key has left */ select id::text as place, get_byte(sealed, 0) as key_id,
        case when get_byte(sealed, 0) is distinct from ${without}::int then sealed end as sealed
      from buyer_contacts where sealed is not null and id > ${behind}::uuid order by id limit ${limit}::int`),
  replace: (db, { places, were, sealed }) =>
    db.write(sql`/* across sellers: a key has left */ update buyer_contacts c set sealed = n.sealed
      from unnest(${[...places]}::text[], ${[...were]}::bytea[], ${[...sealed]}::bytea[]) as n (place, was, sealed)
      where c.id = n.place::uuid and c.sealed = n.was returning c.id`),
  sealedFor: ({ place }) => ({ purpose: CONTACT_PURPOSE, context: place }),
});
