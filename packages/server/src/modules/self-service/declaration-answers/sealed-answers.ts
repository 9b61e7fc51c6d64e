import sql from 'sql-template-tag';
import { sealedColumn, type SealingDeps } from '../../../core/sealing/index.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { DeclarationAnswers } from './schemas.ts';

const PURPOSE = 'declaration-answers';
const NIL_UUID = '00000000-0000-0000-0000-000000000000';

/** Bound to the paper's file: what one says does not open in the place of another. */
export function sealAnswers(keyring: Keyring, fileId: string, answers: DeclarationAnswers): Buffer {
  return keyring.seal(PURPOSE, fileId, Buffer.from(JSON.stringify(answers)));
}

/** Nobody but `sealAnswers` can have sealed it. */
export function openAnswers(keyring: Keyring, fileId: string, sealed: Buffer): DeclarationAnswers {
  return JSON.parse(keyring.open(PURPOSE, fileId, sealed).toString()) as DeclarationAnswers;
}

export const sealedAnswers = sealedColumn<SealingDeps>({
  kind: 'declaration-answers',
  page: (db, { behind = NIL_UUID, limit, without }) =>
    db.read(sql`/* across sellers: a key has left */ select file_id::text as place, get_byte(sealed, 0) as key_id,
        case when get_byte(sealed, 0) is distinct from ${without}::int then sealed end as sealed
      from declaration_answers where file_id > ${behind}::uuid order by file_id limit ${limit}::int`),
  replace: (db, { places, were, sealed }) =>
    db.write(sql`/* across sellers: a key has left */ update declaration_answers a set sealed = n.sealed
      from unnest(${[...places]}::text[], ${[...were]}::bytea[], ${[...sealed]}::bytea[]) as n (place, was, sealed)
      where a.file_id = n.place::uuid and a.sealed = n.was returning a.file_id`),
  sealedFor: ({ place }) => ({ purpose: PURPOSE, context: place }),
});
