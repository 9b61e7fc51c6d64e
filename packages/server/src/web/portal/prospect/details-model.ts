import type { ProspectType } from '../../../modules/self-service/invitations/index.ts';
import type { CompanyData } from '../company/company-model.ts';
import type { RequestSummary } from '../request-summary.ts';

export const DETAILS_FIELDS = [
  'companyName',
  'vatNumber',
  'street',
  'postCode',
  'city',
  'country',
  'firstName',
  'lastName',
  'phone',
] as const;
export type DetailsField = (typeof DETAILS_FIELDS)[number];

/** The form as it is filled in; what is not, is empty. */
export interface DetailsForm extends Readonly<Record<DetailsField, string>> {
  readonly type: ProspectType | undefined;
}

export interface DetailsError {
  readonly field: DetailsField | 'type';
  readonly kind: 'empty' | 'too-long' | 'no-vat-number';
}

/** What the visitor has said of himself, as review and receipt show it. */
export interface DetailsFacts {
  readonly type: ProspectType;
  readonly personName: string;
  readonly email: string;
  readonly phone?: string | undefined;
  readonly company?: CompanyData | undefined;
  /** Of a consumer. */
  readonly address?: CompanyData['address'] | undefined;
}

/** Steps from which he may come to change something, and where he goes on. */
export const DETAILS_ORIGINS = ['documents', 'review', 'declaration'] as const;
export type DetailsOrigin = (typeof DETAILS_ORIGINS)[number];

export interface DetailsModel {
  readonly request: RequestSummary;
  /** Which of them the link takes. */
  readonly types: readonly ProspectType[];
  /** Proved. */
  readonly email: string;
  readonly form: DetailsForm;
  readonly origin: DetailsOrigin;
  readonly errors: readonly DetailsError[];
}
