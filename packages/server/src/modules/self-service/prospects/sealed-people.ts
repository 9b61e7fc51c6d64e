import sql from 'sql-template-tag';
import { sealedColumn, type SealingDeps } from '../../../core/sealing/index.ts';
import { PERSON_PURPOSE } from './sealed-person.ts';

const NIL_UUID = '00000000-0000-0000-0000-000000000000';

export const sealedPeople = sealedColumn<SealingDeps>({
  kind: 'prospect-people',
  page: (db, { behind = NIL_UUID, limit, without }) =>
    db.read(sql`/* across sellers: a key has left */ select id::text as place, get_byte(sealed_person, 0) as key_id,
        case when get_byte(sealed_person, 0) is distinct from ${without}::int then sealed_person end as sealed
      from prospects where id > ${behind}::uuid order by id limit ${limit}::int`),
  replace: (db, { places, were, sealed }) =>
    db.write(sql`/* across sellers: a key has left */ update prospects p set sealed_person = n.sealed
      from unnest(${[...places]}::text[], ${[...were]}::bytea[], ${[...sealed]}::bytea[]) as n (place, was, sealed)
      where p.id = n.place::uuid and p.sealed_person = n.was returning p.id`),
  sealedFor: ({ place }) => ({ purpose: PERSON_PURPOSE, context: place }),
});
