import type { DocumentType } from '../../../modules/kyc/documents/index.ts';
import type { AbuseReason } from '../../../modules/self-service/submissions/index.ts';
import type { Language } from '../../../modules/texts/index.ts';

/** How the pages of one seller look. */
export interface PageBrand {
  /** Under which the owner of the brand is known. */
  readonly name: string;
  /** False: the organization's, which asks on the seller's behalf. */
  readonly isSellers: boolean;
  /** Sets the colours; a path of this site. */
  readonly stylesheetUrl?: string | undefined;
  /** The picture's size in pixels. */
  readonly logo?: { readonly url: string; readonly width: number; readonly height: number } | undefined;
}

/** What every page needs besides its own model. */
export interface PageContext {
  readonly language: Language;
  /** Who runs this installation, as its imprint says. */
  readonly operatorName: string;
  /** Where misuse is reported: a mail address or an https address. */
  readonly abuseContact: string;
  /** https address, or a path of this site. */
  readonly imprintUrl?: string | undefined;
  /** Where the privacy notice can be read from here; left out where there is none, as on dead links. */
  readonly privacyUrl?: string | undefined;
  /** Where misuse of the invitation at hand is reported; left out where none is known. A path of this site. */
  readonly reportUrl?: string | undefined;
  /** Only where the visitor's link is genuine. */
  readonly brand?: PageBrand | undefined;
  /** Where the language links lead; left out where that is the page's own address. */
  readonly languagePath?: string | undefined;
}

/** Who asks whom, and until when; shown beside every step. */
export interface RequestSummary {
  readonly seller: { readonly name: string; /** ISO 3166-1 alpha-2 */ readonly country: string };
  /** Left out where the seller asks by itself. */
  readonly organizationName?: string | undefined;
  readonly companyName: string;
  readonly expiresAt: Date;
}

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

export interface UploadedFile {
  readonly id: string;
  readonly type: DocumentType;
  /** As the buyer's device called it. */
  readonly fileName: string;
  readonly byteSize: number;
  readonly addedAt: Date;
  /** Pixels of its small picture; left out where there is none. */
  readonly preview?: { readonly width: number; readonly height: number } | undefined;
}

export interface RequestedDocument {
  readonly type: DocumentType;
  /** Also true where a document of another type does, such as a passport for an identity card. */
  readonly isFulfilled: boolean;
  readonly files: readonly UploadedFile[];
}

export interface Documents {
  readonly requested: readonly RequestedDocument[];
  /** Files of types that were not asked for. */
  readonly others: readonly UploadedFile[];
}

export interface FileLimits {
  readonly maxFiles: number;
  readonly maxBytes: number;
}

export type DocumentsErrorCode =
  | 'file-missing'
  | 'file-empty'
  | 'file-too-large'
  | 'file-type'
  | 'file-unsafe'
  | 'file-encrypted'
  | 'file-active-content'
  | 'file-infected'
  | 'file-too-many-pixels'
  | 'scanner-unavailable'
  | 'file-damaged'
  | 'upload-incomplete'
  | 'too-many-files'
  | 'type-missing';

export interface DocumentsError {
  readonly code: DocumentsErrorCode;
  /** Of the form that was sent, where it is known: the error is shown there. */
  readonly type?: DocumentType | undefined;
  /** Of the file that it is about, where several were sent at once. */
  readonly fileName?: string | undefined;
}

/** A file that has not come whole yet, and goes on when the same file is chosen again; or that has, and was never finished. */
export interface UnfinishedUpload {
  readonly id: string;
  readonly type: DocumentType;
  readonly fileName: string;
  readonly byteSize: number;
  readonly receivedBytes: number;
  /** What the script knows the same file by. */
  readonly fingerprint?: string | undefined;
}

export interface DocumentsModel {
  readonly request: RequestSummary;
  readonly documents: Documents;
  readonly limits: FileLimits;
  /** Oldest first. */
  readonly unfinished?: readonly UnfinishedUpload[] | undefined;
  readonly errors?: readonly DocumentsError[] | undefined;
  /** What the last step did, said once. */
  readonly notice?:
    { readonly kind: 'added' | 'removed'; readonly fileName: string; readonly count?: number | undefined } | undefined;
}

export type ReviewError = 'consent-missing' | 'documents-missing' | 'company-unanswered';

export interface ReviewModel {
  readonly request: RequestSummary;
  readonly company: CompanyData;
  readonly answer: CompanyAnswer;
  readonly documents: Documents;
  /** Sent back with the form, so that the consent is kept for the notice that was shown. */
  readonly privacyNoticeVersion: string;
  readonly errors?: readonly ReviewError[] | undefined;
}

export interface ReceiptModel {
  readonly request: RequestSummary;
  readonly reference: string;
  readonly submittedAt: Date;
  readonly recipientEmail?: string | undefined;
  readonly vatNumber: string;
  /** Of the notice that was agreed to. */
  readonly privacyNoticeVersion: string;
  readonly answer: CompanyAnswer;
  readonly files: readonly UploadedFile[];
  /** Shown as a button; anything but an absolute https address is left out. */
  readonly redirectUrl?: string | undefined;
}

export interface PrivacyNoticeModel {
  readonly request: RequestSummary;
  readonly version: string;
  /** A path of this site. */
  readonly backUrl: string;
}

export type DeadEndKind =
  | 'unknown'
  | 'revoked'
  | 'replaced'
  | 'expired'
  | 'used'
  | 'blocked'
  | 'sessionEnded'
  | 'tooManyRequests'
  | 'forbidden'
  | 'notFound'
  | 'unavailable'
  | 'failed';

export interface ExpiredLink {
  /** Where asking for a new link is posted to. */
  readonly askUrl: string;
  /** Within the last day: asking again would not count. */
  readonly asked?: { readonly at: Date; /** A mail about it went out. */ readonly isContactTold: boolean } | undefined;
}

export interface DeadEndModel {
  readonly kind: DeadEndKind;
  /** Only where the visitor's link is genuine; else the page names nobody. */
  readonly sellerName?: string | undefined;
  /** Of a genuine link that has expired. */
  readonly expired?: ExpiredLink | undefined;
}

export const reportWordsMaxLength = 1000;

export interface ReportAnswer {
  readonly reason?: AbuseReason | undefined;
  readonly words?: string | undefined;
}

export type ReportError = 'reason-missing' | 'words-too-long';

export interface ReportModel extends Pick<RequestSummary, 'seller' | 'organizationName'> {
  /** Where the form is posted to. */
  readonly action: string;
  /** Where the visitor came from; left out where the invitation has ended. */
  readonly backUrl?: string | undefined;
  readonly answer: ReportAnswer;
  readonly errors?: readonly ReportError[] | undefined;
  /** Within the last day: reporting again would not count. */
  readonly reportedAt?: Date | undefined;
}
