import type { NotSupplied } from '../../../modules/self-service/submissions/index.ts';
import type { RequestSummary } from '../request-summary.ts';
import type { CompanyAnswer, CompanyData } from '../company/company-model.ts';
import type { DetailsFacts } from '../prospect/details-model.ts';
import type { Documents, FileNotice, UnfinishedUpload, UploadedFile } from '../documents/documents-model.ts';

export type ReviewError =
  'places-taken' | 'details-missing' | 'tick-missing' | 'notice-changed' | 'documents-missing' | 'files-unfinished';

export interface ReviewModel {
  readonly request: RequestSummary;
  readonly company: CompanyData;
  readonly answer: CompanyAnswer;
  /** Of a visitor of a published link, in the place of these two. */
  readonly details?: DetailsFacts | undefined;
  readonly documents: Documents;
  /** What has not come whole, oldest first: to be finished or removed before the sending. */
  readonly unfinished?: readonly UnfinishedUpload[] | undefined;
  readonly notice?: FileNotice | undefined;
  /** Without it the press on Send would prove nothing. */
  readonly needsTick: boolean;
  /** Sent back with the form, so that what is kept is the notice that was shown. */
  readonly privacyNoticeVersion: string;
  readonly errors?: readonly ReviewError[] | undefined;
}

export interface ReceiptModel {
  readonly request: RequestSummary;
  readonly reference: string;
  readonly submittedAt: Date;
  readonly recipientEmail?: string | undefined;
  readonly vatNumber: string;
  /** Of the notice that was shown. */
  readonly privacyNoticeVersion: string;
  readonly answer: CompanyAnswer;
  /** Of a visitor of a published link, in the place of number and answer. */
  readonly details?: DetailsFacts | undefined;
  readonly files: readonly UploadedFile[];
  /** What was requested and did not come, with the buyer's words. */
  readonly notSupplied?: readonly NotSupplied[] | undefined;
  /** Shown as a button; anything but an absolute https address is left out. */
  readonly redirectUrl?: string | undefined;
}

export interface PrivacyNoticeModel {
  readonly request: RequestSummary;
  readonly version: string;
  /** So long a prospect is kept about whom nobody decides. */
  readonly prospectDays: number;
  /** A path of this site. */
  readonly backUrl: string;
}
