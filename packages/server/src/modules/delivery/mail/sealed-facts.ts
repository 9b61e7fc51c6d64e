import sql from 'sql-template-tag';
import type { BoundMail } from '../../../core/mail/index.ts';
import { sealedColumn, type SealedRow, type SealingDeps } from '../../../core/sealing/index.ts';

const NIL_UUID = '00000000-0000-0000-0000-000000000000';

interface FactsRow extends SealedRow {
  kind: string;
}

/** Words in mails that are still to go out. Each kind of mail says what its own are sealed for. */
export const sealedFacts = sealedColumn<SealingDeps & { readonly mails: readonly BoundMail[] }, FactsRow>({
  kind: 'mail-facts',
  page: (db, { behind = NIL_UUID, limit, without }) =>
    db.read(sql`/* across sellers: a key has left */ select id::text as place, kind, get_byte(sealed_facts, 0) as key_id,
        case when get_byte(sealed_facts, 0) is distinct from ${without}::int then sealed_facts end as sealed
      from mails where sealed_facts is not null and id > ${behind}::uuid order by id limit ${limit}::int`),
  replace: (db, { places, were, sealed }) =>
    db.write(sql`/* across sellers: a key has left */ update mails m set sealed_facts = n.sealed
      from unnest(${[...places]}::text[], ${[...were]}::bytea[], ${[...sealed]}::bytea[]) as n (place, was, sealed)
      where m.id = n.place::uuid and m.sealed_facts = n.was returning m.id`),
  sealedFor({ place, kind }, { mails }) {
    const purpose = mails.find((mail) => mail.kind === kind)?.sealedFor;
    return purpose === undefined ? undefined : { purpose, context: place };
  },
});
