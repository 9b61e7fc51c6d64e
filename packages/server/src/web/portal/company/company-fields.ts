import { COMPANY_MAX_LENGTHS } from '../../../modules/parties/buyers/index.ts';
import type { CompanyField } from '../../../modules/self-service/submissions/index.ts';
import type { TextKey } from '../../../modules/texts/index.ts';
import type { CompanyData } from './company-model.ts';

interface FieldFacts {
  /** In the form; its id is made of it. */
  readonly name: string;
  readonly label: TextKey;
  /** What browsers may fill in (WCAG 1.3.5). */
  readonly autocomplete: string;
  /** None: chosen from a list. */
  readonly maxLength?: number;
  readonly of: (company: CompanyData) => string;
}

export const companyFields: Readonly<Record<CompanyField, FieldFacts>> = {
  companyName: {
    name: 'companyName',
    label: 'company.name',
    autocomplete: 'organization',
    maxLength: COMPANY_MAX_LENGTHS.companyName,
    of: ({ name }) => name,
  },
  vatNumber: {
    name: 'vatNumber',
    label: 'company.vatNumber',
    autocomplete: 'off',
    maxLength: COMPANY_MAX_LENGTHS.vatNumber,
    of: ({ vatNumber }) => vatNumber,
  },
  'address.street': {
    name: 'street',
    label: 'company.street',
    autocomplete: 'address-line1',
    maxLength: COMPANY_MAX_LENGTHS.street,
    of: ({ address }) => address.street,
  },
  'address.postCode': {
    name: 'postCode',
    label: 'company.postCode',
    autocomplete: 'postal-code',
    maxLength: COMPANY_MAX_LENGTHS.postCode,
    of: ({ address }) => address.postCode,
  },
  'address.city': {
    name: 'city',
    label: 'company.city',
    autocomplete: 'address-level2',
    maxLength: COMPANY_MAX_LENGTHS.city,
    of: ({ address }) => address.city,
  },
  'address.country': {
    name: 'country',
    label: 'company.country',
    autocomplete: 'country',
    of: ({ address }) => address.country,
  },
};

export function companyFieldId(field: CompanyField): string {
  return `company-${companyFields[field].name}`;
}
