import type { RequestSummary } from '../request-summary.ts';
import type { AbuseReason } from '../../../modules/self-service/submissions/index.ts';

export const reportWordsMaxLength = 1000;

export interface ReportAnswer {
  readonly reason?: AbuseReason | undefined;
  readonly words?: string | undefined;
}

export type ReportError = 'reason-missing' | 'words-too-long';

export interface ReportModel extends Pick<RequestSummary, 'seller' | 'organizationName' | 'companyCountry'> {
  /** Where the form is posted to. */
  readonly action: string;
  /** Where the visitor came from; left out where the invitation has ended. */
  readonly backUrl?: string | undefined;
  readonly answer: ReportAnswer;
  readonly errors?: readonly ReportError[] | undefined;
  /** Within the last day: reporting again would not count. */
  readonly reportedAt?: Date | undefined;
}
