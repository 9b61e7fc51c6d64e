/** What a buyer may correct, by its path in the buyer's object, in the order of the page. */
export const COMPANY_FIELDS = [
  'companyName',
  'vatNumber',
  'address.street',
  'address.postCode',
  'address.city',
  'address.country',
] as const;
export type CompanyField = (typeof COMPANY_FIELDS)[number];

/** Of one field: what the buyer was shown, and what he says it should be. */
export interface CompanyCorrection {
  readonly field: CompanyField;
  readonly given: string;
  readonly corrected: string;
}

/** As the database takes it; null where there is none. */
export function storedCorrections(corrections: readonly CompanyCorrection[] | null): string | null {
  return corrections === null || corrections.length === 0 ? null : JSON.stringify(corrections);
}
