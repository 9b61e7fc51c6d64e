import sql from 'sql-template-tag';
import { sealedColumn, type SealingDeps } from '../../../core/sealing/index.ts';
import type { Keyring } from '../../../platform/keyring.ts';
import type { ViesCompany } from './vies-result.ts';

const PURPOSE = 'vies-company';
const NIL_UUID = '00000000-0000-0000-0000-000000000000';

/** Undefined where VIES says nothing of the company. A company may be a person, so it is sealed, for its check alone. */
export function sealCompany(keyring: Keyring, checkId: string, company: ViesCompany): Buffer | undefined {
  if (company.name === undefined && company.address === undefined) return undefined;
  return keyring.seal(PURPOSE, checkId, Buffer.from(JSON.stringify(company)));
}

export function openCompany(keyring: Keyring, checkId: string, sealed: Buffer | null | undefined): ViesCompany {
  return sealed ? asCompany(JSON.parse(keyring.open(PURPOSE, checkId, sealed).toString())) : {};
}

/** Safe: only `sealCompany` seals for this purpose. */
function asCompany(value: unknown): ViesCompany {
  return value as ViesCompany;
}

export const sealedCompanies = sealedColumn<SealingDeps>({
  kind: 'vies-companies',
  page: (db, { behind = NIL_UUID, limit, without }) =>
    db.read(sql`/* across sellers: a key has left */ select id::text as place, get_byte(sealed_company, 0) as key_id,
        case when get_byte(sealed_company, 0) is distinct from ${without}::int then sealed_company end as sealed
      from vies_checks where sealed_company is not null and id > ${behind}::uuid order by id limit ${limit}::int`),
  replace: (db, { places, were, sealed }) =>
    db.write(sql`/* across sellers: a key has left */ update vies_checks c set sealed_company = n.sealed
      from unnest(${[...places]}::text[], ${[...were]}::bytea[], ${[...sealed]}::bytea[]) as n (place, was, sealed)
      where c.id = n.place::uuid and c.sealed_company = n.was returning c.id`),
  sealedFor: ({ place }) => ({ purpose: PURPOSE, context: place }),
});
