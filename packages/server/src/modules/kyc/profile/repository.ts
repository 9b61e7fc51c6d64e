import sql from 'sql-template-tag';
import { insertPiiReadings, type PiiReader } from '../../../core/pii-log/index.ts';
import type { Database } from '../../../platform/db/database.ts';
import type { BuyerPath } from '../../parties/buyers/index.ts';
import type { ProfileFacts } from './profile-facts.ts';

type Company = Pick<ProfileFacts, 'companyName' | 'vatNumber' | 'address'>;

/** Undefined where there is no such buyer, or he was erased. */
export function findCompany(db: Database, { sellerId, buyerId }: BuyerPath): Promise<Company | undefined> {
  return db.findFirst(sql`select b.company_name as "companyName", b.vat_number as "vatNumber",
      json_build_object('street', b.street, 'postCode', b.post_code, 'city', b.city, 'country', b.country) as address
    from buyer_facts b where b.seller_id = ${sellerId}::uuid and b.id = ${buyerId}::uuid and b.erased_at is null`);
}

/** That somebody reads a profile (contract 4: kept 6 years). */
export async function logReading(db: Database, { sellerId, buyerId, ...reader }: BuyerPath & PiiReader): Promise<void> {
  await db.write(sql`with found as (select b.id, b.seller_id from buyer_facts b
      where b.seller_id = ${sellerId}::uuid and b.id = ${buyerId}::uuid)
    ${insertPiiReadings(reader, { subjectKind: 'KYC_PROFILE', subjectId: sql`id`, sellerId: sql`seller_id`, buyerId: sql`id`, from: sql`found` })}`);
}
