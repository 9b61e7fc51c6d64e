import { newId } from '../../../platform/ids.ts';
import { isSameSpelling } from '../../../platform/spelling.ts';
import type { BuyerRow } from './repository.ts';
import type { UpsertBuyerBody } from './schemas.ts';
import { keptVatNumber } from './vat-number.ts';

/** What somebody says of a buyer, its contacts aside. */
export type CompanyWish = Omit<UpsertBuyerBody, 'contacts'>;

export function newBuyer(sellerId: string, wish: CompanyWish, now: Date): BuyerRow {
  return {
    id: newId(),
    seller_id: sellerId,
    vat_number: keptVatNumber(wish.vatNumber),
    company_name: wish.companyName,
    address_id: newId(),
    street: wish.address.street,
    post_code: wish.address.postCode,
    city: wish.address.city,
    country: wish.address.country,
    kyc_mode: wish.kycMode,
    status: 'ACTIVE',
    version: 0,
    created_at: now,
    updated_at: now,
    erased_at: null,
  };
}

export function isSameCompany(known: BuyerRow, wish: CompanyWish): boolean {
  const { street, postCode, city, country } = wish.address;
  return areSameSpellings(
    [known.kyc_mode, known.company_name, known.street, known.post_code, known.city, known.country],
    [wish.kycMode, wish.companyName, street, postCode, city, country],
  );
}

export function areSameSpellings(ones: readonly string[], others: readonly string[]): boolean {
  return ones.length === others.length && ones.every((one, index) => isSameSpelling(one, others[index] ?? ''));
}
