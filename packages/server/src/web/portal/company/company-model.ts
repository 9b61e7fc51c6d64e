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
  /** Undefined until the buyer has chosen. */
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

export type CompanyError = 'choice-missing' | 'remark-missing' | 'remark-too-long' | CompanyFieldError;

export interface CompanyModel {
  readonly request: RequestSummary;
  readonly company: CompanyData;
  readonly answer: CompanyAnswer;
  readonly errors?: readonly CompanyError[] | undefined;
}
