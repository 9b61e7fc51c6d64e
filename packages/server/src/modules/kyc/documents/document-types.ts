/** Every document type that somebody is asked for and sends (contract 5). */
export const DOCUMENT_TYPES = [
  'COC_EXTRACT',
  'BANK_STATEMENT',
  'BANK_ACCOUNT_CONFIRMATION',
  'VAT_CERTIFICATE',
  'CONTACT_ID_CARD',
  'CONTACT_PASSPORT',
  'CONTACT_DRIVING_LICENCE',
  'ADDRESS_PROOF',
  'TP_OWNERSHIP_STRUCTURE',
  'TP_POWER_OF_ATTORNEY',
  'AML_DECLARATION',
] as const;

export type DocumentType = (typeof DOCUMENT_TYPES)[number];

/** Of who verified a person: nobody is asked for it and nobody sends it (decision 0054). */
export const VERIFICATION_REPORT = 'VERIFICATION_REPORT';

/** Every type that a KYC file holds. */
export const FILED_TYPES = [...DOCUMENT_TYPES, VERIFICATION_REPORT] as const;

export type FiledType = (typeof FILED_TYPES)[number];

export function isDocumentType(text: string): text is DocumentType {
  return DOCUMENT_TYPES.some((type) => type === text);
}

/** True when a type satisfies a required entry: the type itself, or a family such as `CONTACT_*`. */
export function satisfies(type: DocumentType, required: string): boolean {
  return required.endsWith('*') ? type.startsWith(required.slice(0, -1)) : type === required;
}

/** The entries of `required` that none of the `present` types satisfies. */
export function missingDocuments(required: readonly string[], present: readonly DocumentType[]): string[] {
  return required.filter((entry) => !present.some((type) => satisfies(type, entry)));
}

/** What to ask for where an entry is missing: the type, or the first of its family. */
export function typeToRequest(entry: string): DocumentType | undefined {
  return DOCUMENT_TYPES.find((type) => satisfies(type, entry));
}
