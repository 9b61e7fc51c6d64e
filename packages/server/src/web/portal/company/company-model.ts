import type { CompanyCorrection, CompanyField } from '../../../modules/self-service/submissions/index.ts';
import type { RequestSummary } from '../request-summary.ts';

export interface CompanyData {
  readonly name: string;
  readonly vatNumber: string;
  readonly address: {
    readonly street: string;
    readonly postCode: string;
    readonly city: string;
    readonly country: string;
  };
}

export interface CompanyAnswer {
  /** Undefined where the buyer has left all as it is: by sending he says that it is correct. */
  readonly isCorrect?: boolean | undefined;
  readonly remark?: string | undefined;
  /** Where a form is shown again also those with which something is wrong. */
  readonly corrections?: readonly CompanyCorrection[] | undefined;
}

export const remarkMaxLength = 1000;

export interface CompanyFieldError {
  readonly field: CompanyField;
  readonly kind: 'empty' | 'too-long' | 'no-vat-number';
}

export type CompanyError = 'remark-unreadable' | 'remark-too-long' | CompanyFieldError;

/** Steps from which he may come to correct something, and where he goes on. */
export const COMPANY_ORIGINS = ['review', 'declaration'] as const;
export type CompanyOrigin = (typeof COMPANY_ORIGINS)[number];

export interface CompanyModel {
  readonly request: RequestSummary;
  readonly company: CompanyData;
  readonly answer: CompanyAnswer;
  readonly origin: CompanyOrigin;
  readonly errors?: readonly CompanyError[] | undefined;
}
