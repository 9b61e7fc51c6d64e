import sql from 'sql-template-tag';
import { sealedColumn, type SealingDeps } from '../sealing/index.ts';
import { ANSWER_PURPOSE } from './stored-answers.ts';

const BEGINNING = '00000000-0000-0000-0000-000000000000/';

/** All that can be replayed still; what is older nobody opens any more. A place is organization and hash. */
export const sealedAnswers = sealedColumn<SealingDeps>({
  kind: 'stored-answers',
  page(db, { behind = BEGINNING, limit, without }) {
    const [organizationId, keyHash] = behind.split('/');
    return db.read(sql`/* across sellers: a key has left */ select organization_id || '/' || encode(key_hash, 'hex') as place,
        get_byte(answer, 0) as key_id, case when get_byte(answer, 0) is distinct from ${without}::int then answer end as sealed
      from idempotency_keys
      where (organization_id, key_hash) > (${organizationId}::uuid, decode(${keyHash}, 'hex')) and created_at > now() - interval '24 hours'
      order by organization_id, key_hash limit ${limit}::int`);
  },
  replace: (db, { places, were, sealed }) =>
    db.write(sql`/* across sellers: a key has left */ update idempotency_keys k set answer = n.sealed
      from unnest(${places.map((place) => place.split('/')[0] ?? '')}::uuid[], ${places.map(hashOf)}::text[], ${[...were]}::bytea[],
        ${[...sealed]}::bytea[]) as n (organization_id, key_hash, was, sealed)
      where k.organization_id = n.organization_id and k.key_hash = decode(n.key_hash, 'hex') and k.answer = n.was returning k.created_at`),
  sealedFor: ({ place }) => ({ purpose: ANSWER_PURPOSE, context: hashOf(place) }),
});

function hashOf(place: string): string {
  return place.split('/')[1] ?? '';
}
