import { BANK_CONFIRMATIONS, EXTRACTS, OWNERS, VAT_CERTIFICATES } from './company-documents-by-country.ts';
import { DRIVING_LICENCES, ID_CARDS, PASSPORTS } from './identity-documents-by-country.ts';
import type { DocumentType } from './document-types.ts';
import type { ByCountry, LocalDocument } from './local-document.ts';

/** Checked facts only: docs/documents-by-country.md has the source of each. */
export const DOCUMENTS_BY_COUNTRY: Readonly<Partial<Record<DocumentType, ByCountry>>> = {
  COC_EXTRACT: EXTRACTS,
  BANK_ACCOUNT_CONFIRMATION: BANK_CONFIRMATIONS,
  VAT_CERTIFICATE: VAT_CERTIFICATES,
  CONTACT_ID_CARD: ID_CARDS,
  CONTACT_PASSPORT: PASSPORTS,
  CONTACT_DRIVING_LICENCE: DRIVING_LICENCES,
  TP_OWNERSHIP_STRUCTURE: OWNERS,
};

/** Undefined where nothing about the type is known for the country. */
export function localDocument(country: string, type: DocumentType): LocalDocument | undefined {
  const known = DOCUMENTS_BY_COUNTRY[type];
  return known !== undefined && Object.hasOwn(known, country) ? known[country] : undefined;
}
