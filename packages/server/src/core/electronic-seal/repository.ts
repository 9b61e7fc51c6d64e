import sql from 'sql-template-tag';
import type { Database } from '../../platform/db/database.ts';
import { sealedColumn, type SealingDeps } from '../sealing/index.ts';

/** What the key is sealed for; the context is its place. */
export const SEAL_KEY_PURPOSE = 'electronic-seal-key';
/** There is but one. */
export const SEAL_KEY_PLACE = 'own';

export interface SealKeyRow {
  certificate: Buffer;
  sealed_key: Buffer;
}

export function findSealKey(db: Database): Promise<SealKeyRow | undefined> {
  return db.readFirst(sql`select certificate, sealed_key from seal_keys where place = ${SEAL_KEY_PLACE}`);
}

/** Of processes that make one at the same moment, the first one's stays. */
export async function insertSealKey(db: Database, { certificate, sealed_key: sealedKey }: SealKeyRow): Promise<void> {
  await db.write(sql`insert into seal_keys (place, certificate, sealed_key)
    values (${SEAL_KEY_PLACE}, ${certificate}::bytea, ${sealedKey}::bytea) on conflict do nothing`);
}

export const sealedSealKeys = sealedColumn<SealingDeps>({
  kind: 'electronic-seal-keys',
  page: (db, { behind = '', limit, without }) =>
    db.read(sql`select place, get_byte(sealed_key, 0) as key_id,
        case when get_byte(sealed_key, 0) is distinct from ${without}::int then sealed_key end as sealed
      from seal_keys where place > ${behind} order by place limit ${limit}::int`),
  replace: (db, { places, were, sealed }) =>
    db.write(sql`update seal_keys k set sealed_key = n.sealed
      from unnest(${[...places]}::text[], ${[...were]}::bytea[], ${[...sealed]}::bytea[]) as n (place, was, sealed)
      where k.place = n.place and k.sealed_key = n.was returning k.place`),
  sealedFor: ({ place }) => ({ purpose: SEAL_KEY_PURPOSE, context: place }),
});
