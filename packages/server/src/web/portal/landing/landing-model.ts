import type { RequestSummary } from '../request-summary.ts';
import type { DocumentType } from '../../../modules/kyc/documents/index.ts';

export interface LandingModel {
  readonly request: RequestSummary;
  /** The token of the link, for the address of the start form. */
  readonly token: string;
  /** The whole address of the link, to be handed to a colleague. */
  readonly url: string;
  readonly requestedDocuments: readonly DocumentType[];
  /** The seller's own words: plain text, line breaks are kept. */
  readonly message?: string | undefined;
  /** The language in which the invitation was written. */
  readonly messageLanguage?: string | undefined;
  /** Something was entered before, so the button says "continue". */
  readonly isResumed: boolean;
}
