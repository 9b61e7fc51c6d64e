import { COMPANY_MAX_LENGTHS } from '../../../modules/parties/buyers/index.ts';
import type { TextKey } from '../../../modules/texts/index.ts';
import type { DetailsField } from './details-model.ts';

interface FieldFacts {
  readonly label: TextKey;
  /** What browsers may fill in (WCAG 1.3.5). */
  readonly autocomplete: string;
  /** In code points. None: chosen from a list. */
  readonly maxLength?: number;
  readonly isOptional?: true;
}

/** As long as a contact's of a buyer, whom the visitor may become (contract 4). */
const NAME_MAX_LENGTH = 100;
const PHONE_MAX_LENGTH = 50;

export const detailsFields: Readonly<Record<DetailsField, FieldFacts>> = {
  companyName: { label: 'company.name', autocomplete: 'organization', maxLength: COMPANY_MAX_LENGTHS.companyName },
  vatNumber: { label: 'company.vatNumber', autocomplete: 'off', maxLength: COMPANY_MAX_LENGTHS.vatNumber },
  street: { label: 'company.street', autocomplete: 'address-line1', maxLength: COMPANY_MAX_LENGTHS.street },
  postCode: { label: 'company.postCode', autocomplete: 'postal-code', maxLength: COMPANY_MAX_LENGTHS.postCode },
  city: { label: 'company.city', autocomplete: 'address-level2', maxLength: COMPANY_MAX_LENGTHS.city },
  country: { label: 'company.country', autocomplete: 'country' },
  firstName: { label: 'details.firstName', autocomplete: 'given-name', maxLength: NAME_MAX_LENGTH },
  lastName: { label: 'details.lastName', autocomplete: 'family-name', maxLength: NAME_MAX_LENGTH },
  phone: { label: 'details.phone', autocomplete: 'tel', maxLength: PHONE_MAX_LENGTH, isOptional: true },
};

export const COMPANY_ONLY: readonly DetailsField[] = ['companyName', 'vatNumber'];

export function detailsFieldId(field: DetailsField | 'type'): string {
  return `details-${field}`;
}
