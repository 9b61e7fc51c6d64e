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
}

export const remarkMaxLength = 1000;

export type CompanyError = 'choice-missing' | 'remark-missing' | 'remark-too-long';

export interface CompanyModel {
  readonly request: RequestSummary;
  readonly company: CompanyData;
  readonly answer: CompanyAnswer;
  readonly errors?: readonly CompanyError[] | undefined;
}
