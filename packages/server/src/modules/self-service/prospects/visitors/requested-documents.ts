import { type DocumentType, missingDocuments, typeToRequest } from '../../../kyc/documents/index.ts';
import type { ProspectType } from '../../invitations/index.ts';

/** Contract 3.7: a company is asked for what a complete KYC file holds, a person for an ID. */
export function documentsOfVisitor(type: ProspectType, completeDocuments: readonly string[]): readonly DocumentType[] {
  if (type === 'CONSUMER') return ['CONTACT_ID_CARD'];
  return missingDocuments(completeDocuments, []).flatMap((entry) => typeToRequest(entry) ?? []);
}
