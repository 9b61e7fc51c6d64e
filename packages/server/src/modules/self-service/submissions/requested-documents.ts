import { type DocumentType, satisfies } from '../../kyc/documents/index.ts';

/**
 * True when a requested type is there, or another one that does as well: one that satisfies the same entry of the complete
 * file, such as a passport where `CONTACT_*` counts and an identity card was asked for.
 */
export function isFulfilled(
  requested: DocumentType,
  present: readonly DocumentType[],
  completeDocuments: readonly string[],
): boolean {
  const entries = completeDocuments.filter((entry) => satisfies(requested, entry));
  return present.some((type) => type === requested || entries.some((entry) => satisfies(type, entry)));
}
